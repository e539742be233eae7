"""Signing off, what releases teach, and what a citation lacks: as `release` says and publishes."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pressmark.engine import wide
from pressmark.errors import ProjectError, ReleaseError
from pressmark.package.project import read_project
from pressmark.publish.consent import ANY_CITATION, Consent, read_accepted, read_consent
from pressmark.publish.guarding import GuardError, read_all
from pressmark.publish.lacking import PARTS, find_lacking, refuse_first_without
from pressmark.publish.next_version import choose_next_version
from pressmark.publish.release import Published, release
from pressmark.releases.counting import count_apart
from pressmark.releases.later_entries import withdraw
from pressmark.releases.ledger import Entry, Ledger, read_ledger
from pressmark.verify import verify
from pressmark.version import parse
from tests.cli.test_command import run
from tests.packages import field, fields, read, write_package, write_project

SCHEMA = "fields:\n  - {name: a=b, type: integer}\n  - {name: value, type: number}\n"
HEADER = "a=b,value\n"
pytestmark = pytest.mark.usefixtures("unproven")


def records(number: int = 30, factor: float = 1) -> str:
    """Write records."""
    return HEADER + "".join(f"{each},{(each % 7 + 1) * factor:g}\n" for each in range(number))


def write(project: Path, text: str, version: str | None = None) -> None:
    """Write the records, and another version."""
    (project / "datapackage/records/t.csv").write_text(text, encoding="utf-8")
    if version:
        path = project / "datapackage/datapackage.yaml"
        lines = path.read_text("utf-8").splitlines()
        found = (f'version: "{version}"' if each.startswith("version") else each for each in lines)
        path.write_text("\n".join(found) + "\n", encoding="utf-8")


def publish(project: Path, **accepted: str) -> Published:
    """Publish, signing off what is named."""
    consent = Consent(accepted, ANY_CITATION.without)
    return release(read_project(project), date="2026-11-28", consent=consent)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of which 1.0.0 and 1.1.0 are published, with a table that never changes."""
    folder = tmp_path_factory.mktemp("guarding") / "project"
    still = ("fields: [{name: k, type: string}]\nprimaryKey: [k]\n", "k\na\n")
    write_project(folder, {"t": (SCHEMA, records()), "still": still})
    publish(folder)
    write(folder, records(32), "1.1.0")
    publish(folder)
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "project")


def test_what_stops_is_told_and_signed_off_and_published(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, records(34, 1000))
    descriptor = (project / "datapackage/datapackage.yaml").read_bytes()
    for options in ((), ("--dry-run",)):
        code, out, err = run("release", project, "--next", *options, capsys=capsys)
        assert (code, out) == (1, "")
        first, line, right = err.splitlines()
        assert first == f"pressmark: {project}: the data looks wrong, and nobody has signed it off"
        assert line.startswith("  t.value: values: 1 to 7 (median 4) in 1.1.0, 1,000 to 7,000")
        assert "--accept 't.value=the reason'" in right
    code, out, _ = run("release", project, "--next", "--json", capsys=capsys)
    told = json.loads(out)
    (stop,) = told["stopped"]
    assert (code, told["state"], stop["table"], stop["field"]) == (1, "stopped", "t", "value")
    assert stop["option"] == "--accept 't.value=the reason'"
    assert (project / "datapackage/datapackage.yaml").read_bytes() == descriptor
    assert not (project / "datapackage/releases/1.2.0").exists()
    words = ("release", project, "--next", "--accept", "t.value= In *grams*\nnow ")
    assert run(*words, "--dry-run", capsys=capsys)[0] == 0
    assert run(*words, capsys=capsys)[0] == 0
    folder = project / "datapackage/releases/1.2.0"
    notes = (folder / "CHANGES.md").read_text("utf-8")
    beginning, _, rest = notes.partition("\n\n## Why this version\n")
    assert beginning.startswith("# small 1.2.0: since 1.1.0\n\n## Signed off\n\n- `t`, `value`: ")
    assert beginning.endswith(r"This is right: In \*grams\* now.") and "## Records" in rest
    (signed,) = json.loads((folder / "statistics.json").read_text("utf-8"))["signedOff"]
    assert (signed["field"], signed["reason"]) == ("value", "In *grams*\nnow")
    assert verify(str(folder), project).valid
    # Published again, with or without the option, nothing is asked.
    for more in ((), ("--accept", "t.value=Again")):
        code, out, _ = run("release", project, *more, capsys=capsys)
        assert code == 0 and "is already published, unchanged" in out
    # It is usual from then on.
    write(project, records(36, 1000))
    assert run("release", project, "--next", capsys=capsys)[0] == 0


def test_the_name_of_a_table_signs_off_its_fields(project: Path) -> None:
    write(project, records(12, 1000), "1.2.0")
    with pytest.raises(GuardError) as caught:
        publish(project)
    assert [each.name for each in caught.value.stops] == ["t", "t.value"]
    with pytest.raises(GuardError) as caught:
        publish(project, **{"t.value": "In grams."})
    assert [each.name for each in caught.value.stops] == ["t"]
    assert publish(project, t="Half of it was closed, the rest is in grams.").new
    notes = (project / "datapackage/releases/1.2.0/CHANGES.md").read_text("utf-8")
    assert notes.count("This is right: Half of it was closed") == 2


