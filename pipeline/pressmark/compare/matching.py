"""Which record of the older table is which of the newer, as SQL that selects what differs.

Both sides are canonical text, matched by primary key; without one on both sides they are compared
as a multiset of whole records, each by the digest of the cells that the sides share, so that no
join and no sort is as wide as the table: of equal ones the first is the first, the second the
second. Of the pair at position 3, `inside.d3` holds what differs: `key` (without a primary key all
these cells), `sorting` by which keys stand in order, `change`, the number of the `record` (the new
one of an added record, else the old), and of a changed record the cells `b1, a1, b2, a2, …` before
and after; `inside.n3` holds the numbers of matched records where no key matches them. However much
differs, it stays in the engine, which spills to disk.
"""

from collections.abc import Iterator

from pressmark.compare.comparison import Pair
from pressmark.compare.sides import Side, Sides

NUMERIC = {"integer": "hugeint", "number": "double", "year": "integer"}
"""The types of which keys stand in the order of their numbers; the others stand in that of text."""

MANY_PARTS = 64
"""More cells than these are written as a list: each would be an expression of its own."""


def name_differences(position: int) -> str:
    """Give the engine's name for what differs in the pair at a position."""
    return f"inside.d{position}"


def name_numbers(position: int) -> str:
    """Give the engine's name for the numbers of records matched as wholes: `gone` and `come`."""
    return f"inside.n{position}"


def is_unchanged(pair: Pair) -> bool:
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


def list_compared_fields(pair: Pair) -> tuple[tuple[str, str], ...]:
    """Give the fields whose cells are told of: those of both sides that are no part of the key."""
    if pair.key is None:
        return ()
    return tuple(both for both in pair.fields if both not in pair.key)


def explain_matching(pair: Pair) -> str:
    """Say why records were matched as wholes, where they were."""
    if pair.old is None or pair.new is None:
        return "" if pair.table.schema.primary_key else "there is no primary key"
    if pair.key is not None:
        return ""
    keys = (pair.old.schema.primary_key, pair.new.schema.primary_key)
    return "the primary key is another" if all(keys) else "there is no primary key"


def name_key_fields(pair: Pair) -> tuple[str, ...]:
    """Name the fields of which the key of what differs consists."""
    if pair.key is not None:
        return tuple(new for _, new in pair.key)
    if pair.old is None or pair.new is None:
        schema = pair.table.schema
        return schema.primary_key or tuple(field.name for field in schema.fields)
    return tuple(new for _, new in pair.fields)


def keep_differences(pair: Pair, position: int, sides: Sides) -> None:
    """Find what differs and keep it in the engine."""
    if pair.old and pair.new and pair.key is None:
        both = match_by_digest(pair, sides.side(pair.old), sides.side(pair.new))
        sides.engine.run(f"create table {name_numbers(position)} as {both}")
    selected = select_differences(pair, position, sides)
    sides.engine.run(f"create table {name_differences(position)} as {selected}")


def select_differences(pair: Pair, position: int, sides: Sides) -> str:
    """Give SQL that selects what differs."""
    if pair.old is None or pair.new is None:
        change = "removed" if pair.old else "added"
        side = sides.side(pair.table)
        parts = tuple(side.cell(name) for name in name_key_fields(pair))
        return (
            f"select {express_key_text(parts)} as key, {express_sorting(pair, parts)} as sorting, "
            f"'{change}' as change, record from {side.view}"
        )
    if pair.key is None:
        return match_by_record(pair, position, sides.side(pair.old), sides.side(pair.new))
    return match_by_key(pair, pair.key, sides.side(pair.old), sides.side(pair.new))


def select_matched(pair: Pair, position: int, old: Side, new: Side) -> str:
    """Give SQL for the numbers of the records that stand on both sides: `gone` and `come`."""
    if pair.key is None:
        return f"select gone, come from {name_numbers(position)} where gone + come is not null"
    same = " and ".join(f"o.{old.cell(a)} = n.{new.cell(b)}" for a, b in pair.key)
    return (
        f"select o.record as gone, n.record as come from {old.view} o join {new.view} n on {same}"
    )


