"""Which record of the older table is which of the newer, as SQL that selects what differs.

Both sides are canonical text, matched by primary key; without one on both sides they are compared
as a multiset of whole records, whose key is then all the cells that the sides share. Of the pair
at position 3, `inside.d3` holds what differs: `key`, its parts `k1, k2, …`, `change`, how many
`times`, the old `record`, and of a changed record the cells `b1, a1, b2, a2, …` before and after.
However much differs, it stays in the engine, which spills to disk.
"""

from collections.abc import Iterator

from pressmark.compare.comparison import Pair
from pressmark.compare.sides import Side, Sides


def found(position: int) -> str:
    """Give the engine's name for what differs in the pair at a position."""
    return f"inside.d{position}"


def unchanged(pair: Pair) -> bool:
    """Whether both sides are the same bytes under the same names."""
    old, new = pair.old, pair.new
    return (
        old is not None
        and new is not None
        and old.resource.hash is not None
        and old.resource.hash == new.resource.hash
        and old.schema.missing_values == new.schema.missing_values
        and len(old.schema.fields) == len(new.schema.fields)
        and old.schema.primary_key == new.schema.primary_key
        and all(former == name for former, name in pair.fields)
    )


def compared_fields(pair: Pair) -> tuple[tuple[str, str], ...]:
    """Give the fields whose cells are told of: those of both sides that are no part of the key."""
    if pair.key is None:
        return ()
    return tuple(both for both in pair.fields if both not in pair.key)


def why_by_record(pair: Pair) -> str:
    """Say why records were matched as wholes, where they were."""
    if pair.old is None or pair.new is None:
        return "" if pair.table.schema.primary_key else "there is no primary key"
    if pair.key is not None:
        return ""
    keys = (pair.old.schema.primary_key, pair.new.schema.primary_key)
    return "the primary key is another" if all(keys) else "there is no primary key"


def key_fields(pair: Pair) -> tuple[str, ...]:
    """Name the fields of which the key of what differs consists."""
    if pair.key is not None:
        return tuple(new for _, new in pair.key)
    if pair.old is None or pair.new is None:
        schema = pair.table.schema
        return schema.primary_key or tuple(field.name for field in schema.fields)
    return tuple(new for _, new in pair.fields)


def differences(pair: Pair, sides: Sides) -> str:
    """Give SQL that selects what differs."""
    if pair.old is None or pair.new is None:
        change = "removed" if pair.old else "added"
        side = sides.side(pair.table)
        schema = pair.table.schema
        names = schema.primary_key or tuple(field.name for field in schema.fields)
        parts = tuple(side.cell(name) for name in names)
        return (
            f"select {key_text(parts)} as key, {as_parts(parts)}'{change}' as change, "
            f"1 as times, record from {side.view}"
        )
    if pair.key is None:
        return by_record(pair, sides.side(pair.old), sides.side(pair.new))
    return by_key(pair, pair.key, sides.side(pair.old), sides.side(pair.new))


def by_key(pair: Pair, key: tuple[tuple[str, str], ...], old: Side, new: Side) -> str:
    """Give SQL that matches records by their primary key."""
    pairs = [(f"o.{old.cell(a)}", f"n.{new.cell(b)}") for a, b in key]
    cells = [(f"o.{old.cell(a)}", f"n.{new.cell(b)}") for a, b in compared_fields(pair)]
    parts = tuple(f"coalesce({was}, {now})" for was, now in pairs)
    matched = " and ".join(f"{was} = {now}" for was, now in pairs)
    differ = "".join(f" or {was} is distinct from {now}" for was, now in cells)
    both = "o.record is not null and n.record is not null"
    kept = "".join(
        f", case when {both} then {was} end as b{n}, case when {both} then {now} end as a{n}"
        for n, (was, now) in enumerate(cells, start=1)
    )
    return (
        f"select {key_text(parts)} as key, {as_parts(parts)}case when o.record is null then "
        "'added' when n.record is null then 'removed' else 'changed' end as change, 1 as times, "
        f"o.record{kept} from {old.view} o full join {new.view} n on {matched} "
        f"where o.record is null or n.record is null{differ}"
    )


def by_record(pair: Pair, old: Side, new: Side) -> str:
    """Give SQL that counts equal records on both sides and selects those with unequal counts."""
    numbers = range(1, len(pair.fields) + 1)
    parts = tuple(f"coalesce(o.m{n}, n.m{n})" for n in numbers)
    counted = [
        f"select {', '.join(f'{side.cell(name)} as m{n}' for n, name in enumerate(names, 1))}"
        f"{',' if names else ''} count(*) as times, min(record) as record from {side.view} "
        "group by all"
        for side, names in ((old, [a for a, _ in pair.fields]), (new, [b for _, b in pair.fields]))
    ]
    matched = " and ".join(f"o.m{n} is not distinct from n.m{n}" for n in numbers) or "true"
    more = "coalesce(n.times, 0) - coalesce(o.times, 0)"
    return (
        f"select {key_text(parts)} as key, {as_parts(parts)}"
        f"case when {more} > 0 then 'added' else 'removed' end as change, abs({more}) as times, "
        f"o.record from ({counted[0]}) o full join ({counted[1]}) n on {matched} "
        f"where o.times is distinct from n.times"
    )


def as_parts(parts: tuple[str, ...]) -> str:
    """Give the parts of a key as columns."""
    return "".join(f"{part} as k{n}, " for n, part in enumerate(parts, start=1))


def key_text(parts: tuple[str, ...]) -> str:
    """Give SQL for a record's key as people write it: its parts, joined by commas.

    Of several parts those that hold a comma or a quote stand in quotes, so that no two keys read
    alike; an empty text does too, and a missing value is nothing.
    """
    if len(parts) == 1:
        return f"coalesce({parts[0]}, '')"
    quoted = ", ".join(
        f"""case when {part} is null then '' when {part} = '' or regexp_matches({part}, '[",]')
            then '"' || replace({part}, '"', '""') || '"' else {part} end"""
        for part in parts
    )
    return f"concat_ws(',', {quoted})" if parts else "''"


def numbered(fields: tuple[tuple[str, str], ...]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Number compared fields from 1."""
    return enumerate(fields, start=1)