@pytest.mark.parametrize(
    ("accepted", "wrong", "right"),
    [
        ({"tt": "x"}, "'tt' is no table and no field", "did you mean 't'?"),
        ({"t.valeu": "x"}, "'t.valeu' is no table and no field", "did you mean 't.value'?"),
        ({"t.value": " "}, "'t.value' is given no reason", "say in a sentence"),
        ({"still": "x"}, "nothing of 'still' stops this release", "leave the option out"),
        ({"t.value": "x", "t.a=b": "x"}, "nothing of 't.a=b' stops", "leave the option out"),
    ],
)
def test_what_is_signed_off_for_nothing_is_refused(
    accepted: dict[str, str], wrong: str, right: str, project: Path
) -> None:
    write(project, records(34, 1000), "1.2.0")
    with pytest.raises(ProjectError) as caught:
        publish(project, **accepted)
    assert caught.value.exit_code == 2 and caught.value.place == "--accept"
    assert wrong in caught.value.wrong and right in caught.value.right
    consent = Consent(accepted, ANY_CITATION.without)
    with pytest.raises(ProjectError, match="--accept"):
        choose_next_version(read_project(project), consent=consent)


def test_a_name_may_hold_the_sign_behind_which_its_reason_stands(project: Path) -> None:
    package = read_project(project)
    given = ("t.a=b=It is right.", "t=a=b", " x =y", "still")
    assert read_accepted(package, given) == {
        "t.a=b": "It is right.", "t": "a=b", "x": "y", "still": "",
    }  # fmt: skip
    with pytest.raises(ProjectError, match="is given two reasons"):
        read_accepted(package, ("t=a", "t=b"))


def test_withdrawn_releases_teach_nothing(project: Path) -> None:
    write(project, records(3), "1.2.0")
    publish(project, t="A mistake.")
    withdraw(project / "datapackage/releases", "1.2.0", reason="Cut short.", date="2026-11-28")
    write(project, records(8), "1.3.0")
    with pytest.raises(GuardError) as caught:
        publish(project)
    (stop,) = caught.value.stops
    assert (stop.before, stop.after, stop.since) == ("32", "8", "1.1.0")
    write(project, records(33), "1.3.0")
    assert publish(project).new


def without_statistics(releases: Path) -> Ledger:
    """Give the ledger as it would be of an older Pressmark, which counted nothing."""
    ledger = read_ledger(releases)
    older = [
        each.model_copy(update={"files": {name: digest for name, digest in each.files.items()
                                          if name != "statistics.json"}})
        for each in ledger.entries
    ]  # fmt: skip
    return Ledger(releases, tuple(older))


def learned(ledger: Ledger) -> dict[str, list[int]]:
    """Give how many records each release told of its tables."""
    told = read_all(ledger, list(ledger.published))
    return {each.version: [table.records for table in each.statistics.tables] for each in told}


