"""`validate --rules` and `--ignore`: what was not asked is not told, what is ignored always is."""

import json
from pathlib import Path
from typing import Any

import pytest

import pressmark
from pressmark.errors import ProjectError
from pressmark.package.project import read_project
from pressmark.report import RENDERINGS
from pressmark.report.rules import RULES
from tests.cli.test_command import run
from tests.packages import write_project

SCHEMA = """
fields:
  - {name: key, constraints: {pattern: "[a-z]"}}
  - {name: effect, constraints: {enum: [ban, limit]}}
  - {name: size, type: integer}
primaryKey: [key]
"""
WRONG = "key,effect,size\na,bann,1\na,ban,x\nB,limit,2\n"
RIGHT = "key,effect,size\na,ban,1\nb,limit,200\n"
OWN = {
    "schemas/rules/big.sql": "-- table: t\n-- key: key\n-- message: too big\n"
    "select key from t where size > 100",
    "schemas/rules/none.sql": "-- table: t\n-- key: key\n-- message: never\n"
    "select key from t where size > 1000",
}
ALL = {"cell.enum": 1, "cell.pattern": 1, "cell.type": 1, "key.primary": 1}
WHY = "the old letters, until March"


def project(folder: Path, text: str = WRONG, extra: dict[str, str] | None = None) -> Path:
    """Write a project with one wrong thing of each of four rules."""
    return write_project(folder / "project", {"t": (SCHEMA, text)}, extra)


@pytest.mark.parametrize("extra", [None, OWN], ids=["alone", "with-own-rules"])
@pytest.mark.parametrize(
    ("rules", "counts"),
    [
        *((name, {name: 1}) for name in ALL),
        ("cell", {name: 1 for name in ALL if name.startswith("cell")}),
        ("key", {"key.primary": 1}),
        ("key.primary, cell.enum", {"cell.enum": 1, "key.primary": 1}),
        ("cell.bidi", {}),
        ("header,file", {}),
    ],
)
def test_only_what_is_asked_is_told(
    rules: str,
    counts: dict[str, int],
    extra: dict[str, str] | None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("validate", project(tmp_path, extra=extra), "--rules", rules)
    code, out, err = run(*words, "--json", capsys=capsys)
    report = json.loads(out)
    assert (code, err) == (bool(counts), "")
    assert report["counts"] == counts and report["valid"] is not bool(counts)
    assert {each["rule"] for each in report["findings"]} == set(counts)
    assert report["asked"] == rules.replace(" ", "").split(",")
    text = run(*words, capsys=capsys)[1]
    assert f"Only these rules were asked: {rules.replace(' ', '').replace(',', ', ')}.\n" in text
    assert ("is valid by the rules that were asked: 1 table" in text) is not bool(counts)


def test_without_the_options_a_report_has_no_word_of_them(tmp_path: Path) -> None:
    report = pressmark.validate(project(tmp_path))
    assert report.counts == ALL and report.errors == 4
    assert not {"asked", "ignored"} & set(report.written())


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("key,effect\na,ban\n", {"header.missing": 1}),
        ('key,effect,size\na,"ban,1\n', {"record.unclosed_quote": 1}),
        ("", {"file.empty": 1}),
    ],
)
def test_what_keeps_a_rule_from_an_answer_is_told_whatever_is_asked(
    text: str, counts: dict[str, int], tmp_path: Path
) -> None:
    report = pressmark.validate(project(tmp_path, text), rules=["cell.bidi"])
    assert report.counts == counts and not report.valid


def test_a_pattern_that_cannot_be_checked_is_told_whatever_is_asked(tmp_path: Path) -> None:
    schema = SCHEMA.replace("[a-z]", "(?=a).")
    folder = write_project(tmp_path / "project", {"t": (schema, RIGHT)})
    report = pressmark.validate(folder, rules=["cell.pattern"])
    assert report.counts == {"schema.pattern": 1} and report.valid


def test_own_rules_are_asked_by_name_and_by_kind(tmp_path: Path) -> None:
    folder = project(tmp_path, RIGHT, OWN)
    for rules, counts in (
        (["rule.big"], {"rule.big": 1}),
        (["rule"], {"rule.big": 1}),
        (["rule.none"], {}),
        (["cell"], {}),
    ):
        report = pressmark.validate(folder, rules=rules)
        assert (report.counts, report.not_checked) == (counts, ())


def test_where_errors_keep_an_own_rule_from_running_they_are_told(tmp_path: Path) -> None:
    report = pressmark.validate(project(tmp_path, WRONG, OWN), rules=["rule.none"])
    assert report.counts == ALL and not report.valid
    assert report.not_checked == ("rule.none",)


