"""The records that listed findings are about, as they are written, for those who read a report."""

from collections.abc import Iterable

from pipeline.descriptor import Package, Table
from pipeline.engine import Engine
from pipeline.finding import Finding
from pipeline.report import Row, positions
from pipeline.tables import raw

LONGEST_CELL = 200
"""How many characters of a cell are kept."""

WIDEST = 60
"""Of a table with more fields only the cells around the wrong ones are kept."""

AROUND = 10
MOST_COLUMNS = 1_000


def rows_of(
    package: Package, findings: Iterable[Finding], engine: Engine
) -> dict[tuple[str, int], Row]:
    """Fetch the records that findings name, by table and number, in one query a table.

    A record that could not be read, such as one of too few cells, is not among them.
    """
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.table is not None and finding.record is not None:
            named.setdefault(finding.table, []).append(finding)
    rows = {}
    for position, table in enumerate(package.tables):
        if table.name in named:
            for number, row in read_rows(table, position, named[table.name], engine):
                rows[table.name, number] = row
    return rows


def read_rows(
    table: Table, position: int, findings: list[Finding], engine: Engine
) -> Iterable[tuple[int, Row]]:
    """Read one table's records, each under its number."""
    fields = tuple(field.name for field in table.schema.fields)
    chosen = kept_columns(fields, findings)
    texts = "".join(f", left(c{at + 1}, {LONGEST_CELL + 1})" for at in chosen)
    records = sorted({finding.record for finding in findings if finding.record is not None})
    for number, *cells in engine.rows(
        f"select record{texts} from {raw(position)} where record in (select unnest($records))",
        {"records": records},
    ):
        yield number, Row(fields, dict(zip(chosen, map(shortened, cells), strict=True)))


def kept_columns(fields: tuple[str, ...], findings: list[Finding]) -> list[int]:
    """Choose the columns to keep: all, or in a wide table those around what is wrong."""
    if len(fields) <= WIDEST:
        return list(range(len(fields)))
    wrong = {at for name in {each.field for each in findings} for at in positions(fields, name)}
    near = {at + step for at in wrong for step in range(-AROUND, AROUND + 1)}
    kept = sorted((near | set(range(AROUND))) & set(range(len(fields))))
    return kept[:MOST_COLUMNS]


def shortened(cell: str | None) -> str | None:
    """Cut a cell, and show that it was cut."""
    if cell is None or len(cell) <= LONGEST_CELL:
        return cell
    return cell[: LONGEST_CELL - 1] + "…"