def match_by_key(pair: Pair, key: tuple[tuple[str, str], ...], old: Side, new: Side) -> str:
    """Give SQL that matches records by their primary key."""
    pairs = [(f"o.{old.cell(a)}", f"n.{new.cell(b)}") for a, b in key]
    cells = [(f"o.{old.cell(a)}", f"n.{new.cell(b)}") for a, b in list_compared_fields(pair)]
    parts = tuple(f"coalesce({was}, {now})" for was, now in pairs)
    same = " and ".join(f"{was} = {now}" for was, now in pairs)
    differ = "".join(f" or {was} is distinct from {now}" for was, now in cells)
    both = "o.record is not null and n.record is not null"
    kept = "".join(
        f", case when {both} then {was} end as b{n}, case when {both} then {now} end as a{n}"
        for n, (was, now) in enumerate(cells, start=1)
    )
    return (
        f"select {express_key_text(parts)} as key, {express_sorting(pair, parts)} as sorting, "
        "case when o.record is null then "
        "'added' when n.record is null then 'removed' else 'changed' end as change, "
        f"coalesce(o.record, n.record) as record{kept} "
        f"from {old.view} o full join {new.view} n on {same} "
        f"where o.record is null or n.record is null{differ}"
    )


def list_shared_columns(
    pair: Pair, old: Side, new: Side
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the columns of the fields that both sides have, on the older and on the newer side."""
    return (
        tuple(old.cell(former) for former, _ in pair.fields),
        tuple(new.cell(name) for _, name in pair.fields),
    )


def match_by_digest(pair: Pair, old: Side, new: Side) -> str:
    """Give SQL that matches equal records, the k-th with the k-th: their numbers, or null."""
    counted = (
        f"(select {express_digest(parts)} as digest, record, "
        f"row_number() over (partition by digest order by record) as nth from {side.view})"
        for side, parts in zip((old, new), list_shared_columns(pair, old, new), strict=True)
    )
    before, after = counted
    return (
        f"select o.record as gone, n.record as come from {before} o full join {after} n "
        "on o.digest = n.digest and o.nth = n.nth"
    )


def match_by_record(pair: Pair, position: int, old: Side, new: Side) -> str:
    """Give SQL that selects the records that have no equal one on the other side.

    What was matched are digests; cells are read again only of the records that differ.
    """
    before, after = list_shared_columns(pair, old, new)
    told = (
        (before, "removed", old, "gone", "come"),
        (after, "added", new, "come", "gone"),
    )
    return " union all ".join(
        f"select {express_key_text(parts)} as key, {express_sorting(pair, parts)} as sorting, "
        f"'{change}' as change, record from {name_numbers(position)} join {side.view} "
        f"on record = {there} where {lacking} is null"
        for parts, change, side, there, lacking in told
    )


def express_key_text(parts: tuple[str, ...]) -> str:
    """Give SQL for a record's key as people write it: its parts, joined by commas.

    Of several parts those that hold a comma or a quote stand in quotes, so that no two keys read
    alike; an empty text does too, and a missing value is nothing.
    """
    return f"coalesce({parts[0]}, '')" if len(parts) == 1 else express_cells_text(parts)


def express_cells_text(parts: tuple[str, ...]) -> str:
    """Give SQL that writes cells as one text, of which no two are alike unless all cells are.

    Of many cells each would be an expression, which takes the engine the square of their number.
    """
    if len(parts) > MANY_PARTS:
        each = f"list_transform([{', '.join(parts)}], lambda part: {express_cell('part')})"
        return f"array_to_string({each}, ',')"
    return f"concat_ws(',', {', '.join(map(express_cell, parts))})" if parts else "''"


def express_cell(part: str) -> str:
    """Give SQL that writes a cell in quotes where it needs them, and a missing one as nothing."""
    return f"""case when {part} is null then '' when {part} = '' or regexp_matches({part}, '[",]')
            then '"' || replace({part}, '"', '""') || '"' else {part} end"""


def express_digest(parts: tuple[str, ...]) -> str:
    """Give SQL for the digest of a record's cells, which only equal records share."""
    return f"unhex(sha256({express_cells_text(parts)}))"


def express_sorting(pair: Pair, parts: tuple[str, ...]) -> str:
    """Give SQL for one value that sorts what differs by key: numbers as numbers, all else as text.

    One value for all parts, because an engine that sorts by each of 500 columns has no memory left.
    """
    ranked = []
    for part, name in zip(parts, name_key_fields(pair), strict=True):
        number = NUMERIC.get(pair.table.schema.field(name).type)
        ranked += [f"try_cast({part} as {number}), 'ASC NULLS LAST'"] if number else []
        ranked.append(f"{part}, 'ASC NULLS FIRST'")
    return f"create_sort_key({', '.join(ranked)})" if ranked else "''::blob"


def number_fields(fields: tuple[tuple[str, str], ...]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Number compared fields from 1."""
    return enumerate(fields, start=1)
