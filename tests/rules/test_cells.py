"""What a single cell must satisfy: exactly these findings, in exactly these places."""

import re
from pathlib import Path
from typing import Any

import pytest

from pressmark.report.phrases import phrase_fault, phrase_hint
from pressmark.report.rules import RULES
from pressmark.rules import CELL_RULES
from pressmark.words import find_nearest
from tests.packages import field, fields, judged_cells, report_of, write_package

Place = tuple[str, int | None, str | None, str | None]


def messages(folder: Path, schema: dict[str, Any], text: str) -> list[tuple[str, str | None]]:
    report = report_of(write_package(folder, {"t": (schema, text)}))
    return [(finding.message, finding.hint) for finding in report.findings]


def allowing(*kinds: str) -> dict[str, Any]:
    own: dict[str, Any] = {"pressmark:allow": list(kinds)}
    return field("a", **own)


def test_a_finding_says_everything(tmp_path: Path) -> None:
    schema = fields(field("effect", constraints={"enum": ["prohibition", "permit"]}), field("b"))
    path = write_package(tmp_path, {"t": (schema, 'effect,b\npermit,"x\ny"\nprohibitoin,\n')})
    (finding,) = report_of(path).findings
    assert finding.written() == {
        "rule": "cell.enum",
        "severity": "error",
        "table": "t",
        "path": "t.csv",
        "record": 2,
        "line": 4,
        "field": "effect",
        "value": "prohibitoin",
        "message": '"prohibitoin" in effect is not one of the values allowed there.',
        "hint": 'Did you mean "prohibition"? Otherwise write one of "prohibition", "permit".',
    }


