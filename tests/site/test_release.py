"""Releases: their order, their names, and which cannot be served."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.errors import ProjectError, ReleaseError
from pressmark.site import ServedFile, ServedRelease, build_app
from pressmark.site.downloads.served_release import cut_paragraphs, order_newest_first
from tests.site.packages import QUERIES, descriptor, publish
from tests.site.visitor import Visitor


def test_newest_first_by_number(releases: tuple[ServedRelease, ...]) -> None:
    """1.10.0 comes before 1.9.0."""
    assert [each.version for each in order_newest_first(releases)] == ["1.10.0", "1.9.0", "1.0.0"]


def test_database_name_holds_nothing_to_encode(tmp_path: Path) -> None:
    """Datasette writes database names into addresses as they are."""
    odd = {**descriptor("1.0.0-rc.1+x"), "name": "my.data é"}
    assert publish(tmp_path, odd).database_name == "my-data---1-0-0-rc-1-x"


def test_paragraphs_are_cut_at_blank_lines() -> None:
    """Single line breaks stay inside."""
    assert cut_paragraphs("a\nb\n \n\n  c ") == ("a\nb", "c")
    assert cut_paragraphs(None) == ()


Change = Callable[[ServedRelease, Path], ServedRelease]


def without_database(release: ServedRelease, folder: Path) -> ServedRelease:
    """Name a database that is not there."""
    return replace(release, database=folder / "gone.sqlite")


def without_file(release: ServedRelease, folder: Path) -> ServedRelease:
    """List a file that is not there."""
    return replace(release, files=(ServedFile("gone.csv", folder / "gone.csv", "0" * 64),))


def with_broken_database(release: ServedRelease, folder: Path) -> ServedRelease:
    """Name a file that is no database."""
    (folder / "broken.sqlite").write_text("this is no database, " * 100)
    return replace(release, database=folder / "broken.sqlite")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_database, "gone.sqlite: the file is missing"),
        (without_file, "gone.csv: the file is missing"),
        (with_broken_database, "broken.sqlite: is no database"),
    ],
)
def test_a_damaged_release_is_refused_by_name(
    releases: tuple[ServedRelease, ...], tmp_path: Path, change: Change, said: str
) -> None:
    """Before anything is served."""
    with pytest.raises(ReleaseError, match=said):
        build_app([change(releases[0], tmp_path)])


def test_no_release_and_the_same_twice_are_refused(releases: tuple[ServedRelease, ...]) -> None:
    """There must be one, and each once."""
    with pytest.raises(ReleaseError, match="no release to serve"):
        build_app([])
    with pytest.raises(ReleaseError, match="two releases would be served as 'odd-things-1-9-0'"):
        build_app([releases[0], releases[0]])


def test_a_query_may_not_hide_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Datasette would show the query in place of the table."""
    monkeypatch.setitem(QUERIES, "towns", "select 1")
    release = publish(tmp_path, descriptor("1.0.0"))
    with pytest.raises(ProjectError, match="the query 'towns' has the name of a table"):
        build_app([release])


def test_the_codebook_is_listed_and_linked(reader: Visitor, walked: ServedRelease) -> None:
    version = walked.version
    for name, kind in (("codebook.md", "text/markdown"), ("codebook.csv", "text/csv")):
        address = f"/releases/{version}/{name}"
        answer = reader.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        for page in (f"/releases/{version}/", f"/dictionary/{version}"):
            assert f'href="{address}"' in reader.text(page)
    told = f'The <a href="/releases/{version}/codebook.md">codebook</a> has lines that load'
    assert told in reader.text(f"/releases/{version}/")


def test_a_release_without_a_codebook_links_none(visitor: Visitor) -> None:
    for page in ("/dictionary/1.10.0", "/releases/1.10.0/"):
        assert "codebook" not in visitor.text(page)
