"""How far the reading of a package has come, for whoever waits."""

from collections.abc import Callable, Iterable

from pressmark.package import Table

Progress = Callable[[str, int, int, int], None]
"""Told what is being done, how many records and bytes of all files were read, and how many bytes
there are."""


def hide_progress(_doing: str, _records: int, _read: int, _whole: int) -> None:
    """Show no progress."""


def measure_whole(tables: Iterable[Table]) -> int:
    """Give the bytes of all files of some tables."""
    paths = (path for table in tables for path in table.paths)
    return sum(path.stat().st_size for path in paths if path.is_file())


def tell_of_table(
    table: Table, records: int, size: int, whole: int, progress: Progress
) -> Callable[[int, int], None]:
    """Turn the records and bytes read of one table into those of the whole work.

    `records` and bytes, `size`, were read of other tables before.
    """

    def told(more_records: int, more_bytes: int) -> None:
        progress(f"reading {table.name}", records + more_records, size + more_bytes, whole)

    return told