@pytest.mark.parametrize(
    ("held", "cells", "wrong"),
    [
        (
            field("a", "integer"),
            ["1", "x", "", "2.0"],
            [("cell.type", 2, "x"), ("cell.type", 4, "2.0")],
        ),
        (field("a", "number"), ["1.5", "NaN", "nan"], [("cell.type", 3, "nan")]),
        (field("a", "boolean"), ["true", "t"], [("cell.type", 2, "t")]),
        (field("a", "date"), ["2021-02-28", "2021-02-30"], [("cell.type", 2, "2021-02-30")]),
        (field("a", "time"), ["10:00:00", "10:00"], [("cell.type", 2, "10:00")]),
        (
            field("a", "datetime"),
            ["2021-01-01T10:00:00", "2021-01-01 10:00:00"],
            [("cell.type", 2, "2021-01-01 10:00:00")],
        ),
        (field("a", "year"), ["2021", "21"], [("cell.type", 2, "21")]),
        (field("a", "yearmonth"), ["2021-01", "2021-13"], [("cell.type", 2, "2021-13")]),
        (field("a", format="email"), ["a@b.c", "ab"], [("cell.type", 2, "ab")]),
        (field("a"), ["1", "x"], []),
        (field("a", "any"), ["1", "x"], []),
        (field("a", constraints={"required": True}), ["x", ""], [("cell.required", 2, "")]),
        (field("a", constraints={"required": False}), ["x", ""], []),
        (field("a", constraints={"minLength": 2}), ["é😀", "é", ""], [("cell.min_length", 2, "é")]),
        (
            field("a", constraints={"maxLength": 2}),
            ["é😀", "abc", ""],
            [("cell.max_length", 2, "abc")],
        ),
        (
            field("a", constraints={"minLength": 0, "maxLength": 0}),
            ["a"],
            [("cell.max_length", 1, "a")],
        ),
        (
            field("a", "integer", constraints={"minimum": 9}),
            ["9", "10", "8", ""],
            [("cell.minimum", 3, "8")],
        ),
        (
            field("a", "integer", constraints={"maximum": "9"}),
            ["9", "10", "8"],
            [("cell.maximum", 2, "10")],
        ),
        (
            field("a", "integer", constraints={"exclusiveMinimum": 9}),
            ["9", "10"],
            [("cell.exclusive_minimum", 1, "9")],
        ),
        (
            field("a", "integer", constraints={"exclusiveMaximum": 9}),
            ["9", "8"],
            [("cell.exclusive_maximum", 1, "9")],
        ),
        (
            field("a", "number", constraints={"minimum": 0.5}),
            ["0.5", ".4", "INF", "-INF", "NaN"],
            [("cell.minimum", 2, ".4"), ("cell.minimum", 4, "-INF"), ("cell.minimum", 5, "NaN")],
        ),
        (
            field("a", "number", constraints={"maximum": 1}),
            ["1.0", "1.1", "NaN", "1e400"],
            [
                ("cell.maximum", 2, "1.1"),
                ("cell.maximum", 3, "NaN"),
                ("cell.maximum", 4, "1e400"),
                ("cell.precision", 4, "1e400"),
            ],
        ),
        (
            field("a", "date", constraints={"minimum": "2021-01-01"}),
            ["2021-01-01", "2020-12-31"],
            [("cell.minimum", 2, "2020-12-31")],
        ),
        (
            field("a", "datetime", constraints={"maximum": "2021-01-01T00:00:00Z"}),
            ["2021-01-01T00:00:00", "2021-01-01T01:00:00+02:00", "2021-01-01T00:00:01"],
            [("cell.maximum", 3, "2021-01-01T00:00:01")],
        ),
        (
            field("a", "year", constraints={"minimum": "0900"}),
            ["0900", "0899", "21"],
            [("cell.minimum", 2, "0899"), ("cell.type", 3, "21")],
        ),
        (
            field("a", "date", constraints={"minimum": "2021-01-01", "enum": ["2021-01-01"]}),
            ["epoch"],
            [("cell.type", 1, "epoch")],
        ),
        (
            field("a", "integer", constraints={"minimum": 9, "enum": [9]}),
            ["1.7"],
            [("cell.type", 1, "1.7")],
        ),
        (
            field("a", "yearmonth", constraints={"exclusiveMaximum": "2021-10"}),
            ["2021-09", "2021-10"],
            [("cell.exclusive_maximum", 2, "2021-10")],
        ),
        (
            field("a", "time", constraints={"minimum": "09:00:00"}),
            ["10:00:00", "08:59:59"],
            [("cell.minimum", 2, "08:59:59")],
        ),
        (
            field("a", constraints={"pattern": "a|b"}),
            ["a", "ax", "b", ""],
            [("cell.pattern", 2, "ax")],
        ),
        (
            field("a", constraints={"pattern": "^[a-z]+$"}),
            ["abc", "ab1"],
            [("cell.pattern", 2, "ab1")],
        ),
        (
            field("a", constraints={"pattern": "(a+)+"}),
            ["a" * 29 + "!"],
            [("cell.pattern", 1, "a" * 29 + "!")],
        ),
        (
            field("a", "integer", constraints={"pattern": "[0-9]{3}"}),
            ["007", "7"],
            [("cell.pattern", 2, "7")],
        ),
        (
            field("a", constraints={"enum": ["x", "it's"]}),
            ["x", "it's", "X", ""],
            [("cell.enum", 3, "X")],
        ),
        (
            field("a", "integer", constraints={"enum": [1, "2"]}),
            ["01", "2", "3"],
            [("cell.enum", 3, "3")],
        ),
        (
            field("a", "number", constraints={"enum": [1.0]}),
            ["1", "1.00", "2"],
            [("cell.enum", 3, "2")],
        ),
        (
            field("a", "boolean", constraints={"enum": [True]}),
            ["true", "1", "0"],
            [("cell.enum", 3, "0")],
        ),
        (
            field("a", "boolean", constraints={"enum": ["true"]}),
            ["1", "false"],
            [("cell.enum", 2, "false")],
        ),
        (
            field("a", "any", constraints={"enum": [True]}),
            ["true", "True"],
            [("cell.enum", 2, "True")],
        ),
        (
            field("a", "date", constraints={"enum": ["2021-01-01"]}),
            ["2021-01-01", "2021-01-02"],
            [("cell.enum", 2, "2021-01-02")],
        ),
        (
            field("a", categories=["x", {"value": "y", "label": "Why"}]),
            ["x", "y", "Why"],
            [("cell.category", 3, "Why")],
        ),
        (field("a", "integer", categories=[1, 2]), ["1", "02", "3"], [("cell.category", 3, "3")]),
        (
            field("a", categories=["x", "y"], constraints={"enum": ["x"]}),
            ["x", "y"],
            [("cell.enum", 2, "y")],
        ),
        (
            field("a"),
            ["a\tb", "a\x0bb", "a\x7fb", "a\x85b"],
            [
                ("cell.control", 2, "a\x0bb"),
                ("cell.control", 3, "a\x7fb"),
                ("cell.control", 4, "a\x85b"),
            ],
        ),
        (
            field("a"),
            ["a\u202eb", "a\u200bb", "\u2066x", "a\u061cb", "a\ufeffb", "é ü"],
            [
                ("cell.bidi", 1, "a\u202eb"),
                ("cell.bidi", 2, "a\u200bb"),
                ("cell.bidi", 3, "\u2066x"),
                ("cell.bidi", 4, "a\u061cb"),
                ("cell.bidi", 5, "a\ufeffb"),
            ],
        ),
        (allowing("bidi"), ["a\u200db", "a\x01b"], [("cell.control", 2, "a\x01b")]),
        (allowing("control", "bidi"), ["a\u200db", "a\x01b"], []),
        (allowing(), ["a\x01b"], [("cell.control", 1, "a\x01b")]),
    ],
)
def test_a_cell_is_wrong_where_it_is_and_nowhere_else(
    held: dict[str, Any], cells: list[str], wrong: list[tuple[str, int, str]], tmp_path: Path
) -> None:
    text = "a,b\n" + "".join(f'"{cell}",\n' for cell in cells)
    found = judged_cells(tmp_path, fields(held, field("b")), text)
    assert found == [(rule, record, "a", value) for rule, record, value in wrong]


