"""The report as Markdown: a summary of a job, in which no value is markup."""

from markdown_it import MarkdownIt

from pressmark.report import markdown
from tests.report.reports import found, hostile, ordinary, report


def test_the_summary_of_a_job() -> None:
    assert markdown.render(ordinary()) == (
        "## small 1.0.0 is not valid&#58; 3 errors in 1 table, 1,204 records.\n"
        "\n"
        "| what is wrong | rule | kind | findings |\n"
        "|---|---|---|---:|\n"
        "| A file is not the one that was described | <code>file.hash</code> | error | 1 |\n"
        "| A value is not one of those allowed | <code>cell.enum</code> | error | 2 |\n"
        "| A pattern could not be checked | <code>schema.pattern</code> | warning | 1 |\n"
        "\n"
        "| where | value | what is wrong | what would be right |\n"
        "|---|---|---|---|\n"
        "| records/laws.csv | <code>00</code> | The file differs. | Mend. |\n"
        "| records/laws.csv&#58;2, record 1, field effect | <code>bann</code> "
        "| &#34;bann&#34; in effect is not allowed. | Did you mean &#34;ban&#34;? |\n"
        "| records/laws.csv, field effect, warning | <code>&#40;?=a&#41;</code> "
        "| Not checked. |  |\n"
        "\n"
        "1 more finding not shown here.\n"
    )


def test_nothing_found_is_one_heading() -> None:
    assert markdown.render(report()) == "## small 1.0.0 is valid&#58; 1 table, 1,204 records.\n"


def test_at_most_fifty_are_shown_of_every_rule_one() -> None:
    many = [found(record=number) for number in range(1, 100)]
    rendered = markdown.render(report(*many, found("key.primary"), found(value="", record=200)))
    assert rendered.count("\n| records") == 50
    assert "51 more findings not shown here." in rendered
    assert rendered.count("key.primary") == 1


def test_an_empty_value_is_said_to_be_empty() -> None:
    assert "| (empty) |" in markdown.render(report(found(value="")))
    assert "1 |  | x |" in markdown.render(report(found(value=None, message="x", field=None)))


def test_a_hostile_text_is_shown_letter_by_letter() -> None:
    rendered = markdown.render(hostile())
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(rendered)
    assert page.count("<tr>") == 4
    for markup in ("<script", "<img", "<a ", "@octocat", "</script", "<h1"):
        assert markup not in page
    assert "&lt;/script&gt;|`@\u200boctocat`\\n##[x]::error::%0A\\x1b[2J\\u202e" in page
    assert all(each == "\n" or each.isprintable() for each in rendered)


def test_addresses_are_not_linked() -> None:
    assert markdown.escape_text("www.x.org https://x") == "www&#46;x.org https&#58;//x"
