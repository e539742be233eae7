"""Columns that hold the same in turn, such as one for each year, get one type."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pressmark.infer.draft import DraftField


def match_series(fields: Sequence[DraftField]) -> Iterator[DraftField]:
    """Make numbers of whole numbers whose names differ from that of a number in digits alone.

    Columns such as 2015, 2016 and 2017, or `word 1` and `word 2`, hold the same in turn.
    """
    series = {
        re.sub("[0-9]+", "#", each.name)
        for each in fields
        if each.type == "number" and re.search("[0-9]", each.name) and is_plain(each)
    }
    for each in fields:
        named = re.sub("[0-9]+", "#", each.name)
        if each.type == "integer" and is_plain(each) and named in series:
            reason = f"{each.reason}; other columns of its series have decimals"
            yield replace(each, properties={**each.properties, "type": "number"}, reason=reason)
        else:
            yield each


def is_plain(field: DraftField) -> bool:
    """Whether a field's numbers have no marks of their own, such as groups of digits."""
    return not field.properties.keys() & {"groupChar", "decimalChar", "bareNumber"}