def test_a_table_of_which_nothing_is_asked_is_valid(tmp_path: Path) -> None:
    assert judged_cells(tmp_path, fields(allowing("control", "bidi")), "a\n\x01\n") == []


def test_every_cell_rule_is_one_of_the_list() -> None:
    names = [each.rule.id for each in CELL_RULES]
    assert len(set(names)) == len(names)
    asked = {rule.id for rule in RULES if rule.kind == "cell"}
    # Reading itself finds the one; the other is of files without a schema.
    assert set(names) == asked - {"cell.too_large", "cell.unlike"}


@pytest.mark.parametrize(
    ("held", "cell", "message", "hint"),
    [
        (
            field("a", "integer"),
            "x",
            '"x" in a is not a whole number.',
            "Write a whole number, such as 42.",
        ),
        (
            field("a", "integer"),
            " 3",
            '" 3" in a is not a whole number.',
            'Did you mean "3"? Otherwise write a whole number, such as 42.',
        ),
        (
            field("a", "integer"),
            "\uff13",
            '"\uff13" in a is not a whole number.',
            'Did you mean "3"? Otherwise write a whole number, such as 42.',
        ),
        (
            field("a", "integer"),
            "1,5",
            '"1,5" in a is not a whole number.',
            "Write a whole number, such as 42.",
        ),
        (
            field("a", "integer"),
            "31/12/2021",
            '"31/12/2021" in a is not a whole number.',
            "Write a whole number, such as 42.",
        ),
        (
            field("a", "number"),
            "10,000",
            (
                '"10,000" in a is not a number: if "," divides thousands, the field says so as '
                "groupChar."
            ),
            "Write a number, such as 3.5.",
        ),
        (
            field("a", "integer"),
            "82.792",
            '"82.792" in a is not a whole number.',
            "Write a whole number, such as 42.",
        ),
        (
            field("a", "number", decimalChar=","),
            "1.234",
            (
                '"1.234" in a is not a number: if "." divides thousands, the field says so as '
                "groupChar."
            ),
            "Write a number, such as 3,5.",
        ),
        (
            field("a", "number"),
            "nan",
            '"nan" in a is not a number: if it stands for no value, missingValues lists it.',
            "Write a number, such as 3.5.",
        ),
        (
            field("a", "date"),
            "N/A",
            '"N/A" in a is not a date: if it stands for no value, missingValues lists it.',
            "Write a date as YYYY-MM-DD.",
        ),
        (
            field("a", "boolean"),
            "None",
            (
                '"None" in a is neither true nor false: if it stands for no value, missingValues '
                "lists it."
            ),
            'Write "true" or "false".',
        ),
        (
            field("a", "number"),
            "95%",
            (
                '"95%" in a is not a number alone: if it may hold more, the field says '
                '"bareNumber": false.'
            ),
            "Write a number, such as 3.5.",
        ),
        (
            field("a", "number", constraints={"maximum": 5}),
            "NaN",
            '"NaN" in a is neither above nor below 5.',
            "Write at most 5.",
        ),
        (
            field("a", "datetime"),
            "2022-06-15T09:32:07.000+0000",
            '"2022-06-15T09:32:07.000+0000" in a is not a date with a time.',
            (
                'Did you mean "2022-06-15T09:32:07.000+00:00"? Otherwise write a date and time as '
                "YYYY-MM-DDThh:mm:ss."
            ),
        ),
        (
            field("a", "datetime"),
            "2022-06-15 09:32:07-0530",
            '"2022-06-15 09:32:07-0530" in a is not a date with a time.',
            (
                'Did you mean "2022-06-15T09:32:07-05:30"? Otherwise write a date and time as '
                "YYYY-MM-DDThh:mm:ss."
            ),
        ),
        (
            field("a", "number"),
            "1,5",
            '"1,5" in a is not a number.',
            'Did you mean "1.5"? Otherwise write a number, such as 3.5.',
        ),
        (
            field("a", "number", decimalChar=","),
            " 1.5",
            '" 1.5" in a is not a number.',
            'Did you mean "1,5"? Otherwise write a number, such as 3,5.',
        ),
        (
            field("a", "number"),
            "1,234,567.5",
            '"1,234,567.5" in a is not a number.',
            'Did you mean "1234567.5"? Otherwise write a number, such as 3.5.',
        ),
        (
            field("a", "integer"),
            "1,234",
            (
                '"1,234" in a is not a whole number: if "," divides thousands, the field says so '
                "as groupChar."
            ),
            "Write a whole number, such as 42.",
        ),
        (
            field("a", "integer"),
            "1 234",
            '"1 234" in a is not a whole number.',
            'Did you mean "1234"? Otherwise write a whole number, such as 42.',
        ),
        (
            field("a", "date"),
            "2021-31-12",
            '"2021-31-12" in a names a day that the calendar does not have.',
            'Did you mean "2021-12-31"? Otherwise write a date as YYYY-MM-DD.',
        ),
        (
            field("a", "date"),
            "03/04/2021",
            '"03/04/2021" in a is not a date.',
            "Write a date as YYYY-MM-DD.",
        ),
        (
            field("a", "date"),
            "3.4.2021",
            '"3.4.2021" in a is not a date.',
            'Did you mean "2021-04-03"? Otherwise write a date as YYYY-MM-DD.',
        ),
        (
            field("a", "date", format="%d/%m/%Y"),
            "2021-12-31",
            '"2021-12-31" in a is not a date.',
            (
                'Did you mean "31/12/2021"? '
                "Otherwise write a date of the form %d/%m/%Y, such as 31/01/2021."
            ),
        ),
        (
            field("a", "date", format="any"),
            "03/04/2021",
            '"03/04/2021" in a is not a date.',
            "Write a date as YYYY-MM-DD, or so that it can be read in one way only.",
        ),
        (
            field("a", "geopoint"),
            "91",
            '"91" in a is not a point of longitude and latitude.',
            'Write longitude and latitude, such as "13.4, 52.5".',
        ),
        (
            field("a", "list", itemType="integer", delimiter=";"),
            "1;x",
            '"1;x" in a is not a list of whole numbers.',
            'Write whole numbers with ";" between them.',
        ),
        (
            field("a", "array", constraints={"minLength": 2}),
            "[1]",
            '"[1]" in a holds fewer than 2 items.',
            "Write at least 2 items.",
        ),
        (
            field("a", "object", constraints={"maxLength": 0}),
            "{''a'': 1}".replace("''", '""'),
            '"{"a": 1}" in a holds more than 0 members.',
            "Write at most 0 members.",
        ),
        (
            field("a", "object", constraints={"jsonSchema": {"properties": {"a": {"minimum": 2}}}}),
            '{""a"": 1}',
            '"{"a": 1}" in a does not satisfy its jsonSchema at a: {"minimum": 2}.',
            "Write JSON that the field's jsonSchema allows.",
        ),
        (
            field("a"),
            "=1+2",
            '"=1+2" in a would run as a formula in a spreadsheet.',
            'Write a word before it, or allow it with "pressmark:allow": ["formula"] in the field.',
        ),
        (
            field("a", "integer"),
            "9" * 20,
            f'"{"9" * 20}" in a does not fit into 64 bits, so the whole column is stored as text.',
            "Leave it, for nothing is lost; or shorten it if it is meant to be counted with.",
        ),
        (
            field("a", "date"),
            "31/12/2021",
            '"31/12/2021" in a is not a date.',
            'Did you mean "2021-12-31"? Otherwise write a date as YYYY-MM-DD.',
        ),
        (
            field("a", "date"),
            "12.31.2021",
            '"12.31.2021" in a is not a date.',
            'Did you mean "2021-12-31"? Otherwise write a date as YYYY-MM-DD.',
        ),
        (
            field("a", "date"),
            "31/02/2021",
            '"31/02/2021" in a is not a date.',
            "Write a date as YYYY-MM-DD.",
        ),
        (
            field("a", "date"),
            "2021-02-30",
            '"2021-02-30" in a names a day that the calendar does not have.',
            "Write a date as YYYY-MM-DD.",
        ),
        (
            field("a", "datetime"),
            "2021-01-01 10:00:00",
            '"2021-01-01 10:00:00" in a is not a date with a time.',
            (
                'Did you mean "2021-01-01T10:00:00"? '
                "Otherwise write a date and time as YYYY-MM-DDThh:mm:ss."
            ),
        ),
        (
            field("a", "boolean", trueValues=["yes"], falseValues=["no"]),
            "Yes",
            '"Yes" in a is neither true nor false.',
            'Did you mean "yes"? Otherwise write "yes" or "no".',
        ),
        (
            field("a", "year"),
            "9" * 30,
            f'"{"9" * 30}" in a is not a year.',
            "Write a year of four digits.",
        ),
        (
            field("a", format="email"),
            "x",
            '"x" in a is not an e-mail address.',
            "Write an e-mail address, such as name@example.org.",
        ),
        (
            field("a", constraints={"required": True}),
            "",
            "The cell in a is empty, but the field is required.",
            "Write a value.",
        ),
        (
            field("a", constraints={"minLength": 3}),
            "xy",
            '"xy" in a is shorter than 3 characters.',
            "Write at least 3 characters.",
        ),
        (
            field("a", constraints={"maxLength": 3}),
            "wxyz",
            '"wxyz" in a is longer than 3 characters.',
            "Write at most 3 characters.",
        ),
        (
            field("a", "integer", constraints={"minimum": 3}),
            "2",
            '"2" in a is below the minimum 3.',
            "Write at least 3.",
        ),
        (
            field("a", "integer", constraints={"maximum": 3}),
            "4",
            '"4" in a is above the maximum 3.',
            "Write at most 3.",
        ),
        (
            field("a", "integer", constraints={"exclusiveMinimum": 3}),
            "3",
            '"3" in a is not above 3.',
            "Write more than 3.",
        ),
        (
            field("a", "integer", constraints={"exclusiveMaximum": 3}),
            "3",
            '"3" in a is not below 3.',
            "Write less than 3.",
        ),
        (
            field("a", constraints={"pattern": "[a-z]"}),
            "1",
            '"1" in a does not have the form that the field asks for.',
            "Write text that matches the pattern [a-z].",
        ),
        (
            field(
                "a", constraints={"pattern": "[a-z]"}, **{"pressmark:patternHelp": "write a letter"}
            ),
            "1",
            '"1" in a does not have the form that the field asks for.',
            "Write a letter.",
        ),
        (
            field("a", constraints={"enum": [str(n) for n in range(10)]}),
            "x",
            '"x" in a is not one of the values allowed there.',
            'Write one of "0", "1", "2", "3", "4", "5", "6", "7" and 2 more.',
        ),
        (
            field("a"),
            "a\x01b",
            (
                '"a\x01b" in a holds U+0001 (a control character) as character 2, '
                "which nobody can see."
            ),
            'Take it out, or allow it with "pressmark:allow": ["control"] in the field.',
        ),
        (
            field("a"),
            "a\u202eb",
            (
                '"a\u202eb" in a holds U+202E (RIGHT-TO-LEFT OVERRIDE) as character 2, '
                "which nobody can see."
            ),
            'Take it out, or allow it with "pressmark:allow": ["bidi"] in the field.',
        ),
    ],
)
def test_a_message_says_what_is_wrong_and_what_would_be_right(
    held: dict[str, Any], cell: str, message: str, hint: str, tmp_path: Path
) -> None:
    text = f'a,b\n"{cell}",\n'
    assert messages(tmp_path, fields(held, field("b")), text) == [(message, hint)]


