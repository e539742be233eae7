"""What SQL cannot say: functions of texts that the engine learns and asks once a distinct text."""

from collections.abc import Callable
from dataclasses import dataclass

from pressmark.field_types.durations import compare_durations, render_duration
from pressmark.field_types.json_schema import satisfies_json_schema
from pressmark.field_types.json_texts import count_items, render_canonical_json
from pressmark.field_types.numbers import compare_numbers, render_numeral
from pressmark.field_types.own_formats import render_moment
from pressmark.field_types.places import render_geojson, render_geopoint


@dataclass(frozen=True)
class Function:
    """A function that SQL calls by its name: texts in, a text or nothing out, never an error."""

    answer: Callable[..., str | None]
    parameters: int

    @property
    def name(self) -> str:
        """Its name in SQL."""
        return self.answer.__name__


FUNCTIONS: tuple[Function, ...] = (
    Function(render_numeral, 1),
    Function(compare_numbers, 2),
    Function(render_moment, 3),
    Function(render_duration, 1),
    Function(compare_durations, 2),
    Function(render_canonical_json, 2),
    Function(count_items, 2),
    Function(render_geopoint, 2),
    Function(render_geojson, 2),
    Function(satisfies_json_schema, 2),
)
"""Every function that the SQL of this room, or a rule, may call."""
