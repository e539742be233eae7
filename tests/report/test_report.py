"""What judging found, as a value and as text, JSON and a page."""

import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.report import RENDERINGS, Report, TableReport, choose, html, text
from pressmark.report import json as as_json
from pressmark.report.finding import Finding, Findings, Severity
from pressmark.report.sentences import phrase_place
from pressmark.words import make_visible, phrase_count
from tests.packages import field, fields, report_of, write_package

TABLES = (TableReport("t", "data/t.csv", 1204, 9000, "ab" * 32, 0.12345),)


def finding(rule: str, record: int | None = None, **properties: Any) -> Finding:
    given = {"message": f"{rule} is wrong", "table": "t", "path": "data/t.csv", **properties}
    return Finding(rule, record=record, line=record and record + 1, **given)


def report(*findings: Finding, limit: int = 100, **properties: Any) -> Report:
    found = Findings(limit)
    for each in findings:
        found.add(each)
    chosen = choose(found, ["t", "u"], limit)
    counts = dict(sorted(found.counts.items()))
    return Report("small", "1.0.0", TABLES, counts, found.errors, chosen, **properties)


def warning(rule: str, **properties: Any) -> Finding:
    severity: Severity = "warning"
    return finding(rule, severity=severity, **properties)


# The value


def test_warnings_leave_a_package_valid() -> None:
    one = report(warning("schema.pattern"))
    assert (one.valid, one.errors, one.warnings) == (True, 0, 1)
    two = report(warning("schema.pattern"), finding("cell.type", 1))
    assert (two.valid, two.errors, two.warnings) == (False, 1, 1)


def test_findings_count_all_and_keep_the_first_of_each_rule() -> None:
    found = Findings(2)
    for record in range(1, 6):
        found.add(finding("cell.type", record))
    found.add(finding("key.primary", 9))
    found.count("cell.type", "error", 1000)
    found.count("schema.pattern", "warning", 3)
    assert found.counts == {"cell.type": 1005, "key.primary": 1, "schema.pattern": 3}
    assert found.errors == 1006
    assert [(each.rule, each.record) for each in found.kept] == [
        ("cell.type", 1), ("cell.type", 2), ("key.primary", 9)]  # fmt: skip


def test_a_limit_of_nothing_keeps_nothing() -> None:
    found = Findings(0)
    found.add(finding("cell.type", 1))
    assert (found.kept, found.counts, found.errors) == ([], {"cell.type": 1}, 1)
    assert choose(found, ["t"], 0) == ()


def test_errors_come_first_then_the_order_of_mending_then_the_place() -> None:
    order = [
        finding("file.bytes", table="u"),
        finding("header.extra", 0),
        finding("record.short", 3),
        finding("cell.type", 1, field="a"),
        finding("cell.type", 1, field="b"),
        finding("cell.enum", 2, field="a"),
        finding("cell.type", 2, field="a"),
        finding("cell.type", 1, table="u"),
        finding("key.primary", 1),
        finding("rule.x", None),
        finding("rule.x", 1),
        warning("schema.pattern"),
    ]
    for given in (order, order[::-1]):
        assert list(report(*given).findings) == order


def test_every_rule_is_represented_before_any_is_listed_at_length() -> None:
    many = [finding("cell.type", record) for record in range(1, 51)]
    others = [finding("key.primary", 3), warning("schema.pattern"), finding("rule.x", 1)]
    chosen = report(*many, *others, limit=5).findings
    assert [(each.rule, each.record) for each in chosen] == [
        ("cell.type", 1),
        ("cell.type", 2),
        ("key.primary", 3),
        ("rule.x", 1),
        ("schema.pattern", None),
    ]


# JSON


def test_json_has_the_published_shape() -> None:
    one = finding("cell.enum", 12, field="a", value="x", hint="write y")
    written = json.loads(as_json.render(report(one, not_checked=("rule.r",))))
    assert written == {
        "valid": False,
        "package": {"name": "small", "version": "1.0.0"},
        "tables": [
            {
                "name": "t",
                "path": "data/t.csv",
                "records": 1204,
                "bytes": 9000,
                "sha256": "ab" * 32,
                "seconds": 0.123,
            }
        ],
        "counts": {"cell.enum": 1},
        "findings": [
            {
                "rule": "cell.enum",
                "severity": "error",
                "table": "t",
                "path": "data/t.csv",
                "record": 12,
                "line": 13,
                "field": "a",
                "value": "x",
                "message": "cell.enum is wrong",
                "hint": "write y",
            }
        ],
        "not_checked": ["rule.r"],
    }
    assert list(written)[:5] == ["valid", "package", "tables", "counts", "findings"]
    assert list(written["findings"][0]) == [
        "rule", "severity", "table", "path", "record", "line", "field", "value", "message", "hint"
    ]  # fmt: skip


def test_what_does_not_apply_is_null() -> None:
    (written,) = json.loads(as_json.render(report(Finding("file.missing", "none"))))["findings"]
    assert [name for name, value in written.items() if value is None] == [
        "table", "path", "record", "line", "field", "value", "hint"]  # fmt: skip