@pytest.mark.parametrize(
    ("held", "cell", "meant"),
    [
        (field("a", "integer"), "3.0", "3"),
        (field("a", "integer"), "1.234.567", "1234567"),
        (field("a", "integer"), "1.234", None),
        (field("a", "number"), "1.234,5", "1234.5"),
        (field("a", "number"), "1.234.567", "1234567"),
        (field("a", "number"), "-1'234.5", "-1234.5"),
        (field("a", "number"), "1,234", None),
        (field("a", "number"), "1,2345", "1.2345"),
        (field("a", "number", decimalChar=","), "1,234.5", "1234,5"),
        (field("a", "number", decimalChar=","), "1.234,5", "1234,5"),
        (field("a", "number"), "a,5", None),
        (field("a", "boolean"), "YES", "true"),
        (field("a", "boolean"), "nein", "false"),
        (field("a", "boolean"), "tRUE", "true"),
        (field("a", "boolean", trueValues=["ja"], falseValues=["nein"]), "TRUE", "ja"),
        (field("a", "boolean", trueValues=["ja"], falseValues=["nein"]), "0", "nein"),
        (field("a", "boolean"), "perhaps", None),
        (field("a", "date"), "44561", "2021-12-31"),
        (field("a", "date"), "44561.0", "2021-12-31"),
        (field("a", "date"), "2021", None),
        (field("a", "date"), "20211231", "2021-12-31"),
        (field("a", "date"), "2021-12-31T00:00:00", "2021-12-31"),
        (field("a", "date"), "31.12.2021 00:00", "2021-12-31"),
        (field("a", "date"), "2021-12-31 10:00:00", None),
        (field("a", "time"), "9:30", "09:30:00"),
        (field("a", "time"), "25:00", None),
        (field("a", constraints={"enum": ["ban", "permit"]}), " PERMIT", "permit"),
        (field("a", constraints={"enum": ["city-wide", "state"]}), "City wide", "city-wide"),
        (field("a", categories=[{"value": "y", "label": "Why"}, "n"]), "why", "y"),
        (field("a", "integer", categories=[{"value": 1, "label": "low"}, 2]), "Low", None),
    ],
)
def test_what_was_probably_meant_is_said(
    held: dict[str, Any], cell: str, meant: str | None, tmp_path: Path
) -> None:
    """Another decimal character, a swapped day, a word for true, a serial number, other case."""
    ((_, hint),) = messages(tmp_path, fields(held, field("b")), f'a,b\n"{cell}",\n')
    found = re.match('Did you mean "(.*)"[?] Otherwise ', hint or "")
    assert (found and found[1]) == meant


