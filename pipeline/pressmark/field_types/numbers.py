"""Numbers of any length, exactly ("number" and "integer" of Table Schema v2).

A double decides which of two numbers is larger wherever it can; where two numbers have the same
double, their digits do. Nothing is rounded.
"""

import re
from decimal import Decimal

from pressmark import sql
from pressmark.field_types.evident import read_plainly
from pressmark.field_types.form import Form, use_pattern
from pressmark.package import Field

NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|INF|-INF"
NUMERAL = re.compile(r"([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?")
MOST_ZEROS = 38
"""A number is written with an exponent where its plain digits would take so many zeros more."""
LONGEST_POWER = 1_000
PLAIN_WHOLE = "0|-?[1-9][0-9]*"
PLAIN_NUMBER = f"{PLAIN_WHOLE}|-?(?:0|[1-9][0-9]*)[.][0-9]*[1-9]"
"""Numbers that are canonical as they are, as most are: asking takes a third of rewriting."""


def strip_marks(field: Field, text: str) -> str:
    """Take group characters, other decimal characters and units away."""
    if field.group_char:
        text = f"replace({text}, {sql.quote_text(field.group_char)}, '')"
    if field.decimal_char != ".":
        # A point is no decimal character then: what held one must not read as a number.
        text = f"replace(replace({text}, '.', ' '), {sql.quote_text(field.decimal_char)}, '.')"
    if not field.bare_number:
        bare = f"regexp_replace({text}, '^[^0-9+.-]+|[^0-9.]+$', '', 'g')"
        text = f"case when {text} in ('NaN', 'INF', '-INF') then {text} else {bare} end"
    return text


def read_integer(field: Field, text: str) -> str:
    """Read a whole number of any length."""
    return f"try_cast({strip_marks(field, text)} as bignum)"


def render_whole(text: str) -> str:
    """Write digits without plus sign, leading zeros and negative zero."""
    bare = rf"regexp_replace({text}, '^[+]', '')"
    bare = rf"regexp_replace({bare}, '^(-?)0+([0-9])', '\1\2')"
    return f"regexp_replace({bare}, '^-0$', '0')"


def render_integer(field: Field, text: str) -> str:
    """Write an integer as XSD's canonical form does."""
    given = strip_marks(field, text)
    plain = f"regexp_full_match({given}, '{PLAIN_WHOLE}')"
    return f"case when {plain} then {given} else {render_whole(given)} end"


def render_number(field: Field, text: str) -> str:
    """Write a number without plus sign, leading zeros and trailing zeros of its fraction."""
    given = strip_marks(field, text)
    bare = rf"regexp_replace({given}, '^([+-]?)[.]', '\10.')"
    bare = rf"regexp_replace({bare}, '^([^.]*[.][0-9]*?)0*$', '\1')"
    bare = render_whole(f"regexp_replace({bare}, '[.]$', '')")
    odd = f"length({given}) > {MOST_ZEROS} or regexp_matches({given}, '[eE]')"
    plain = f"length({given}) <= {MOST_ZEROS} and regexp_full_match({given}, '{PLAIN_NUMBER}')"
    return f"case when {plain} then {given} when {odd} then render_numeral({given}) else {bare} end"


def compare_by_value(field: Field, text: str, operator: str, bound: str) -> str:
    """Compare by doubles, and by digits where the doubles are equal; NaN stands on no side.

    Rounding to a double keeps the order, so different doubles decide (XML Schema 1.1, Part 2,
    section 4.3.7: NaN is beyond every bound).
    """
    left = strip_marks(field, text)
    first, second = (f"try_cast({each} as double)" for each in (left, bound))
    ties = {"<=": "'<', '='", ">=": "'>', '='"}.get(operator, sql.quote_text(operator))
    return (
        f"case when isnan({first}) then true when {first} = {second} "
        f"then compare_numbers({left}, {bound}) in ({ties}) else {first} {operator} {second} end"
    )


def render_numeral(text: str) -> str | None:
    """Write the digits of a numeral in the one way that its value has; None for no numeral."""
    match = NUMERAL.fullmatch(text)
    if not match or not (match[2] or match[3]):
        return text if text in ("NaN", "INF", "-INF") else None
    sign, before, after, power = match.groups(default="")
    if len(power) > LONGEST_POWER:
        return text
    significant = (before + after).lstrip("0").rstrip("0")
    if not significant:
        return "0"
    trailing = len(before + after) - len((before + after).rstrip("0"))
    shift = int(power or 0) - len(after) + trailing
    plain = write_digits(significant, shift)
    if plain is None:
        fraction = f".{significant[1:]}" if len(significant) > 1 else ""
        plain = f"{significant[0]}{fraction}e{shift + len(significant) - 1}"
    return ("-" if sign == "-" else "") + plain


def write_digits(significant: str, shift: int) -> str | None:
    """Write digits times ten to the power of `shift` plainly; None where that takes many zeros."""
    missing = -shift - len(significant)
    if max(shift, missing + 1) >= MOST_ZEROS:
        return None
    if shift >= 0:
        return significant + "0" * shift
    if missing >= 0:
        return "0." + "0" * missing + significant
    return f"{significant[:shift]}.{significant[shift:]}"


def compare_numbers(text: str, bound: str) -> str | None:
    """Say whether a numeral is `<`, `=` or `>` another, by their digits; None for no numerals."""
    if text == bound:
        return "="
    try:
        left, right = (Decimal(each.replace("INF", "Infinity")) for each in (text, bound))
        sign = "<" if left < right else ">" if left > right else "="
    except ArithmeticError:
        return None
    return sign


NUMBERS = {
    "integer": Form(
        "a whole number, such as 42",
        use_pattern(r"[+-]?[0-9]+"),
        read_integer,
        render_integer,
        proof=read_plainly,
    ),
    "number": Form(
        "a number, such as 3.5",
        use_pattern(NUMBER),
        render_number,
        render_number,
        compare=compare_by_value,
        proof=read_plainly,
    ),
}
