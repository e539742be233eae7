"""The report as workflow commands: at most ten notes, worst first, none that a value wrote."""

from pressmark.report import github
from pressmark.report.not_checked import NotChecked
from tests.report.reports import found, hostile, ordinary, report


def test_notes_stand_beside_their_lines() -> None:
    assert github.render(ordinary()) == (
        "::error file=records/laws.csv,title=file.hash%3A A file is not the one that was described"
        "::The file differs.%0AMend.\n"
        "::error file=records/laws.csv,line=2,"
        "title=cell.enum%3A A value is not one of those allowed"
        '::Record 1: "bann" in effect is not allowed.%0ADid you mean "ban"?\n'
        "::warning file=records/laws.csv,"
        "title=schema.pattern%3A A pattern could not be checked::Not checked.\n"
        "::notice title=Not all is shown::1 more finding not shown here. "
        "small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records.\n"
        "Pressmark: small 1.0.0 is not valid: 3 errors in 1 table, 1,204 records.\n"
    )


def test_a_valid_package_has_no_notes() -> None:
    assert github.render(report()) == ("Pressmark: small 1.0.0 is valid: 1 table, 1,204 records.\n")


def test_what_nobody_checks_is_told() -> None:
    left = NotChecked("weakForeignKeys\n::error", "laws##[x]", "it is a profile's own")
    lines = github.render(report(not_read=(left,))).splitlines()
    assert lines[0] == (
        "Pressmark: Not checked, as it is a profile's own: weakForeignKeys\\n::error (laws## [x])."
    )
    assert len(lines) == 2


def test_only_ten_are_shown_of_every_rule_one() -> None:
    many = [found(record=number) for number in range(1, 100)]
    lines = github.render(report(*many, found("key.primary"))).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error"] * 10 + ["::notice", "Pressmark:"]
    assert "key.primary" in lines[9]
    assert "90 more findings" in lines[10]


def test_files_are_named_from_where_the_command_ran() -> None:
    rendered = github.render(report(found(), place="data/laws"))
    assert rendered.startswith("::error file=data/laws/records/laws.csv,line=2,")
    assert "file=" not in github.render(report(found(path=None)))
    assert "file=" not in github.render(report(found(path="https://example.org/a.csv")))


def test_a_value_writes_no_command() -> None:
    rendered = github.render(hostile())
    first, last = rendered.splitlines()
    assert first.startswith("::error file=</script>|`@octocat`\\n##[x]%3A%3Aerror%3A%3A%250A")
    assert last == "Pressmark: small 1.0.0 is not valid: 1 error in 1 table, 1,204 records."
    properties, message = first.removeprefix("::error ").split("::", 1)
    assert [each.split("=")[0] for each in properties.split(",")] == ["file", "line", "title"]
    assert "\\n##[x]::error::%250A\\x1b[2J\\u202e" in message
    assert all(each == "\n" or each.isprintable() for each in rendered)
