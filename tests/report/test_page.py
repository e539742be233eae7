"""The report as a page: everything in it, nothing from outside, nothing that a value wrote."""

import re
from html.parser import HTMLParser

from pressmark.report import Report, html
from tests.report.reports import found, hostile, ordinary, report, row


class Seen(HTMLParser):
    """Collects a page's elements, their attributes and its text."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.marked: list[str] = []
        self.text = ""
        self._marking = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self._marking = tag == "mark" or (self._marking and tag in ("bdi", "i"))

    def handle_data(self, data: str) -> None:
        """Keep text, and apart what is marked as wrong."""
        self.text += data
        if self._marking:
            self.marked.append(data)
            self._marking = False


def seen(one: Report) -> Seen:
    """Render a report and read the page."""
    return Seen(html.render(one))


def test_the_page_says_everything() -> None:
    page = html.render(ordinary())
    text = re.sub(r"\s+", " ", Seen(page).text)
    for said in (
        "small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records.",
        "A value is not one of those allowedcell.enum 2",
        "A pattern could not be checkedschema.pattern warning 1",
        "records/laws.csv:2, record 1, field effect",
        '"bann" in effect is not allowed.',
        'Did you mean "ban"?',
        "3 of 4 findings are listed here; the numbers count all.",
        "ab" * 32,
    ):
        assert said in text, said


def test_the_wrong_cell_is_marked_in_its_record() -> None:
    page = seen(report(found(), rows={1: row("de-1", "bann", "2021")}))
    assert page.marked == ["bann"]
    assert ("data-field", "key") in page.attributes and ("data-field", "year") in page.attributes
    assert seen(report(found(), rows={1: row("a", "", "b")})).marked == ["empty"]


def test_without_its_record_the_value_is_marked() -> None:
    assert seen(report(found())).marked == ["bann"]
    assert seen(report(found(value=None))).marked == []


def test_cells_left_out_are_dots() -> None:
    names = tuple(f"f{number}" for number in range(20))
    cells = {1: row(*(["x"] * 20), fields=names)}
    assert html.render(report(found(field="f9"), rows=cells)).count(">…</td>") == 4


def test_choices_are_only_offered_where_there_is_one() -> None:
    page = html.render(report(found()))
    assert "<details" not in page and 'id="r0"' in page
    page = html.render(report(found(), found("key.primary", field="key")))
    assert page.count("<details") == 1
    assert ":root:has(#f1:checked) .found:not(.f1){display:none}" in page
    assert 'class="found r0 t0 f0 error"' in page
    assert 'class="found r1 t0 f1 error"' in page


def test_nothing_found_is_a_verdict_and_what_was_read() -> None:
    page = html.render(report(not_checked=("rule.a",)))
    assert "small 1.0.0 is valid: 1 table, 1,204 records." in page
    assert "Not checked yet: rule.a." in page
    assert "<form" not in page and "Findings" not in page and "records/laws.csv" in page


def test_only_warnings_leave_it_valid() -> None:
    page = html.render(report(found("cell.formula", severity="warning")))
    assert 'class="verdict valid"' in page and "found r0 t0 f0 warning" in page


def test_it_needs_nothing_and_tells_no_time() -> None:
    one = ordinary()
    page = html.render(one)
    assert page == html.render(one)
    assert "0.5" not in Seen(page).text
    names = {name for name, _ in Seen(page).attributes}
    assert not names & {"src", "href", "action", "style", "onclick"}
    assert "http:" not in page and "https:" not in page
    assert "default-src 'none'" in page


def test_a_hostile_text_stays_a_text() -> None:
    page = seen(hostile())
    assert not {"script", "img"} & set(page.tags)
    assert not any(name.startswith("on") for name, _ in page.attributes)
    assert "</script>|`@octocat`\\n##[x]::error::%0A\\x1b[2J\\u202e<img" in page.text
    assert all(each == "\n" or each.isprintable() for each in html.render(hostile()))
    assert len(html.render(hostile())) < 20_000