def test_json_without_seconds_depends_on_the_data_alone(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a", "integer")), "a\nx\n")})
    first, second = (as_json.render(report_of(path), seconds=False) for _ in range(2))
    assert first == second
    assert "seconds" not in first
    assert "seconds" in as_json.render(report_of(path))


def test_json_keeps_text_as_it_is() -> None:
    rendered = as_json.render(report(finding("cell.type", 1, value="é\u202e\x1b")))
    assert "é" in rendered
    assert "\x1b" not in rendered
    assert json.loads(rendered)["findings"][0]["value"] == "é\u202e\x1b"


# Text


def test_text_groups_what_was_found_by_rule() -> None:
    rendered = text.render(
        report(
            finding("cell.type", 1, field="a", hint="write b"),
            finding("cell.type", 2, field="a"),
            finding("file.missing", table="u", path="data/u.csv"),
            warning("schema.pattern"),
            limit=3,
        )
    )
    assert rendered == (
        "file.missing: 1 finding\n"
        "  data/u.csv\n"
        "    file.missing is wrong\n"
        "\n"
        "cell.type: 2 findings\n"
        "  data/t.csv:2, record 1, field a\n"
        "    cell.type is wrong\n"
        "    write b\n"
        "  and 1 more (--limit lists more)\n"
        "\n"
        "schema.pattern: 1 finding\n"
        "  data/t.csv, warning\n"
        "    schema.pattern is wrong\n"
        "\n"
        "small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records.\n"
    )


def test_text_of_nothing_found_is_one_line() -> None:
    assert text.render(report()) == "small 1.0.0 is valid: 1 table, 1,204 records.\n"
    assert text.render(report(warning("schema.pattern"))).endswith(
        "\nsmall 1.0.0 is valid: 1 table, 1,204 records, 1 warning.\n"
    )


def test_text_counts_even_where_nothing_is_listed() -> None:
    many = [finding("cell.type", record) for record in range(1, 1501)]
    assert text.render(report(*many, limit=0)) == (
        "cell.type: 1,500 findings\n"
        "  and 1,500 more (--limit lists more)\n"
        "\n"
        "small 1.0.0 is not valid: 1,500 errors in 1 table, 1,204 records.\n"
    )


def test_text_says_what_was_not_checked() -> None:
    wrong = report(finding("cell.type", 1), not_checked=("rule.a", "rule.b"))
    assert "Not checked yet: rule.a, rule.b. These rules run once nothing else is wrong.\n" in (
        text.render(wrong)
    )
    assert text.render(report(not_checked=("rule.a",))).startswith(
        "Not checked yet: rule.a. These rules came with the package and run with --trust-rules.\n"
    )


def test_a_finding_without_file_is_the_tables_or_the_packages() -> None:
    assert phrase_place(Finding("rule.x", "m", table="t")) == "t"
    assert phrase_place(Finding("rule.x", "m")) == "the package"


@pytest.mark.parametrize("render", [text.render, html.render])
def test_a_cell_cannot_command_a_terminal_or_turn_a_page(render: Any) -> None:
    evil = "\x1b[2J\u202e\x00\u2028x\n"
    rendered = render(
        report(
            finding("cell.type", 1, message=evil, hint=evil, field=evil, path=evil),
            not_checked=(evil,),
        )
    )
    assert not set(evil.rstrip("\n").replace("x", "").replace("[2J", "")) & set(rendered)
    assert r"\x1b[2J\u202e\x00\u2028x\n" in rendered


def test_what_people_can_see_stays() -> None:
    assert make_visible("é 日本 😀 a-b") == "é 日本 😀 a-b"
    assert make_visible("a\tb\xa0c") == "a\\tb\\xa0c"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 records"), (1, "1 record"), (1204, "1,204 records")]
)
def test_counting_in_words(number: int, said: str) -> None:
    assert phrase_count(number, "record") == said


# Every rendering


def test_equal_reports_are_equal_in_every_rendering() -> None:
    assert {"text", "json", "html"} <= {name for name, _ in RENDERINGS}
    for _, render in RENDERINGS:
        first = render(report(finding("cell.type", 1)))
        assert first == render(report(finding("cell.type", 1)))
        assert first.endswith("\n")
        assert not first.endswith("\n\n")


# The whole way


def test_the_list_is_cut_and_the_counts_are_complete(tmp_path: Path) -> None:
    schema = fields(field("a", "integer"), field("b", constraints={"required": True}))
    path = write_package(tmp_path, {"t": (schema, "a,b\n" + "x,\n" * 200)})
    for limit in (0, 1, 7, 1000):
        found = report_of(path, limit=limit)
        assert found.counts == {"cell.required": 200, "cell.type": 200}
        assert found.errors == 400
        assert len(found.findings) == min(limit, 400)
    seven = report_of(path, limit=7).findings
    assert [(each.record, each.rule) for each in seven] == [
        (1, "cell.required"), (1, "cell.type"), (2, "cell.required"), (2, "cell.type"),
        (3, "cell.required"), (3, "cell.type"), (4, "cell.required")]  # fmt: skip


def test_findings_come_in_the_same_order_every_time(tmp_path: Path) -> None:
    schema = fields(field("a", "integer"), field("b", "date"), primaryKey="a")
    text = "a,b\n" + "".join(f"{n % 50},{n}\nx{n},\n" for n in range(3000))
    path = write_package(tmp_path, {"t": (schema, text)})
    first = report_of(path, limit=500)
    assert report_of(path, limit=500).findings == first.findings
    records = [each.record or 0 for each in first.findings if each.rule == "cell.type"]
    assert records == sorted(records)


def test_tables_come_in_the_order_of_the_package(tmp_path: Path) -> None:
    table = (fields(field("a", "integer")), "a\nx\n")
    found = report_of(write_package(tmp_path, {"z": table, "a": table, "m": table}))
    assert [each.table for each in found.findings] == ["z", "a", "m"]
    assert [(each.name, each.records, each.bytes) for each in found.tables] == [
        ("z", 1, 4), ("a", 1, 4), ("m", 1, 4)]  # fmt: skip