@pytest.mark.parametrize(
    ("held", "cell", "said_of_it"),
    [
        (field("a", "date"), "2021-02-29", '"2021-02-29" in a names a day that the calendar'),
        (field("a", "datetime"), "2021-02-29T10:00:00", "names a day that the calendar"),
        (field("a", "datetime"), "2021-02-28T10:00", "is not a date with a time."),
        (field("a", title="Name", constraints={"required": True}), "",
         'The cell in a is empty, but the field "Name" is required.'),
        (field("a", constraints={"pattern": "[A-Z]{2}"}, example="AB"), "x",
         'Write text such as "AB" (the pattern is [A-Z]{2}).'),
        (field("a", categories=[{"value": "y", "label": "Why"}, "n"]), "z",
         'Write one of "y" (Why), "n".'),
        (field("a"), "ab\u200b", "holds U+200B (ZERO WIDTH SPACE) as character 3"),
        (field("a", constraints={"minLength": 1}, missingValues=[]), "",
         "The cell in a is shorter than 1 character."),
        (field("the size", "number"), "x", '"x" in "the size" is not a number.'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_closely(
    held: dict[str, Any], cell: str, said_of_it: str, tmp_path: Path
) -> None:
    found = messages(tmp_path, fields(held, field("b")), f'{held["name"]},b\n"{cell}",\n')
    assert any(said_of_it in (part or "") for parts in found for part in parts)


def test_a_missing_part_of_the_primary_key_is_required(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b"), primaryKey=["a", "b"], missingValues=["", "NA"])
    report = report_of(write_package(tmp_path, {"t": (schema, "a,b\nx,\nNA,y\nx,y\n")}))
    assert [(each.record, each.field, each.message) for each in report.findings] == [
        (1, "b", "The cell in b is empty, but the field belongs to the primary key."),
        (2, "a", '"NA" in a stands for no value, but the field belongs to the primary key.'),
    ]


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ({}, [("cell.type", 2, "a", "NA"), ("cell.type", 3, "a", "-")]),
        ({"missingValues": ["NA"]}, [("cell.type", 1, "a", ""), ("cell.type", 3, "a", "-")]),
        ({"missingValues": ["", "NA", "-"]}, []),
        (
            {"missingValues": [{"value": "-", "label": "none"}, {"value": ""}]},
            [("cell.type", 2, "a", "NA")],
        ),
        (
            {"missingValues": []},
            [("cell.type", 1, "a", ""), ("cell.type", 2, "a", "NA"), ("cell.type", 3, "a", "-")],
        ),
    ],
)
def test_missing_values_of_the_schema_are_no_values(
    schema: dict[str, Any], wrong: list[Place], tmp_path: Path
) -> None:
    text = "a,b\n,\nNA,\n-,\n"
    assert (
        judged_cells(tmp_path, fields(field("a", "integer"), field("b"), **schema), text) == wrong
    )


def test_missing_values_of_a_field_stand_in_place_of_the_schemas(tmp_path: Path) -> None:
    schema = fields(
        field("a", "integer", missingValues=["-"]),
        field("b", "integer"),
        field("c", "integer", missingValues=[]),
        missingValues=["NA"],
    )
    assert judged_cells(tmp_path, schema, "a,b,c\n-,NA,1\nNA,-,NA\n") == [
        ("cell.type", 2, "a", "NA"),
        ("cell.type", 2, "b", "-"),
        ("cell.type", 2, "c", "NA"),
    ]


def test_an_empty_text_may_be_a_value_with_constraints(tmp_path: Path) -> None:
    held = field("a", constraints={"minLength": 1, "required": True}, missingValues=[])
    assert judged_cells(tmp_path, fields(held, field("b")), "a,b\n,\n") == [
        ("cell.min_length", 1, "a", "")
    ]


def test_fields_that_differ_in_case_are_two_fields(tmp_path: Path) -> None:
    schema = fields(field("a", "integer"), field("A", "date"))
    assert judged_cells(tmp_path, schema, "a,A\n1,2021-01-01\n2021-01-01,1\n") == [
        ("cell.type", 2, "A", "1"),
        ("cell.type", 2, "a", "2021-01-01"),
    ]


@pytest.mark.parametrize("name", ['a "b"', "it's", "ä é", "select", "a;b", "{0}", "😀", "c1", "w1"])
def test_a_field_may_have_any_name(name: str, tmp_path: Path) -> None:
    header = name.replace('"', '""')
    found = judged_cells(
        tmp_path, fields(field(name, "integer"), field("b")), f'"{header}",b\nx,\n1,\n'
    )
    assert found == [("cell.type", 1, name, "x")]


def test_a_table_may_have_one_column(tmp_path: Path) -> None:
    assert judged_cells(tmp_path, fields(field("a", "integer")), 'a\n1\nx\n""\n') == [
        ("cell.type", 2, "a", "x")
    ]


def test_an_empty_table_is_valid(tmp_path: Path) -> None:
    schema = fields(field("a", "integer", constraints={"required": True}), primaryKey="a")
    assert judged_cells(tmp_path, schema, "a\n") == []


def test_a_column_that_the_file_lacks_is_missing_once(tmp_path: Path) -> None:
    schema = fields(field("a"), field("b", constraints={"required": True}))
    found = judged_cells(tmp_path, schema, "a\nx\ny\n")
    assert found == [("header.missing", None, "b", None)]


def test_one_cell_may_break_several_rules(tmp_path: Path) -> None:
    held = field("a", constraints={"maxLength": 1, "pattern": "[a-z]*", "enum": ["x"]})
    assert judged_cells(tmp_path, fields(held), "a\nAB\n") == [
        ("cell.enum", 1, "a", "AB"),
        ("cell.max_length", 1, "a", "AB"),
        ("cell.pattern", 1, "a", "AB"),
    ]


def test_a_long_cell_is_shortened_in_its_finding(tmp_path: Path) -> None:
    schema = fields(field("a", constraints={"maxLength": 5}))
    report = report_of(write_package(tmp_path, {"t": (schema, "a\n" + "x" * 5000 + "\n")}))
    (finding,) = report.findings
    assert finding.value == "x" * 1000
    assert finding.message == f'"{"x" * 59}…" in a is longer than 5 characters.'


def test_nothing_is_guessed_from_the_beginning_of_a_cell(tmp_path: Path) -> None:
    schema = fields(field("a", "integer"), field("b"))
    ((_, short), (_, long)) = messages(tmp_path, schema, f"a,b\n 3,\n {'9' * 2000},\n")
    assert (short or "").startswith('Did you mean "3"?')
    assert long == "Write a whole number, such as 42."


def test_of_many_words_only_the_same_one_is_found() -> None:
    many = [f"word {number}" for number in range(2000)]
    assert find_nearest("WORD-7", many) == "word 7"
    assert find_nearest("wrd 7", many) is None
    assert find_nearest("wrd 7", many[:10]) == "word 7"
    assert find_nearest("x" * 1000, ["x" * 1000]) is None


def test_sentences() -> None:
    assert phrase_fault("", ("a",), "is empty") == "The cell in a is empty."
    assert phrase_fault("x" * 60, ("a",), "is long") == f'"{"x" * 60}" in a is long.'
    assert phrase_fault("x" * 61, ("a",), "is long") == f'"{"x" * 59}…" in a is long.'
    assert phrase_fault("x, y", ("a", "to b"), "is it") == '"x, y" in a and "to b" is it.'
    assert phrase_hint(None, "write x") == "Write x."
    assert phrase_hint("y", "write x") == 'Did you mean "y"? Otherwise write x.'
