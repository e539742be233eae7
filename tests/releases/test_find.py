"""The same word names the same release everywhere, proven alike; what names none is refused."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from pressmark.citation import Citation, CitedRelease
from pressmark.citation.document import CitedQuery, CitedResult
from pressmark.errors import ReleaseError
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.releases.find import find, find_all
from pressmark.releases.place import find_place
from pressmark.site.served import read_served_releases
from tests.cli.test_command import run
from tests.releases.conftest import DAY

HERE = Path()
FIRST = "datapackage/releases/1.0.0"
WORDS = (
    ("1.0.0", "1.0.0", "published"),
    ("1.1.0", "1.1.0", "published"),
    (FIRST, "1.0.0", "published"),
    (f"./{FIRST}/", "1.0.0", "published"),
    (f"{FIRST}/datapackage.json", "1.0.0", "published"),
    ("first.zip", "1.0.0", "listed"),
    ("deeper.zip", "1.0.0", "listed"),
    ("copy", "1.0.0", "listed"),
    ("copy/datapackage.json", "1.0.0", "listed"),
    ("build/next", "1.2.0", "listed"),
    (".", "1.2.0", "judged"),
    ("datapackage/datapackage.yaml", "1.2.0", "judged"),
)
ALIKE = (f"./{FIRST}/", f"{FIRST}/datapackage.json", "deeper.zip", "copy/datapackage.json", "1.1.0")
"""Words that name what others do too: `make thorough` says them to every command."""


@pytest.mark.parametrize(("word", "version", "proof"), WORDS, ids=[word for word, _, _ in WORDS])
@pytest.mark.usefixtures("project")
def test_a_word_names_one_release(word: str, version: str, proof: str) -> None:
    with find(word) as found:
        assert (found.package.version, found.proof) == (version, proof)
        assert found.withdrawn == ("Wrong." if (version, proof) == ("1.0.0", "published") else None)


@pytest.mark.parametrize("word", ["first.zip", "deeper.zip", "copy"])
@pytest.mark.parametrize("named", [(HERE, None), (None, Path("datapackage/releases"))])
@pytest.mark.usefixtures("project")
def test_the_ledger_that_is_named_knows_what_stands_elsewhere(
    word: str, named: tuple[Path | None, Path | None]
) -> None:
    with find(word, *named) as found:
        assert (found.proof, found.withdrawn) == ("published", "Wrong.")


@pytest.mark.parametrize(
    ("word", "version", "proof"),
    [
        pytest.param(*each, id=each[0], marks=pytest.mark.thorough if each[0] in ALIKE else ())
        for each in WORDS
    ],
)
@pytest.mark.usefixtures("project")
def test_every_command_takes_it(
    word: str, version: str, proof: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("diff", word, "1.1.0", "--format", "json", capsys=capsys)
    assert code == 0 and json.loads(out)["old"]["version"] == version
    gone = (version, proof) == ("1.0.0", "published")
    assert ("version 1.0.0 is withdrawn: Wrong." in err) == gone
    code, out, _ = run("cite", word, capsys=capsys)
    assert code == 0 and f"Version {version}" in out
    assert ("Withdrawn: Wrong." in out) == gone and ("Ledger: " in out) == (proof == "published")
    assert ("Not published" in out) == (proof == "judged")
    code, out, err = run("verify", word, "--trust-rules", "--json", capsys=capsys)
    if proof == "judged":
        assert (code, out) == (2, "") and "is a project, of which releases are made" in err
    else:
        document = json.loads(out)
        assert (code, document["version"]) == (0, version)
        names = {each["check"] for each in document["checks"] if each["state"] == "ok"}
        assert ("published" in names) == (proof == "published")


def test_all_releases_are_shown_of_a_project_and_of_a_folder_of_releases(project: Path) -> None:
    words = (".", "datapackage/datapackage.yaml", "datapackage/releases", str(project))
    for word in words:
        with find_all(word) as (package, only):
            assert only is None and package.trusted
            _, shown = read_served_releases(package, None)
        assert [each.version for each in shown] == ["1.0.0", "1.1.0"]
        assert [each.withdrawn for each in shown] == ["Wrong.", None]
        assert all(each.database.resolve().is_relative_to(project / "build") for each in shown)


@pytest.mark.parametrize("word", ["1.0.0", FIRST, "./datapackage/releases/1.0.0/datapackage.json"])
@pytest.mark.usefixtures("project")
def test_one_release_is_shown_as_it_was_published(word: str) -> None:
    with find_all(word) as (package, only):
        assert only == "1.0.0" and package.trusted == (word == "1.0.0")
        _, (shown,) = read_served_releases(package, None, only=only)
    assert (shown.version, shown.withdrawn, len(shown.days)) == ("1.0.0", "Wrong.", 2)
    assert shown.package.trusted == (word == "1.0.0")


@pytest.mark.parametrize("word", ["first.zip", "copy", "build/next"])
@pytest.mark.usefixtures("project")
def test_what_no_ledger_names_is_shown_as_not_published(word: str, tmp_path: Path) -> None:
    with find_all(word) as (package, only):
        _, (shown,) = read_served_releases(package, None, only=only)
        assert shown.days == () and not shown.package.trusted
        assert shown.database.is_relative_to(tmp_path / "cache")


def test_the_sql_of_a_strangers_folder_of_releases_is_not_run(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(project / "datapackage/releases", tmp_path / "mirror")
    monkeypatch.chdir(tmp_path)
    for trusted in (False, True):
        with find_all(str(folder), trust_rules=trusted) as (package, _):
            _, shown = read_served_releases(package, None)
        assert [each.package.trusted for each in shown] == [trusted, trusted]
        assert all(each.database.is_relative_to(tmp_path / "cache") for each in shown)
        with find("1.0.0", releases=folder, trust_rules=trusted) as found:
            assert found.package.trusted == trusted


@pytest.mark.usefixtures("project")
def test_a_version_is_the_version_where_a_folder_has_its_name() -> None:
    shutil.copytree("build/next", "1.0.0")
    with find("1.0.0") as found:
        assert (found.package.version, found.proof) == ("1.0.0", "published")
    with find("./1.0.0") as found:
        assert (found.package.version, found.proof) == ("1.2.0", "listed")


@pytest.mark.usefixtures("project")
def test_versions_are_known_where_the_releases_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("datapackage/releases")
    for word in ("1.0.0", "./1.0.0"):
        with find(word) as found:
            assert (found.package.version, found.proof) == ("1.0.0", "published")
    monkeypatch.chdir("1.0.0")
    with find(".") as found:
        assert (found.package.version, found.proof) == ("1.0.0", "published")


REFUSED = (
    ("1.0.1", "1.0.1: is no published version, and no file or folder", "did you mean 1.0.0?"),
    ("v1.1.0", "v1.1.0: is no published version, and no file", "did you mean 1.1.0?"),
    ("1.1", "1.1: is no published version", "published are 1.0.0, 1.1.0; or name a folder"),
    ("releases/1.1.0", "no file or folder", "did you mean 1.1.0?"),
    ("", "is no published version", "published are 1.0.0, 1.1.0"),
    ("x" * 1000, "is no published version", "published are 1.0.0, 1.1.0"),
    ("https://example.org/1.0.0", "nothing is fetched: download it first", "then name"),
    ("empty", "empty: holds no package", "name a folder with a datapackage.json"),
    ("datapackage/records/things.csv", "is no zip archive, or is damaged", ""),
    ("two.zip", "two.zip: holds several packages: a, b", "unpack it and name one"),
    ("none.zip", "none.zip: holds no datapackage.json", "name the zip of a package"),
)


@pytest.mark.parametrize(("word", "wrong", "right"), REFUSED, ids=[w[:20] for w, _, _ in REFUSED])
@pytest.mark.usefixtures("project")
def test_what_names_nothing_is_refused_alike(
    word: str, wrong: str, right: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    with zipfile.ZipFile("two.zip", "w") as archive:
        for name in ("b/datapackage.json", "a/datapackage.json", "a/deeper/datapackage.json"):
            archive.writestr(name, "{}")
    with zipfile.ZipFile("none.zip", "w") as archive:
        archive.writestr("readme.txt", "")
    Path("citation.json").write_text(citation(Path(FIRST)))
    commands: list[tuple[str, ...]] = [
        ("diff", word, "1.0.0"),
        ("diff", "1.0.0", word),
        ("cite", word),
        ("serve", word),
        ("verify-citation", "citation.json", word),
    ]
    if "damaged" not in wrong:  # which is what verify finds of a zip, and exits with 1
        commands.append(("verify", word))
    for words in commands:
        code, out, err = run(*words, capsys=capsys)
        assert (code, out) == (2, ""), words
        assert wrong in err and right in err, (words, err)


def citation(release: Path) -> str:
    """Write a citation of a query of a release, with a result that it does not have."""
    manifest = f"sha256:{hash_file(release / MANIFEST)}"
    cited = CitedRelease(
        name="small", version="1.0.0", title="", published=None, doi=None, withdrawn=None,
        manifest=manifest, tables={},
    )  # fmt: skip
    query = CitedQuery(sql="select key from things", parameters={})
    result = CitedResult(columns=("key",), rows=9, order="stated", sha256=manifest, engine="x")
    return Citation(
        format="pressmark-citation", formatVersion=1, cited="", release=cited, query=query,
        result=result, address="", text="", bibtex="",
    ).json_text()  # fmt: skip


@pytest.mark.parametrize(("word", "version", "proof"), WORDS, ids=[word for word, _, _ in WORDS])
@pytest.mark.usefixtures("project")
def test_a_citation_is_verified_of_what_a_word_names(
    word: str, version: str, proof: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("citation.json").write_text(citation(Path(FIRST)))
    code, out, err = run("verify-citation", "citation.json", word, capsys=capsys)
    if version == "1.0.0" or proof == "judged":  # of a project every release is asked
        assert (code, out[:10]) == (1, "different:")
        assert ("version 1.0.0 is withdrawn: Wrong." in out) == (proof != "listed")
    else:
        assert (code, out) == (2, "") and f"the project has small {version} (sha256:" in err


@pytest.mark.usefixtures("project")
def test_a_folder_of_releases_is_not_one_release(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("verify",), ("cite",), ("diff", "1.0.0")):
        code, _, err = run(*words, "datapackage/releases", capsys=capsys)
        assert code == 2 and "is a folder of releases (1.0.0, 1.1.0)" in err
        assert "such as datapackage/releases/1.1.0" in err


@pytest.mark.parametrize("name", ["data/things.csv", "datapackage.json", MANIFEST, "report.json"])
@pytest.mark.parametrize("word", ["1.0.0", FIRST, f"{FIRST}/datapackage.json"])
@pytest.mark.usefixtures("project")
def test_a_release_that_was_touched_is_no_release(
    name: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(FIRST) / name
    path.write_bytes(path.read_bytes() + b"\n")
    for words in (("diff", word, "1.1.0"), ("cite", word), ("serve", word)):
        code, out, err = run(*words, capsys=capsys)
        assert (code, out) == (2, "") and "is not what was published" in err
    assert run("verify", word, capsys=capsys)[0] == 1


@pytest.mark.usefixtures("project")
def test_a_copy_that_was_touched_is_judged() -> None:
    path = Path("copy/citation.txt")
    path.write_text("other")
    with find("copy", HERE) as found:
        assert (found.proof, found.entry) == ("judged", None)


@pytest.mark.usefixtures("project")
def test_a_version_that_the_ledger_does_not_name_was_not_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree("build/next", "datapackage/releases/1.2.0")
    with pytest.raises(ReleaseError, match=r"the ledger names no version 1\.2\.0"), find("1.2.0"):
        pass
    assert run("verify", "1.2.0", capsys=capsys)[0] == 1
    with find("datapackage/releases/1.2.0") as found:
        assert found.proof == "listed"


@pytest.mark.usefixtures("project")
def test_what_stands_beside_the_package_in_a_zip_is_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with zipfile.ZipFile("deeper.zip", "a") as archive:
        archive.writestr("a/more.txt", "")
    code, out, _ = run("verify", "deeper.zip", "--trust-rules", capsys=capsys)
    assert code == 1 and "extra: a/more.txt stands beside the package" in out


def test_a_place_says_where_derived_files_stand(project: Path, tmp_path: Path) -> None:
    with find_all(".") as (package, _):
        read_served_releases(package, None)
    for word, named in (("1.0.0", None), (FIRST, None), ("1.0.0", project)):
        derived = find_place(word, tmp_path / "x", named).derived
        assert derived and derived.resolve() == project / "build/releases/1.0.0"
    assert find_place("build/next", tmp_path / "x").derived == Path("build/next")
    assert find_place("copy", tmp_path / "x").derived is None


@pytest.mark.usefixtures("project")
def test_a_version_whose_folder_is_gone_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(FIRST)
    code, out, _ = run("verify", "1.0.0", capsys=capsys)
    assert code == 1 and "failed  manifest" in out
    for words in (("diff", "1.0.0", "1.1.0"), ("cite", "1.0.0"), ("serve", "1.0.0")):
        code, out, err = run(*words, capsys=capsys)
        assert (code, out) == (2, "") and "is not what was published" in err


@pytest.mark.parametrize("text", ["", "[]", '{"entries": []}', '{"name": "a site"}'])
@pytest.mark.usefixtures("project")
def test_another_file_that_is_called_as_the_ledger_is_none(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    shutil.copytree("copy", site / "data")
    (site / "index.json").write_text(text)
    monkeypatch.chdir(site)
    for word in ("data", "./data/datapackage.json"):
        assert run("diff", word, word, capsys=capsys)[0] == 0
        assert run("cite", word, capsys=capsys)[0] == 0
        assert run("verify", word, "--trust-rules", capsys=capsys)[0] == 0
        with find_all(word) as (package, only):
            assert (package.version, only) == ("1.0.0", None)
    for words in (("cite",), ("serve",), ("verify", ".")):
        code, _, err = run(*words, capsys=capsys)
        assert code == 2 and ".: holds no package" in err
    code, _, err = run("cite", "1.0.0", capsys=capsys)
    assert code == 2 and "nothing is published here" in err
    code, _, err = run("serve", "dta", capsys=capsys)
    assert code == 2 and err.endswith("did you mean data?\n")


@pytest.mark.usefixtures("project")
def test_a_ledger_that_was_touched_stops_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("datapackage/releases/index.json")
    path.write_text(path.read_text("utf-8").replace(DAY, "2026-11-23", 1), "utf-8")
    for words in (
        ("diff", "1.0.0", "."),
        ("cite",),
        ("cite", FIRST),
        ("serve",),
        ("cite", "2.0.0"),
    ):
        code, out, err = run(*words, capsys=capsys)
        assert (code, out) == (2, "") and "does not follow from the entry before it" in err
    code, out, _ = run("verify", "1.0.0", capsys=capsys)
    assert code == 1 and "failed  ledger" in out


@pytest.mark.usefixtures("project")
def test_a_project_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("diff", "1.0.0", "."), ("cite",), ("verify", "1.0.0"), ("annotate", "1.0.0")):
        code, _, err = run(*words, "--project", "nowhere", capsys=capsys)
        assert code == 2 and "nowhere: there is no such file or folder" in err
