"""How each field is stored, chosen from its schema and its data, the same in every format.

The choice is published with the schema as `pressmark:storage`. What a column cannot hold exactly
is kept as text: nothing is rounded.
"""

from dataclasses import dataclass
from typing import Literal

from pressmark import sql
from pressmark.field_types import DAY
from pressmark.package import Field

Kind = Literal["integer", "double", "decimal", "boolean", "date", "timestamp", "text"]

MOST_DIGITS_OF_A_DOUBLE = 15
MOST_DIGITS_OF_A_DECIMAL = 38
LOCAL_MOMENT = DAY + r"T[0-9:]{8}(?:\.[0-9]{1,6})?"
"""A canonical datetime without a zone, to the microsecond."""


@dataclass(frozen=True)
class Storage:
    """One field's storage: `kind` is published, `duckdb` and `sqlite` are the column types."""

    kind: Kind
    duckdb: str
    sqlite: str

    @property
    def typed(self) -> bool:
        """Whether the column holds more than text."""
        return self.kind != "text"


TEXT = Storage("text", "VARCHAR", "TEXT")
INTEGER = Storage("integer", "BIGINT", "INTEGER")
DOUBLE = Storage("double", "DOUBLE", "REAL")
BOOLEAN = Storage("boolean", "BOOLEAN", "INTEGER")
DATE = Storage("date", "DATE", "TEXT")
TIMESTAMP = Storage("timestamp", "TIMESTAMP", "TEXT")


MEASURED = ("integer", "number", "date", "datetime")
"""Types that are stored in more than one way, as their data measure."""
PLAIN = (True, 0, 0)
"""What the data of all others measure."""


def express_measures(field: Field, canonical: str) -> str:
    """SQL aggregates over a field's canonical text, as many as `choose` reads: three.

    Whether every value suits the narrow type; most digits before, and after, the decimal point.
    """
    fits = {
        "integer": f"try_cast({canonical} as bigint) is not null",
        "number": f"regexp_full_match({canonical}, '-?[0-9]+(?:[.][0-9]+)?')",
        "date": (
            f"regexp_full_match({canonical}, {sql.quote_text(DAY)}) "
            f"and {canonical} not like '0000-%'"
        ),
        "datetime": (
            f"regexp_full_match({canonical}, {sql.quote_text(LOCAL_MOMENT)}) "
            f"and {canonical} not like '0000-%'"
        ),
    }.get(field.type, "true")
    before, after = "0", "0"
    if field.type == "number":
        before = f"coalesce(max(length(regexp_extract({canonical}, '^-?([0-9]+)', 1))), 0)"
        after = f"coalesce(max(length(regexp_extract({canonical}, '[.]([0-9]+)', 1))), 0)"
    return (
        f"coalesce(bool_and({fits}) filter (where {canonical} is not null), true), "
        f"{before}, {after}"
    )


def choose(field: Field, measured: tuple[bool, int, int]) -> Storage:
    """Choose the storage of a field from what its data measure (see `express_measures`)."""
    fits, before, after = measured
    if field.type == "boolean":
        return BOOLEAN
    if not fits:
        return TEXT
    if field.type == "number":
        if before + after <= MOST_DIGITS_OF_A_DOUBLE:
            return DOUBLE
        if before + after <= MOST_DIGITS_OF_A_DECIMAL:
            return Storage("decimal", f"DECIMAL({before + after}, {after})", "TEXT")
        return TEXT
    by_type = {"integer": INTEGER, "date": DATE, "datetime": TIMESTAMP}
    return by_type.get(field.type, TEXT)
