"""Dates and times of day, of XML Schema's form or of the field's own (Table Schema v2).

Moments without a zone compare as if they were UTC. A moment's value is a whole count and the
digits of its fraction, so that no digit of a second is lost.
"""

from collections.abc import Callable

from pressmark import sql
from pressmark.field_types.evident import DIGITS, Either, Places, Proof, read_plainly
from pressmark.field_types.form import Expression, Form, accept_typed, keep_text, use_pattern
from pressmark.field_types.own_formats import is_kept_as_written
from pressmark.package import Field

ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
LONGEST_CLOCK = len("00:00:00")
LONGEST_MOMENT = len("0000-00-00T00:00:00")


def read_offset(text: str) -> str:
    """Give SQL for the milliseconds by which a text's zone is ahead of UTC."""
    zone = f"right({text}, 6)"
    minutes = f"(cast(substr({zone}, 2, 2) as bigint) * 60 + cast(right({zone}, 2) as bigint))"
    ahead = f"{minutes} * case when {zone} like '+%' then 60000 else -60000 end"
    signed = f"substr({zone}, 1, 1) in ('+', '-') and {zone} like '%:__'"
    return f"case when {signed} then {ahead} else 0 end"


def read_fraction(text: str) -> str:
    """Give SQL for the digits of a second's fraction; as text they compare as the fraction does."""
    digits = f"rtrim(regexp_extract({text}, '[.]([0-9]+)', 1), '0')"
    return f"case when contains({text}, '.') then {digits} else '' end"


def read_time(_: Field, text: str) -> str:
    """Read a time of day, brought to UTC, as milliseconds and the digits of the fraction."""
    clock = f"epoch_ms(try_cast('2000-01-01 ' || left({text}, {LONGEST_CLOCK}) as timestamp))"
    return f"row({clock} - {read_offset(text)}, {read_fraction(text)})"


def read_datetime(_: Field, text: str) -> str:
    """Read a moment, brought to UTC, as milliseconds and the digits of the fraction."""
    second = f"epoch_ms(try_cast(left({text}, {LONGEST_MOMENT}) as timestamp))"
    return f"row({second} - {read_offset(text)}, {read_fraction(text)})"


def check_datetime(_: Field, text: str) -> str:
    """Say whether the calendar has the day of a moment."""
    return f"try_cast(left({text}, {LONGEST_MOMENT}) as timestamp) is not null"


def check_time(_: Field, text: str) -> str:
    """Say whether there is a time: in the default format the pattern has said so."""
    return f"{text} is not null"


def render_time(_: Field, text: str) -> str:
    """Write a time without trailing zeros in its fraction of a second."""
    bare = rf"regexp_replace({text}, '([.][0-9]*?)0+(Z|[+-][0-9:]+)?$', '\1\2')"
    bare = rf"regexp_replace({bare}, '[.](Z|[+-][0-9:]+)?$', '\1')"
    return f"case when contains({text}, '.') then {bare} else {text} end"


def read_date(_: Field, text: str) -> str:
    """Read a day."""
    return f"try_cast({text} as date)"


def rewrite_in_default(field: Field, text: str) -> str:
    """Give SQL that rewrites a text of the field's own format in the default one."""
    if field.format == "default":
        return text
    return f"render_moment({text}, {sql.quote_text(field.type)}, {sql.quote_text(field.format)})"


def apply_to_default(expression: Expression) -> Expression:
    """Apply an expression to what a text of the field's own format says."""
    return lambda field, text: expression(field, rewrite_in_default(field, text))


def write_published(expression: Expression) -> Expression:
    """Write a moment in the default format, or as it is where its format leaves something out."""
    return lambda field, text: (
        text if is_kept_as_written(field) else expression(field, rewrite_in_default(field, text))
    )


def use_in_default(pattern: str) -> Callable[[Field], str | None]:
    """Ask for a pattern in the default format; in any other the text names a moment or not."""
    return lambda field: pattern if field.format == "default" else None


YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"


def read_year(_: Field, text: str) -> str:
    """Read a year as a number."""
    return f"try_cast({text} as bigint)"


def read_month(_: Field, text: str) -> str:
    """Read a year and month as a count of months."""
    return (
        f"try_cast(regexp_extract({text}, '^(-?[0-9]+)-', 1) as bigint) * 12 "
        f"+ try_cast(right({text}, 2) as bigint)"
    )


def render_year(_: Field, text: str) -> str:
    """Write the year 0000 without a sign."""
    return f"regexp_replace({text}, '^-0000', '0000')"


MONTHS = Either(tuple(Places((*(DIGITS,) * 4, b"-", *month)) for month in (
    (b"0", DIGITS[1:]), (b"1", b"012"),
)))  # fmt: skip
SIXTIETHS = (b":", b"012345", DIGITS) * 2
TIMES = Either(tuple(
    Places((*hour, *SIXTIETHS, *zone)) for zone in ((), (b"Z",))
    for hour in ((b"01", DIGITS), (b"2", b"0123"))
))  # fmt: skip


def prove_time(field: Field) -> Proof | None:
    """Give what shows a time of the default format, of whole seconds and no zone but UTC."""
    return TIMES if field.format == "default" else None


MOMENTS = {
    "date": Form(
        "a date as YYYY-MM-DD",
        use_in_default(DAY),
        apply_to_default(read_date),
        write_published(keep_text),
        sound=apply_to_default(accept_typed(read_date)),
        proof=read_plainly,
    ),
    "time": Form(
        "a time as hh:mm:ss",
        use_in_default(CLOCK + ZONE),
        apply_to_default(read_time),
        write_published(render_time),
        sound=apply_to_default(check_time),
        proof=prove_time,
    ),
    "datetime": Form(
        "a date and time as YYYY-MM-DDThh:mm:ss",
        use_in_default(f"{DAY}T{CLOCK}{ZONE}"),
        apply_to_default(read_datetime),
        write_published(render_time),
        sound=apply_to_default(check_datetime),
        proof=read_plainly,
    ),
    "year": Form(
        "a year of four digits",
        use_pattern(YEAR),
        read_year,
        render_year,
        accept_typed(read_year),
        proof=lambda _: Places((DIGITS,) * 4),
    ),
    "yearmonth": Form(
        "a year and month as YYYY-MM",
        use_pattern(f"{YEAR}-(?:0[1-9]|1[0-2])"),
        read_month,
        render_year,
        accept_typed(read_month),
        proof=lambda _: MONTHS,
    ),
}
