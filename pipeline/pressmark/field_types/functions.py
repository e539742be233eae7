"""What SQL cannot say: functions of texts that the engine learns and asks once a distinct text."""

from collections.abc import Callable
from dataclasses import dataclass

from pressmark.field_types.durations import canonical_duration, compare_durations
from pressmark.field_types.json_schema import satisfies_json_schema
from pressmark.field_types.json_texts import canonical_json, json_size
from pressmark.field_types.numbers import canonical_number, compare_numbers
from pressmark.field_types.own_formats import canonical_moment
from pressmark.field_types.places import canonical_geojson, canonical_geopoint


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
    Function(canonical_number, 1),
    Function(compare_numbers, 2),
    Function(canonical_moment, 3),
    Function(canonical_duration, 1),
    Function(compare_durations, 2),
    Function(canonical_json, 2),
    Function(json_size, 2),
    Function(canonical_geopoint, 2),
    Function(canonical_geojson, 2),
    Function(satisfies_json_schema, 2),
)
"""Every function that the SQL of this room, or a rule, may call."""
