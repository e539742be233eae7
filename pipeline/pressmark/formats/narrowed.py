"""Tables in the engine with the fields that SQLite holds of them."""

from dataclasses import replace

from pressmark.engine.tables import StoredTable
from pressmark.package import Package
from pressmark.package.sqlite_width import kept_fields, narrowed, too_wide


def stored_narrowed(package: Package, stored: tuple[StoredTable, ...]) -> tuple[StoredTable, ...]:
    """Give tables in the engine with the fields that SQLite holds, each in its old column."""
    return tuple(
        replace(
            each,
            table=narrowed(package, each.table),
            storages=tuple(
                each.storages[number - 1] for number in kept_fields(package, each.table)
            ),
            columns=kept_fields(package, each.table),
        )
        if too_wide(package, each.table)
        else each
        for each in stored
    )
