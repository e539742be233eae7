"""Whether a changed constraint allows less than before, or more: judged property by property.

What cannot be compared (patterns, `jsonSchema`) counts as stricter, which asks for more.
"""

from collections.abc import Callable
from typing import Any

from pressmark import sql
from pressmark.engine.connection import Engine
from pressmark.field_types import FUNCTIONS, Column, render_value
from pressmark.package import Field

STRICTER, LOOSER, SAME = "constraint.stricter", "constraint.looser", "description.changed"
"""The lines of the recipe; a value written in another way allows the same."""

Judge = Callable[[Any, Any, Field, Engine], str]


def judge_presence(before: Any, after: Any, _field: Field, _engine: Engine) -> str:
    """A demand that is made is stricter than one that is not."""
    return STRICTER if after and not before else LOOSER if before and not after else SAME


def judge_incomparable(before: Any, after: Any, _field: Field, _engine: Engine) -> str:
    """Nobody can tell which of two patterns allows more."""
    del before
    return LOOSER if after is None else STRICTER


def judge_floor(before: Any, after: Any, field: Field, engine: Engine) -> str:
    """A higher floor is stricter."""
    return judge_bounds(before, after, field, engine, stricter=">")


def judge_ceiling(before: Any, after: Any, field: Field, engine: Engine) -> str:
    """A lower ceiling is stricter."""
    return judge_bounds(before, after, field, engine, stricter="<")


def judge_bounds(before: Any, after: Any, field: Field, engine: Engine, *, stricter: str) -> str:
    """Compare two bounds as values of the field's type; what is no value of it counts as stricter.

    One bound of a kind says nothing about the other: each property is judged by itself.
    """
    if before is None or after is None:
        return LOOSER if after is None else STRICTER
    for function in FUNCTIONS:
        engine.teach(function.name, function.answer, function.parameters)
    old, new = (Column(field, sql.quote_text(render_value(value))) for value in (before, after))
    looser = "<" if stricter == ">" else ">"
    ((readable, more, less),) = engine.rows(
        f"select ({old.names_value(old.text)}) and ({new.names_value(new.text)}), "
        f"{new.compares(stricter, before)}, {new.compares(looser, before)}"
    )
    return SAME if readable and not more and not less else LOOSER if readable and less else STRICTER


def judge_length(sign: int) -> Judge:
    """Compare two lengths: a higher `minLength` is stricter, and a lower `maxLength`."""

    def judge(before: Any, after: Any, _field: Field, _engine: Engine) -> str:
        if before is None or after is None:
            return LOOSER if after is None else STRICTER
        return STRICTER if sign * (after - before) > 0 else LOOSER

    return judge


def judge_values(before: Any, after: Any, _field: Field, _engine: Engine) -> str:
    """A list that lacks a value which was allowed is stricter; another order is the same."""
    if before is None or after is None:
        return LOOSER if after is None else STRICTER
    old, new = ({render_value(value) for value in each} for each in (before, after))
    return STRICTER if old - new else LOOSER if new - old else SAME


CONSTRAINTS: tuple[tuple[str, Judge], ...] = (
    ("required", judge_presence),
    ("unique", judge_presence),
    ("minLength", judge_length(1)),
    ("maxLength", judge_length(-1)),
    ("minimum", judge_floor),
    ("exclusiveMinimum", judge_floor),
    ("maximum", judge_ceiling),
    ("exclusiveMaximum", judge_ceiling),
    ("pattern", judge_incomparable),
    ("enum", judge_values),
    ("jsonSchema", judge_incomparable),
)
"""Every constraint of the standard, and what tells whether it became stricter."""