def test_older_releases_are_counted_as_far_as_it_takes_little(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = project / "datapackage/releases"
    whole = {"1.1.0": [32, 1], "1.0.0": [30, 1]}
    assert learned(read_ledger(releases)) == whole
    ledger = without_statistics(releases)
    for entry in ledger.published:
        for name in ("statistics.json",):
            (releases / entry.version / name).rename(releases / f"{entry.version}.{name}")
    assert learned(ledger) == whole
    monkeypatch.setattr("pressmark.publish.guarding.COUNTED_AGAIN", 10)
    assert learned(ledger) == {"1.1.0": [32, 1]}
    for entry in ledger.published:
        (releases / f"{entry.version}.statistics.json").rename(
            releases / entry.version / "statistics.json"
        )
    (releases / "1.0.0/statistics.json").write_text("{}", "utf-8")
    with pytest.raises(ReleaseError, match=r"1\.0\.0/statistics\.json: is not what was published"):
        learned(read_ledger(releases))
    shutil.rmtree(releases / "1.0.0")
    assert learned(read_ledger(releases)) == {"1.1.0": [32, 1]}


# What a citation lacks

WHOLE = """
name: small
version: "1.0.0"
description: Small things.
homepage: https://example.org
licenses: [{name: CC0-1.0}]
contributors: [{title: Ann, roles: [creator, publisher], email: ann@example.org}]
resources: [{name: t}]
"""


def test_a_wide_table_is_counted_as_a_narrow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = fields(field("n", "integer"), field("d", "date"), field("t"), primaryKey="n")
    text = "n,d,t\n1,2020-01-02,x\n2,,Ã¤\n30,2019-12-31,\n"
    (table,) = read(write_package(tmp_path, {"t": (schema, text)})).tables
    counted = []
    for width in (256, 0):
        monkeypatch.setattr(wide, "WIDE", width)
        counted.append(count_apart(table))
    assert [each.missing for each in counted[0].fields] == [0, 1, 1]
    assert counted[0] == counted[1]


@pytest.fixture
def described(tmp_path: Path) -> Callable[[str], Path]:
    """Write a project with a descriptor."""
    return lambda text: write_project(
        tmp_path / "described", {"t": (SCHEMA, records())}, {"datapackage/datapackage.yaml": text}
    )


@pytest.mark.parametrize(
    ("old", "new", "lacks"),
    [
        ("", "", []),
        ("description: Small things.", "", ["description"]),
        ("Small things.", '" "', ["description"]),
        ("homepage: https://example.org", "", ["homepage"]),
        ("licenses: [{name: CC0-1.0}]", "", ["license"]),
        ("[{name: t}]", "[{name: t, licenses: [{name: CC0-1.0}]}]", []),
        (", email: ann@example.org", "", ["contact"]),
        (", email: ann@example.org}]", "}]\npressmark:contact: ann@example.org", []),
        ("creator, ", "", ["creator"]),
        (", publisher", "", ["publisher"]),
        ("contributors: [{title: Ann, roles: [creator, publisher], email: ann@example.org}]", "",
         ["creator", "publisher", "contact"]),
    ],
)  # fmt: skip
def test_what_a_citation_lacks_is_known(
    old: str, new: str, lacks: list[str], described: Callable[[str], Path]
) -> None:
    package = read_project(described(WHOLE.replace(old, new, 1)))
    assert [part.word for part in find_lacking(package, frozenset())] == lacks
    assert find_lacking(package, ANY_CITATION.without) == ()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("licence", "Creators"), {"license", "creator"}), (("LICENSES",), {"license"}),
        (("author", "home_page", "e-mail"), {"creator", "homepage", "contact"}), ((), set()),
    ],
)  # fmt: skip
def test_parts_are_named_as_people_do(words: Iterable[str], found: set[str]) -> None:
    assert read_consent(None, words).without == found
    assert ANY_CITATION.without == {part.word for part in PARTS}


@pytest.mark.parametrize(
    ("word", "right"),
    [("licens", "did you mean 'license'?"), ("autor", "did you mean 'creator'?"),
     ("zzz", "there is license, creator, publisher, description, homepage, contact"),
     ("", "there is license")],
)  # fmt: skip
def test_what_is_no_part_is_refused(word: str, right: str) -> None:
    with pytest.raises(ProjectError) as caught:
        read_consent(None, [word])
    assert right in caught.value.right


@pytest.mark.parametrize(
    ("version", "published", "stops"),
    [
        ("1.0.0", (), True), ("0.9.0", (), False), ("1.0.0-rc.1", (), False), ("2.3.0", (), True),
        ("1.0.0", ("0.9.0", "1.0.0-rc.1"), True), ("1.0.1", ("1.0.0",), False),
    ],
)  # fmt: skip
def test_the_first_release_has_a_license_and_a_creator(
    version: str, published: tuple[str, ...], described: Callable[[str], Path], *, stops: bool
) -> None:
    entries = tuple(
        Entry(
            act="published", version=each, date="2026-11-28", manifest="", files={}, previous=None
        )
        for each in published
    )
    ledger = Ledger(Path(), entries)
    package = read_project(described('name: a\nversion: "1.0.0"\nresources: [{name: t}]\n'))
    asked = parse(version)
    assert asked
    for without in ((), ("creator",), ("publisher", "contact")):
        if stops:
            with pytest.raises(ProjectError, match="has no license"):
                refuse_first_without(package, asked, ledger, frozenset(without))
        else:
            refuse_first_without(package, asked, ledger, frozenset(without))
    refuse_first_without(package, asked, ledger, frozenset(("license", "creator")))


def test_release_warns_and_refuses(
    described: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    project = described('name: a\nversion: "1.0.0"\nresources: [{name: t}]\n')
    for more in ((), ("--dry-run",), ("--next",)):
        words = ("release", project, "--without", "publisher", *more)
        code, out, err = run(*words, capsys=capsys)
        assert (code, out) == (2, "")
        assert "has no license and no creator, and version 1.0.0 is the first to be cited" in err
        assert err.rstrip().endswith("or release --without license,creator")
    code, _, err = run("release", project, "--without", "license,,creator", capsys=capsys)
    assert code == 2 and err.rstrip().endswith("write --without license,creator")
    code, _, err = run("release", project, "--without", "license,licence", capsys=capsys)
    assert code == 2 and "'licence' names a part again" in err
    words = ("release", project, "--without", "licence,authors,description,contact")
    code, _, err = run(*words, capsys=capsys)
    assert code == 0 and err.splitlines() == [
        "a citation will lack publisher, homepage",
        f"  write into {project}/datapackage/datapackage.yaml, as in:",
        "    contributors: [{title: Example House, roles: [publisher]}]",
        "    homepage: https://example.org",
        "  or say that there is none: pressmark release --without publisher,homepage",
    ]
