"""In which order the records of a table stand, and how a release tells it.

A table with a primary key is sorted by it. In one without, order may carry meaning (a transcript, a
log), and from the second format on it keeps the order of its file: files that are read one after
the other count as one. Its CSV needs no more to say so. A database promises no order of its own,
and has the place of each record in one column more.
"""

import itertools

from pressmark.package.own import ORDER
from pressmark.package.package import Package, Table
from pressmark.package.release_format import FIRST, find_release_format

OF_THE_FILE = "file"
"""What `ORDER` says."""
PLACE = "pressmark_order"
"""How the column is called, unless a field of the table is called so."""
MEANING = "The place of the record in its file, from 1."


def keeps_file_order(package: Package, table: Table) -> bool:
    """Whether a table's records stand as in its file; else they are sorted.

    By its primary key, or in a release of the first format by all columns.
    """
    return not table.schema.primary_key and find_release_format(package) > FIRST


def describe_order(*, in_file_order: bool) -> dict[str, str]:
    """Say in a released table's entry that its records stand as in its file; else nothing."""
    return {ORDER.name: OF_THE_FILE} if in_file_order else {}


def name_order_column(package: Package, table: Table) -> str | None:
    """Name the column in which databases hold the place of a record; None where there is none."""
    return make_free_name(table) if keeps_file_order(package, table) else None


def make_free_name(table: Table) -> str:
    """Name the column so that SQL, which knows no case, takes no field for it."""
    taken = {field.name.lower() for field in table.schema.fields}
    return next(
        name for end in itertools.count() if (name := PLACE + "_" * end).lower() not in taken
    )