def test_a_rule_that_may_not_run_is_not_asked_in_vain(tmp_path: Path) -> None:
    folder = project(tmp_path, RIGHT, OWN)
    built = tmp_path / "built"
    (folder / "schemas/rules/big.sql").unlink()
    assert pressmark.build(folder, built).valid
    with pytest.raises(ProjectError, match="--trust-rules"):
        pressmark.validate(built, rules=["rule.none"])
    trusted = pressmark.read_project(built, trust_rules=True)
    assert pressmark.validate(trusted, rules=["rule.none"]).valid
    with pytest.raises(ProjectError, match="--sources"):
        pressmark.validate(folder, rules=["evidence"])
    assert pressmark.validate(folder, rules=["evidence"], sources=tmp_path).valid


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--rules", "cell.enm"),
            "'cell.enm' is no rule of this package\n  did you mean 'cell.enum'",
        ),
        (("--rules", "rule.bg"), "did you mean 'rule.big'?"),
        (("--rules", "cells"), "did you mean 'cell'?"),
        (("--rules", "cell,"), "--rules: has an empty name: 'cell,'\n  write --rules cell"),
        (("--rules", "key,,cell"), "write --rules key,cell"),
        (("--rules", "key, key"), "--rules: names 'key' twice: 'key, key'\n  write --rules key"),
        (("--rules", " ,"), "has an empty name: ' ,'\n  name one, or leave --rules out"),
        (("--rules", "rule.<name>"), "'rule.<name>' is no rule"),
        (("--ignore", "cell.enm=x"), "did you mean 'cell.enum'?"),
        (("--ignore", "cell=x"), "'cell' is a kind of rules"),
        (("--ignore", "cell.enum"), "cell.enum is given no reason\n  write cell.enum=why"),
        (("--ignore", "cell.enum= "), "cell.enum is given no reason"),
        (("--ignore", "cell.enum=a", "--ignore", "cell.enum=b"), "is given two reasons"),
        (("--rules", "key", "--ignore", "cell.enum=a"), "cell.enum is not asked"),
        *(
            (("--ignore", f"{rule.id}=x"), "keeps records from being read")
            for rule in RULES
            if rule.hides_records
        ),
    ],
)
def test_what_is_not_understood_is_refused(
    words: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("validate", project(tmp_path, RIGHT, OWN), *words, capsys=capsys)
    assert (code, out) == (2, "") and told in err


IGNORED = {"cell.enum": WHY, "key.primary": "a = b", "cell.bidi": "nothing to find"}


def test_what_is_ignored_is_no_error_and_stays_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path)
    options = [word for each in IGNORED.items() for word in ("--ignore", "=".join(each))]
    code, out, _ = run("validate", folder, "--json", *options, capsys=capsys)
    report = json.loads(out)
    assert code == 1 and report["counts"] == ALL
    severities = {each["rule"]: each["severity"] for each in report["findings"]}
    assert severities == {name: "warning" if name in IGNORED else "error" for name in ALL}
    assert report["ignored"] == {
        "cell.enum": {"reason": WHY, "count": 1},
        "key.primary": {"reason": "a = b", "count": 1},
        "cell.bidi": {"reason": "nothing to find", "count": 0},
    }
    more = ("--ignore", "cell.type=x", "--ignore", "cell.pattern=y")
    code, out, _ = run("validate", folder, *options, *more, capsys=capsys)
    assert code == 0 and "small 1.0.0 is valid: 1 table, 3 records, 4 findings ignored.\n" in out
    assert f"Ignored: cell.enum, 1 finding. The reason: {WHY}\n" in out
    assert "Ignored: cell.bidi, 0 findings. The reason: nothing to find\n" in out
    assert "2:" in out or "bann" in out


@pytest.mark.parametrize("name", [name for name, _ in RENDERINGS])
def test_every_rendering_says_what_was_asked_and_ignored(name: str, tmp_path: Path) -> None:
    report = pressmark.validate(project(tmp_path), rules=["cell"], ignore={"cell.enum": WHY})
    written = dict(RENDERINGS)[name](report)
    assert WHY in written and "cell.enum" in written
    assert "asked" in written
    assert WHY in report._repr_html_()


def test_sarif_suppresses_what_is_ignored(tmp_path: Path) -> None:
    report = pressmark.validate(project(tmp_path), ignore={"cell.enum": WHY})
    log: Any = json.loads(dict(RENDERINGS)["sarif"](report))
    found = {each["ruleId"]: each.get("suppressions") for each in log["runs"][0]["results"]}
    assert found.pop("cell.enum") == [{"kind": "external", "justification": WHY}]
    assert set(found.values()) == {None}


def test_own_rules_that_did_not_run_because_of_ignored_errors_are_said_so(tmp_path: Path) -> None:
    wrong = "key,effect,size\na,bann,1\n"
    report = pressmark.validate(project(tmp_path, wrong, OWN), ignore={"cell.enum": WHY})
    assert report.valid and report.not_checked == ("rule.big", "rule.none")
    assert any("run once nothing else is wrong" in line for line in report.unchecked)


def test_an_own_rule_can_be_ignored(tmp_path: Path) -> None:
    report = pressmark.validate(project(tmp_path, RIGHT, OWN), ignore={"rule.big": WHY})
    assert report.valid and report.counts == {"rule.big": 1} and report.warnings == 1


def test_a_second_judge_is_not_asked_about_what_is_ignored(tmp_path: Path) -> None:
    package = read_project(project(tmp_path))
    report = pressmark.validate(package, rules=["cell.bidi"], second_judge=True)
    assert report.valid and report.second is not None
    assert report.second.disagreements is None


def test_release_and_build_ignore_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("release", "build"):
        code, _, err = run(command, project(tmp_path), "--ignore", "cell.enum=x", capsys=capsys)
        assert code == 2 and "No such option" in err
