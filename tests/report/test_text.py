"""The report as text: worst first, and below each record a caret under what is wrong."""

import pytest

from pressmark.report import text
from pressmark.report.excerpt import cut_excerpt, measure_width, point_at_cells
from tests.report.reports import HOSTILE, found, hostile, ordinary, report, row


def test_what_is_wrong_stands_in_its_line() -> None:
    assert text.render(ordinary()) == (
        "file.hash: 1 finding\n"
        "  records/laws.csv\n"
        "    The file differs.\n"
        "    Mend.\n"
        "\n"
        "cell.enum: 2 findings\n"
        "  records/laws.csv:2, record 1, field effect\n"
        '    "bann" in effect is not allowed.\n'
        "    | de-1,bann,2021\n"
        "    |      ^^^^\n"
        '    Did you mean "ban"?\n'
        "  and 1 more (--limit lists more)\n"
        "\n"
        "schema.pattern: 1 finding\n"
        "  records/laws.csv, field effect, warning\n"
        "    Not checked.\n"
        "\n"
        "small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records.\n"
    )


def test_the_worst_come_first() -> None:
    order = ["file.hash", "header.extra", "record.short", "cell.type", "cell.enum", "key.primary"]
    last = found("cell.precision", severity="warning")
    findings = [found(rule) for rule in reversed(order)]
    one = report(*findings, found("cell.type", 2), found("rule.x"), last)
    assert one.rules == (*order, "rule.x", "cell.precision")
    assert [each.rule for each in one.worst_first] == [
        *order[:3], "cell.type", "cell.type", *order[4:], "rule.x", "cell.precision"]  # fmt: skip


def test_a_record_without_a_wrong_cell_has_no_caret() -> None:
    rendered = text.render(report(found("rule.x", field=None), rows={1: row("a", "b", "c")}))
    assert "    | a,b,c\n\n" in rendered


@pytest.mark.parametrize(
    ("cells", "line", "carets"),
    [
        (("a", "b", "c"), "a,b,c", "  ^"),
        (("a", "", "c"), "a,,c", "  ^"),
        (("東京", "都", "c"), "東京,都,c", "     ^^"),
        (("e\u0301", "b", "c"), "e\u0301,b,c", "  ^"),
        (('a "b"', "x, y", "c"), '"a ""b""","x, y",c', " " * 10 + "^" * 6),
        (("a", "one\ntwo", "c"), 'a,"one\\ntwo",c', "  ^^^^^^^^^^"),
        (("a", "\x1b[2J", "c"), "a,\\x1b[2J,c", "  ^^^^^^^"),
        (("a", "\u202eb", "c"), "a,\\u202eb,c", "  ^^^^^^^"),
        ((None, "b", None), "b", "^"),
    ],
)
def test_the_caret_stands_under_the_cell(
    cells: tuple[str | None, ...], line: str, carets: str
) -> None:
    assert point_at_cells(row(*cells), found()) == (line, carets)


def test_every_part_of_a_key_has_a_caret() -> None:
    assert point_at_cells(row("a", "b", "c"), found(field="key, year")) == ("a,b,c", "^   ^")
    names = ("key, year", "b", "c")
    assert point_at_cells(row("a", "b", "c", fields=names), found(field="key, year")) == (
        "a,b,c",
        "^",
    )


def test_a_long_record_is_shortened_around_the_cell() -> None:
    names = tuple(f"f{number}" for number in range(1000))
    cells = ["x" * 10_000] * 1000
    cells[500] = "wrong" * 1000
    line, carets = point_at_cells(row(*cells, fields=names), found(field="f500"))
    assert measure_width(line) <= 150
    assert line.startswith("…,xxx") and line.endswith("xx…,…")
    start = line.index("wrong")
    assert carets == " " * start + "^" * 60
    assert line[start : start + 60] == ("wrong" * 12)[:59] + "…"


def test_neighbours_that_were_not_fetched_are_left_out() -> None:
    one = row("a", "b", fields=tuple("abcdef"))
    assert [cell and cell.text for cell in cut_excerpt(one, found(field="b"), 1)] == [
        "a",
        "b",
        None,
    ]


def test_a_hostile_text_moves_no_cursor() -> None:
    rendered = text.render(hostile())
    assert all(each == "\n" or each.isprintable() for each in rendered)
    assert max(map(len, rendered.splitlines())) < 700
    assert len(rendered.splitlines()) == 10
    assert HOSTILE.replace("\n", "\\n").split("\x1b", maxsplit=1)[0] in rendered


def test_nothing_found_is_one_line() -> None:
    assert text.render(report()) == "small 1.0.0 is valid: 1 table, 1,204 records.\n"
    warned = report(found("cell.formula", severity="warning"))
    assert text.render(warned).endswith("is valid: 1 table, 1,204 records, 1 warning.\n")


def test_where_nothing_is_listed_warnings_still_come_last() -> None:
    warning = found("cell.formula", severity="warning")
    assert text.render(report(warning, found("rule.x"), limit=0)) == (
        "rule.x: 1 finding\n"
        "  and 1 more (--limit lists more)\n"
        "\n"
        "cell.formula: 1 finding\n"
        "  and 1 more (--limit lists more)\n"
        "\n"
        "small 1.0.0 is not valid: 1 error in 1 table, 1,204 records.\n"
    )
