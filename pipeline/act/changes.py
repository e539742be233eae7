"""What changed since the release before, in sentences and as a table."""

import csv
import io

from pipeline.compare import Comparison
from pipeline.descriptor import Package, Table
from pipeline.report.sentences import plural


def changes_text(source: Package, previous: Package | None, comparison: Comparison) -> str:
    """Write CHANGES.md: the author's note, then what was added, removed and changed, counted."""
    title = source.descriptor.title or source.name
    since = f"since {previous.version}" if previous else "first release"
    lines = [f"# {title} {source.version}: {since}", ""]
    if source.note:
        lines += [without_title(source.note), ""]
    lines += ["## Records", ""]
    tables = [*source.tables, *removed_tables(previous, comparison)]
    for table in tables:
        lines.append(f"- {table_title(table)}: {table_changes(table.name, comparison)}")
    lines += ["", *schema_lines(comparison)]
    return "\n".join(lines).rstrip() + "\n"


def without_title(note: str) -> str:
    """Take the author's own heading off a note, which is placed under another."""
    first, _, rest = note.strip().partition("\n")
    return rest.strip() if first.startswith("# ") else note.strip()


def removed_tables(previous: Package | None, comparison: Comparison) -> list[Table]:
    """Give the tables that the release before had and this one has not."""
    return [previous.table(name) for name in comparison.tables_removed] if previous else []


def table_title(table: Table) -> str:
    """Name a table for readers, with the name that files and SQL use."""
    title = table.resource.title
    return f"{title} (`{table.name}`)" if title else f"`{table.name}`"


def table_changes(name: str, comparison: Comparison) -> str:
    """Say what happened to one table's records."""
    parts = [
        f"{plural(count, 'record')} {change}"
        for change in ("added", "removed", "changed")
        if (count := comparison.count(name, change))
    ]
    sentence = ", ".join(parts) or "no change"
    if name in comparison.tables_removed:
        return f"the table was removed ({sentence})"
    return sentence


def schema_lines(comparison: Comparison) -> list[str]:
    """Name the tables whose fields, types or rules changed."""
    if not comparison.schemas_changed:
        return []
    names = ", ".join(f"`{name}`" for name in comparison.schemas_changed)
    return ["## Schemas", "", f"Fields, types, rules or descriptions changed in {names}."]


def changes_csv(comparison: Comparison) -> str:
    """Write every change as a line of `table,key,field,change,before,after`."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("table", "key", "field", "change", "before", "after"))
    for change in comparison.changes:
        writer.writerow(
            (change.table, change.key, change.field, change.change, change.before, change.after)
        )
    return written.getvalue()
