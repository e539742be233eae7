"""Which record of the older table is which of the newer, as SQL that selects what differs.

Both sides are canonical text, matched by primary key; without one on both sides they are compared
as a multiset of whole records, each by the digest of the cells that the sides share, so that no
join and no sort is as wide as the table: of equal ones the first is the first, the second the
second. Of the pair at position 3, `inside.d3` holds what differs: `key` (without a primary key all
these cells), `sorting` by which keys stand in order, `change`, the number of the `record` (the new
one of an added record, else the old), and of a changed record in the list `differing` the place of
each compared field that differs, from 1, with its cell before and after; `inside.n3` holds the
numbers of matched records where no key matches them. However much differs, it stays in the engine,
which spills to disk.
"""

from pressmark import sql
from pressmark.compare.comparison import Pair
from pressmark.compare.sides import NO_CELLS, CellsOfRecord, Side, Sides, gather_cells

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
    key = pair.key
    return () if key is None else tuple(both for both in pair.fields if both not in key)


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
        parts = side.cells(name_key_fields(pair))
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
    compared = list_compared_fields(pair)
    before = select_keyed(old, [a for a, _ in key], tuple(a for a, _ in compared))
    after = select_keyed(new, [b for _, b in key], tuple(b for _, b in compared))
    same = " and ".join(f"o.k{n} = n.k{n}" for n in range(1, len(key) + 1))
    parts = gather_cells(tuple(f"coalesce(o.k{n}, n.k{n})" for n in range(1, len(key) + 1)))
    differing = express_differing(len(compared), "o.held", "n.held")
    return (
        f"select {express_key_text(parts)} as key, {express_sorting(pair, parts)} as sorting, "
        "case when o.record is null then "
        "'added' when n.record is null then 'removed' else 'changed' end as change, "
        "coalesce(o.record, n.record) as record, case when o.record is not null and "
        f"n.record is not null then {differing} end as differing "
        f"from ({before}) o full join ({after}) n on {same} "
        "where o.record is null or n.record is null or o.held is distinct from n.held"
    )


def select_keyed(side: Side, key: list[str], compared: tuple[str, ...]) -> str:
    """Give SQL for the key of each record, `k1, k2, …`, and its compared cells, the list `held`."""
    keys = "".join(f", {side.cell(name)} as k{n}" for n, name in enumerate(key, start=1))
    return f"select record{keys}, {side.cells(compared).listed} as held from {side.view}"


def express_changes(count: int, before: str = NO_CELLS, after: str = NO_CELLS) -> str:
    """Give SQL for a list of cells of so many fields: the place of each from 1, before and after.

    A list of no cells stands for nothing in each.
    """
    return f"list_zip(range(1, {count + 1}), {before}, {after})"


def express_differing(count: int, before: str = NO_CELLS, after: str = NO_CELLS) -> str:
    """Give SQL for a list of those cells that are another after than before."""
    changes = express_changes(count, before, after)
    return f"list_filter({changes}, lambda cell: cell[2] is distinct from cell[3])"


def list_shared_cells(pair: Pair, old: Side, new: Side) -> tuple[CellsOfRecord, CellsOfRecord]:
    """Give the cells of the fields that both sides have, on the older and on the newer side."""
    return (
        old.cells(tuple(former for former, _ in pair.fields)),
        new.cells(tuple(name for _, name in pair.fields)),
    )


def match_by_digest(pair: Pair, old: Side, new: Side) -> str:
    """Give SQL that matches equal records, the k-th with the k-th: their numbers, or null."""
    counted = (
        f"(select {express_digest(parts)} as digest, record, "
        f"row_number() over (partition by digest order by record) as nth from {side.view})"
        for side, parts in zip((old, new), list_shared_cells(pair, old, new), strict=True)
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
    before, after = list_shared_cells(pair, old, new)
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


def express_key_text(cells: CellsOfRecord) -> str:
    """Give SQL for a record's key as people write it: its parts, joined by commas.

    Of several parts those that hold a comma or a quote stand in quotes, so that no two keys read
    alike; an empty text does too, and a missing value is nothing.
    """
    if len(cells.each) == 1:
        return f"coalesce({cells.each[0]}, '')"
    return express_cells_text(cells)


def express_cells_text(cells: CellsOfRecord) -> str:
    """Give SQL that writes cells as one text, of which no two are alike unless all cells are.

    Of many cells each would be an expression, which takes the engine the square of their number.
    """
    if len(cells.each) > MANY_PARTS:
        each = f"list_transform({cells.listed}, lambda part: {express_cell('part')})"
        return f"array_to_string({each}, ',')"
    return f"concat_ws(',', {', '.join(map(express_cell, cells.each))})" if cells.each else "''"


def express_cell(part: str) -> str:
    """Give SQL that writes a cell in quotes where it needs them, and a missing one as nothing."""
    return f"""case when {part} is null then '' when {part} = '' or regexp_matches({part}, '[",]')
            then '"' || replace({part}, '"', '""') || '"' else {part} end"""


def express_digest(cells: CellsOfRecord) -> str:
    """Give SQL for the digest of a record's cells, which only equal records share."""
    return f"unhex(sha256({express_cells_text(cells)}))"


def express_sorting(pair: Pair, cells: CellsOfRecord) -> str:
    """Give SQL for one value that sorts what differs by key: numbers as numbers, all else as text.

    One value for all parts, because an engine that sorts by each of 500 columns has no memory left;
    of many parts it is a list of the value of each.
    """
    types = {field.name: field.type for field in pair.table.schema.fields}
    numbers = [NUMERIC.get(types[name], "") for name in name_key_fields(pair)]
    if len(numbers) > MANY_PARTS:
        cases = " ".join(
            f"when {sql.quote_text(number)} then create_sort_key({express_rank('part[1]', number)})"
            for number in sorted(set(numbers))
        )
        zipped = f"list_zip({cells.listed}, [{sql.quote_texts(numbers)}])"
        return f"list_transform({zipped}, lambda part: case part[2] {cases} end)"
    ranks = map(express_rank, cells.each, numbers)
    return f"create_sort_key({', '.join(ranks)})" if numbers else "''::blob"


def express_rank(part: str, number: str) -> str:
    """Give what sorts one part of a key: as a number of that type, then as text."""
    ranked = f"try_cast({part} as {number}), 'ASC NULLS LAST', " if number else ""
    return f"{ranked}{part}, 'ASC NULLS FIRST'"
