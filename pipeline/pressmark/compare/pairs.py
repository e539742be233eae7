"""Which table and which field of one package is which of the other, through renamings.

`pressmark:formerly` on a resource or a field gives the name, or the list of names, that it had.
"""

from collections.abc import Mapping

from pressmark.compare.comparison import Pair
from pressmark.errors import ProjectError
from pressmark.package import Package, Table
from pressmark.package.own import FORMERLY
from pressmark.package.properties import Properties


def pair_tables(old: Package | None, new: Package) -> tuple[Pair, ...]:
    """Pair the tables of two packages: those of the older one first, in its order.

    ProjectError where a name is claimed that is still in use, or claimed twice.
    """
    before = {table.name: table for table in old.tables} if old else {}
    after = {table.name: table for table in new.tables}
    renamed = find_renamings(
        before, {name: table.resource for name, table in after.items()}, new.place
    )
    pairs = []
    for name, table in before.items():
        other = after.get(renamed.get(name, name))
        pairs.append(Pair(table, other, pair_fields(table, other, new.place)))
    known = {pair.new.name for pair in pairs if pair.new}
    pairs.extend(Pair(None, table) for name, table in after.items() if name not in known)
    return tuple(pairs)


def pair_fields(old: Table, new: Table | None, place: str) -> tuple[tuple[str, str], ...]:
    """Pair the fields that two tables share, in the newer one's order."""
    if new is None:
        return ()
    before = {field.name: field for field in old.schema.fields}
    after = {field.name: field for field in new.schema.fields}
    renamed = find_renamings(before, after, f"{place}, table {new.name!r}")
    back = {name: former for former, name in renamed.items()}
    return tuple((former, name) for name in after if (former := back.get(name, name)) in before)


def find_renamings(
    before: Mapping[str, object], after: Mapping[str, Properties], place: str
) -> dict[str, str]:
    """Give the new name of everything that was renamed, by its old name."""
    renamed: dict[str, str] = {}
    for name, part in after.items():
        former = next((each for each in list_former_names(part) if each in before), None)
        if name in before or former is None:
            continue
        if former in after:
            wrong = f"{name!r} says that it was formerly {former!r}, which is still there"
            raise ProjectError(place, wrong, f"take {FORMERLY.name} or one of the two away")
        if former in renamed:
            wrong = f"{name!r} and {renamed[former]!r} both say that they were formerly {former!r}"
            raise ProjectError(place, wrong, f"leave {FORMERLY.name} to one of them")
        renamed[former] = name
    return renamed


def list_former_names(part: Properties) -> tuple[str, ...]:
    """Give the names that a table or a field had."""
    return FORMERLY.of(part) or ()
