"""A report where programs and notebooks hold it: in a line, as a table, as a part of a page."""

import re
import sys
from html.parser import HTMLParser

import pytest

from pressmark.errors import ProjectError
from pressmark.report.finding import Finding
from tests.report.reports import HOSTILE, found, hostile, ordinary, report

COLUMNS = ["rule", "severity", "table", "path", "record", "line", "field", "value", "message"]


def test_a_report_says_in_a_line_how_it_came_out() -> None:
    assert repr(report()) == "<Report: small 1.0.0 is valid: 1 table, 1,204 records.>"
    assert repr(ordinary()) == (
        "<Report: small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records.>"
    )
    assert "\n" not in repr(hostile())


def test_findings_are_a_table_with_the_properties_of_the_json() -> None:
    whole = ordinary()
    table = whole.to_arrow()
    assert table.column_names == [*COLUMNS, "hint"]
    assert table.to_pylist() == whole.written()["findings"]
    types = {each.name: str(each.type) for each in table.schema}
    assert {name for name, kind in types.items() if kind == "int64"} == {"record", "line"}
    assert {kind for name, kind in types.items() if name not in ("record", "line")} == {"string"}


def test_a_report_without_findings_is_a_table_without_rows_but_of_the_same_types() -> None:
    empty = report().to_arrow()
    assert empty.num_rows == 0 and empty.schema == ordinary().to_arrow().schema


def test_a_value_that_no_file_can_hold_is_escaped_as_in_json() -> None:
    (row,) = report(found(value="a\udc80b")).to_arrow().to_pylist()
    assert row["value"] == "a\\udc80b"


def test_without_pandas_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ProjectError, match="pip install pandas"):
        report().to_pandas()


def test_with_pandas_numbers_stay_whole_numbers_and_nothing_is_nan() -> None:
    frame = ordinary().to_pandas()
    assert str(frame.dtypes["record"]) == "Int64" and str(frame.dtypes["rule"]) == "string"
    assert frame["record"].isna().tolist() == [True, False, True]
    assert frame["record"][1] == 1 and frame["line"][1] == 2 and frame["hint"][0] == "Mend."


class Tags(HTMLParser):
    """Collects the tags of a piece of HTML, with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        """Read a piece of HTML."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag and its attributes."""
        self.tags.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        """Keep a text, each on lines of its own."""
        self.text += f"{data}\n"


def test_a_notebook_shows_the_verdict_and_the_findings_worst_first() -> None:
    page = Tags(ordinary()._repr_html_())
    assert "small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records." in page.text
    rules = re.findall(r"(?:file|cell|schema)\.[a-z]+$", page.text, re.MULTILINE)
    assert rules == ["file.hash", "cell.enum", "schema.pattern"]
    assert 'Did you mean "ban"?' in page.text
    assert "3 of 4 findings are shown" in page.text


def test_nothing_found_shows_a_verdict_alone() -> None:
    page = Tags(report()._repr_html_())
    assert page.tags == ["div", "p", "strong"] and "is valid" in page.text


@pytest.mark.parametrize("whole", [ordinary(), hostile(), report()])
def test_the_part_of_a_page_brings_nothing_into_the_page_around_it(whole: object) -> None:
    page = Tags(getattr(whole, "_repr_html_")())  # noqa: B009 - notebooks find it by this name
    assert page.attributes == []
    assert set(page.tags) <= {
        "div", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "bdi",
    }  # fmt: skip


def test_texts_of_strangers_stay_texts() -> None:
    page = Tags(hostile()._repr_html_())
    assert "img" not in page.tags and "script" not in page.tags
    assert "<img src=x onerror=alert(1)>" in page.text
    assert "\x1b" not in page.text and "\u202e" not in page.text and HOSTILE not in page.text


def test_of_many_findings_the_first_twenty_are_shown_and_all_counted() -> None:
    many: list[Finding] = [found(record=number) for number in range(1, 51)]
    page = Tags(report(*many)._repr_html_())
    assert page.tags.count("tr") == 21 and "20 of 50 findings are shown" in page.text
