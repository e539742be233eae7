"""What a cell of text may hold: nothing that people cannot see, nothing that runs."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from pressmark import sql
from pressmark.field_types import Column
from pressmark.package.own import ALLOW
from pressmark.package.own_values import Character
from pressmark.package.schema import OF_TEXT
from pressmark.report.rules import CELL_BIDI, CELL_CONTROL, CELL_FORMULA
from pressmark.rules.rule import CellRule, ColumnCheck, Suspect
from pressmark.rules.spreadsheet import MARK, explain_left_behind, find_kept_text

CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}]"
BIDI = r"[\x{061C}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]"
INVISIBLE = Suspect(
    anywhere=bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xC2, 0xD8, 0xE2, 0xEF))
)
"""In UTF-8 every invisible character is or begins with one of these; so do some visible ones."""
FORMULA = Suspect(first=b"=+-@\t")
CODE = re.compile(r"\\x\{([0-9A-F]+)\}")
HARMLESS = r"[+-]?[0-9., ()/%-]*|[+-]?[0-9.,]+[eE][+-]?[0-9]+|[-+@][\s].*|[-+@]{2,}|-INF"
"""What begins as formulas do and is none: numbers, telephone numbers, dashes, items of a list."""


def allows(column: Column, name: Character) -> bool:
    """Whether a field says that it may hold such text."""
    return name in (ALLOW.of(column.field) or ())


def phrase_unless_allowed(right: str, name: Character) -> str:
    """Say what to do with such text, or how to allow it."""
    return f'{right}, or allow it with "{ALLOW.name}": ["{name}"] in the field'


def is_free_of(
    characters: str, name: Character, what: str
) -> Callable[[Column], ColumnCheck | None]:
    """The text holds no invisible characters of a kind, unless its field allows them."""

    def check(column: Column) -> ColumnCheck | None:
        if allows(column, name):
            return None
        violated = f"regexp_matches({column.text}, {sql.quote_text(characters)})"
        right = phrase_unless_allowed("take it out", name)
        return ColumnCheck(
            violated,
            f"holds {what}",
            right,
            because=lambda text: find_first(text, characters),
            suspect=INVISIBLE,
        )

    return check


@cache
def compile_characters(characters: str) -> re.Pattern[str]:
    """Give the pattern of characters that are written as the engine reads them."""
    return re.compile(CODE.sub(lambda code: chr(int(code[1], 16)), characters))


def find_first(text: str, characters: str) -> str | None:
    """Name the first such character of a text, and say where it stands; None where it has none."""
    found = compile_characters(characters).search(text)
    if found is None:
        return None
    if found[0] == MARK and not found.start():
        return explain_left_behind(text)
    name = unicodedata.name(found[0], "a control character")
    place = found.start() + 1
    return f"holds U+{ord(found[0]):04X} ({name}) as character {place}, which nobody can see"


def is_no_formula(column: Column) -> ColumnCheck | None:
    """A spreadsheet would show the text, not run it."""
    if column.field.type not in OF_TEXT or allows(column, "formula"):
        return None
    text = column.text
    harmless = f"regexp_full_match({text}, {sql.quote_text(HARMLESS)})"
    violated = f"case when {FORMULA.sql(text)} then not {harmless} end"
    right = phrase_unless_allowed("write a word before it", "formula")
    wrong = "would run as a formula in a spreadsheet"
    return ColumnCheck(violated, wrong, right, find_kept_text, explain_left_behind, FORMULA)


CHARACTER_RULES: tuple[CellRule, ...] = (
    CellRule(
        CELL_CONTROL, is_free_of(CONTROL, "control", "control characters that nobody can see")
    ),
    CellRule(CELL_BIDI, is_free_of(BIDI, "bidi", "characters that hide or turn text around")),
    CellRule(CELL_FORMULA, is_no_formula, listed=3),
)
"""The rules about what any text may hold."""
