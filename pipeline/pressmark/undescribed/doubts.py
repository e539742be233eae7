"""What is doubtful about files that nobody described, as findings: warnings with their places."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from pressmark import sql
from pressmark.engine.connection import ARRIVING, Engine
from pressmark.infer.column_evidence import NO_VALUE
from pressmark.infer.draft import Doubt, DraftLayout, DraftTable, Nearly
from pressmark.infer.table_files import LIMITS, describe_as_table
from pressmark.intake import Block, TableFile
from pressmark.intake.kind import is_delimited
from pressmark.package import Table
from pressmark.report.finding import Finding, Findings
from pressmark.report.rule import Rule
from pressmark.report.rules import CELL_UNLIKE, HEADER_BLANK, HEADER_DUPLICATE, SCHEMA_DOUBT
from pressmark.validate.schemas import teach
from pressmark.words import shorten

LEAST_WEIGHT, OF_THE_WHOLE = 2, 3
"""How much a doubt must weigh to be told; one of a whole table weighs less where it is a hint."""
FEW, RARE = 3, 0.05
"""So many values, or a share of so much, are told one by one."""
LONGEST_VALUE = 200
RIGHT = "If it is meant otherwise, write a schema, and judge by that: --schema FILE."


def tell_of_layout(table: Table, layout: DraftLayout, findings: Findings) -> None:
    """Tell what is doubtful about how a file holds its table."""
    for doubt in layout.doubts:
        if doubt.weight >= LEAST_WEIGHT and not doubt.judged:
            tell(table, doubt, findings)


def tell_of_header(table: Table, layout: DraftLayout, findings: Findings) -> None:
    """Tell of columns without a name, and of names that stand twice; all of them are read."""
    row = max(layout.dialect.get("headerRows", (1,)))
    line = row if is_delimited(table) else None

    def add(rule: Rule, name: str, message: str, hint: str) -> None:
        findings.add(
            rule.finding(
                message, table=table.name, path=table.place, line=line, value=name, hint=hint
            )
        )

    for number, name in enumerate(layout.header, start=1):
        if not name.strip():
            message = f"Column {number} has no name in the header."
            add(HEADER_BLANK, name, message, "Write its name, or delete the column.")
    for name, times in Counter(layout.header).items():
        if name.strip() and times > 1:
            message = f'The header names "{shorten(name, LONGEST_VALUE)}" {times} times.'
            add(HEADER_DUPLICATE, name, message, "Give every column a name of its own.")


def tell_of_draft(table: Table, draft: DraftTable, findings: Findings) -> None:
    """Tell what is doubtful about the fields and records of a table."""
    of_fields = tuple(doubt for each in draft.fields for doubt in each.doubts)
    cells = tuple(doubt for doubt in of_fields if doubt.nearly and is_rare(doubt.nearly))
    for doubt in (*draft.doubts, *of_fields):
        least = LEAST_WEIGHT if doubt.field else OF_THE_WHOLE
        if doubt.weight >= least and not doubt.judged and doubt not in cells:
            tell(table, doubt, findings)
    if cells:
        tell_of_cells(table, draft, cells, findings)


def tell(table: Table, doubt: Doubt, findings: Findings) -> None:
    """Tell a doubt."""
    findings.add(
        SCHEMA_DOUBT.finding(
            doubt.words,
            table=table.name,
            path=table.place,
            record=doubt.record,
            field=doubt.field,
            hint=RIGHT if doubt.record is None else "If it is no record, delete it.",
        )
    )


def is_rare(nearly: Nearly) -> bool:
    """Whether so few values are unlike the others that each is worth a look."""
    return nearly.wrong <= max(FEW, RARE * nearly.values)


def tell_of_cells(
    table: Table, draft: DraftTable, doubts: Sequence[Doubt], findings: Findings
) -> None:
    """Tell of each value that keeps a column from being what all others are."""
    source = describe_as_table(draft.path, draft.layout, draft.name)
    names = [each.name for each in draft.fields]
    with Engine() as engine:
        teach(engine)
        for block in TableFile(source, Findings(0), LIMITS).blocks():
            for doubt in doubts:
                column = block.cells.column(names.index(doubt.field or ""))
                for number, value in find_unlike(column, doubt, findings, engine):
                    findings.add(report_unlike(table, doubt, block, number, value))


def find_unlike(
    column: pa.Array, doubt: Doubt, findings: Findings, engine: Engine
) -> Iterator[tuple[int, str]]:
    """Give the first cells of a column that are unlike the others, and count what is left."""
    assert doubt.nearly  # noqa: S101 - for the types
    right = doubt.nearly.candidate.right("v")
    wrong = f"v <> '' and not {right} and {express_something('v')}"
    room = max(findings.limit - findings.counts[CELL_UNLIKE.id], 0)
    with engine.arriving(pa.table({"n": pa.array(np.arange(len(column))), "v": column})):
        ((times,),) = engine.rows(f"select count(*) from {ARRIVING} where {wrong}")
        first = f"select n, v from {ARRIVING} where {wrong} order by n limit {room}"
        yield from engine.rows(first) if times and room else ()
    if times > room:
        findings.count(CELL_UNLIKE.id, CELL_UNLIKE.severity, times - room)


def report_unlike(table: Table, doubt: Doubt, block: Block, number: int, value: str) -> Finding:
    """Say that a cell of a block is unlike nearly all others of its column."""
    assert doubt.nearly  # noqa: S101 - for the types
    alike = f"{doubt.nearly.values - doubt.nearly.wrong:,} of the {doubt.nearly.values:,} values"
    return CELL_UNLIKE.finding(
        f"The value is not {doubt.nearly.candidate.reads}; {alike} of its column are.",
        table=table.name,
        path=table.place,
        record=int(block.records[number]),
        line=None if block.lines is None else int(block.lines[number]),
        field=doubt.field,
        value=shorten(value, LONGEST_VALUE),
        hint="Correct it, or leave it: the column was taken for text.",
    )


def express_something(text: str) -> str:
    """Give SQL that is true where a text is none of those that say that there is no value."""
    return f"lower(trim({text})) not in ({sql.quote_texts(sorted(NO_VALUE))})"
