"""Tables in the engine with the fields that SQLite holds of them."""

from dataclasses import replace

from pressmark.engine.tables import StoredTable
from pressmark.package import Package
from pressmark.package.sqlite_width import is_too_wide, narrow_table, number_kept_fields


def narrow_stored(package: Package, stored: tuple[StoredTable, ...]) -> tuple[StoredTable, ...]:
    """Give tables in the engine with the fields that SQLite holds, each in its old column."""
    return tuple(
        replace(
            each,
            table=narrow_table(package, each.table),
            storages=tuple(
                each.storages[number - 1] for number in number_kept_fields(package, each.table)
            ),
            columns=number_kept_fields(package, each.table),
        )
        if is_too_wide(package, each.table)
        else each
        for each in stored
    )
