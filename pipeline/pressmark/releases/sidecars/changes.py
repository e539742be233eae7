"""What changed since the release before, in sentences for people."""

from collections.abc import Iterator

from pressmark.compare import (
    Change,
    Comparison,
    Demand,
    TableChanges,
    demands,
    highest,
    quoted,
    said,
)
from pressmark.package import Package, Table
from pressmark.package.withdrawn import Withdrawn, withdrawn_of
from pressmark.releases.signed_off import SignedOff
from pressmark.report import Report
from pressmark.version import LEVELS, parse
from pressmark.words import ended, in_markdown, plural

NOTABLE = 20
"""How many changes of each kind in a table are told one by one; changes.csv has all."""
LONGEST_VALUE = 200


def changes_text(
    source: Package,
    comparison: Comparison,
    report: Report,
    signed_off: tuple[SignedOff, ...] = (),
) -> str:
    """Write CHANGES.md: the author's note, why this version, then what changed, table by table.

    What was signed off stands behind the note, where pages show it.
    A first release says how many tables and records it has, which its report counted.
    """
    previous = comparison.old
    title = in_one_line(source.descriptor.title or source.name)
    since = f"since {previous.version}" if previous else "first release"
    lines = [f"# {title} {source.version}: {since}", ""]
    if source.note:
        lines += [without_title(source.note), ""]
    lines += signed_lines(source, signed_off)
    if previous:
        lines += [*why(previous.version, source.version, demands(comparison)), ""]
    lines += ["## Records", ""]
    if previous is None:
        lines += first_counts(source, report)
        return "\n".join(lines) + "\n"
    for pair, changes in zip(comparison.pairs, comparison.tables, strict=True):
        lines.append(
            f"- {table_title(pair.table)}: {table_changes(changes, gone=pair.new is None)}"
        )
    lines.append("")
    withdrawn = withdrawn_of(source)
    lines += [*corrections(comparison), *removals(comparison, withdrawn)]
    lines += [*additions(comparison), *schema_lines(comparison)]
    return "\n".join(lines).rstrip() + "\n"


def first_counts(source: Package, report: Report) -> Iterator[str]:
    """Say how much a first release holds, as a whole and table by table."""
    records = sum(table.records for table in report.tables)
    whole = f"{plural(len(report.tables), 'table')}, {plural(records, 'record')}"
    yield f"This is the first release: {whole}."
    yield ""
    for table in report.tables:
        title = table_title(source.table(table.name))
        yield f"- {title}: {plural(table.records, 'record')}"


def signed_lines(source: Package, signed_off: tuple[SignedOff, ...]) -> Iterator[str]:
    """Tell what a guard had stopped, and for which reason it was published all the same."""
    if not signed_off:
        return
    yield from ("## Signed off", "")
    for each in signed_off:
        field = f", `{each.field}`" if each.field else ""
        title = table_title(source.table(each.table))
        what, reason = in_markdown(each.what), ended(in_markdown(each.reason))
        yield f"- {title}{field}: {what}. This is right: {reason}"
    yield ""


def without_title(note: str) -> str:
    """Take the author's own heading off a note, which is placed under another."""
    first, _, rest = note.strip().partition("\n")
    return rest.strip() if first.startswith("# ") else note.strip()


def why(last: str, version: str, asked: tuple[Demand, ...]) -> Iterator[str]:
    """Say which version the changes ask for, and by what."""
    yield "## Why this version"
    yield ""
    level = highest(asked)
    if level is None:
        yield f"Nothing has changed since {last} in the data and in what describes it."
        return
    before = parse(last)
    if before is None or not before.is_final:
        what = "a pre-release, which" if before else "no semantic version, and"
        yield f"{last} was {what} promises nothing."
        return
    least = before.after(level)
    yield f"After {last} the changes ask for {least} or higher; this is {version}."
    yield ""
    for each in LEVELS:
        reasons = [demand for demand in asked if demand.level == each]
        yield from (f"- {each}: {demand.what}" for demand in reasons[:NOTABLE])
        if len(reasons) > NOTABLE:
            yield f"- {each}: {len(reasons) - NOTABLE:,} changes more"


def table_title(table: Table) -> str:
    """Name a table for readers, with the name that files and SQL use."""
    title = table.resource.title
    return f"{in_one_line(title)} (`{table.name}`)" if title else f"`{table.name}`"


def in_one_line(title: str) -> str:
    """Give a title without its line ends, which would end a heading or an item."""
    return " ".join(title.split())


def table_changes(table: TableChanges, *, gone: bool) -> str:
    """Say what happened to one table's records."""
    counts = (
        ("added", table.added),
        ("removed", table.removed),
        ("changed", table.changed),
        ("moved", table.moved),
    )
    parts = [f"{plural(number, 'record')} {change}" for change, number in counts if number]
    sentence = ", ".join(parts) or "no change"
    return f"the table was removed ({sentence})" if gone else sentence


def corrections(comparison: Comparison) -> Iterator[str]:
    """Tell old and new values of the first cells that changed."""
    changed = [each for each in comparison.listed if each.change == "changed"]
    if not changed:
        return
    yield from ("## Corrected values", "")
    for table in comparison.tables:
        mine = [each for each in changed if each.table == table.name]
        yield from (correction(each, comparison) for each in mine)
        whole = sum(number for _, number in table.cells)
        yield from and_more(table.name, whole - len(mine))
    yield ""


def correction(change: Change, comparison: Comparison) -> str:
    """Tell one cell's old and new value."""
    table = comparison.new.table(change.table)
    label = table.schema.field(change.field or "").label
    before, after = (quoted(each, LONGEST_VALUE) for each in (change.before, change.after))
    return f"- {table_title(table)}, `{change.key}`: {label} was {before} and is {after}."


def removals(comparison: Comparison, withdrawn: tuple[Withdrawn, ...]) -> Iterator[str]:
    """Tell the first records that were removed, with the reason and the successor."""
    removed = [each for each in comparison.listed if each.change == "removed"]
    if not removed:
        return
    yield from ("## Removed records", "")
    told = {(each.table, each.key): each for each in withdrawn}
    for pair, table in zip(comparison.pairs, comparison.tables, strict=True):
        mine = [each for each in removed if each.table == table.name]
        former = pair.old.name if pair.old else table.name
        for change in mine:
            known = told.get((table.name, change.key)) or told.get((former, change.key))
            yield f"- {table_title(pair.table)}, `{change.key}`{because(known)}"
        yield from and_more(table.name, table.removed - len(mine))
    yield ""


def because(known: Withdrawn | None) -> str:
    """Say why a key was withdrawn and what stands in its place."""
    if known is None:
        return "."
    reason = known.reason.strip().rstrip(".")
    return f": {reason}." + (f" Use `{known.replaced_by}` instead." if known.replaced_by else "")


def additions(comparison: Comparison) -> Iterator[str]:
    """Name the first records that were added."""
    added = [each for each in comparison.listed if each.change == "added"]
    if not added:
        return
    yield from ("## Added records", "")
    for pair, table in zip(comparison.pairs, comparison.tables, strict=True):
        mine = [f"`{each.key}`" for each in added if each.table == table.name]
        if mine:
            more = f" and {table.added - len(mine):,} more" if table.added > len(mine) else ""
            yield f"- {table_title(pair.table)}: {', '.join(mine)}{more}."
    yield ""


def and_more(table: str, number: int) -> Iterator[str]:
    """Say how many changes are not told one by one."""
    if number > 0:
        yield f"- `{table}`: {number:,} more, all in changes.csv."


def schema_lines(comparison: Comparison) -> Iterator[str]:
    """Say what the schemas and descriptions say now."""
    notes = [table for table in comparison.tables if table.note and (table.added or table.removed)]
    if comparison.schema:
        yield from ("## Schemas", "")
        for change in comparison.schema:
            where = "The package" if change.table is None else f"`{change.table}`"
            field = f", field `{change.field}`" if change.field else ""
            yield f"- {where}{field}: {said(change)}."
        yield ""
    if notes:
        yield from ("## How it was compared", "")
        for table in notes:
            yield f"- `{table.name}` record by record, as wholes: {table.note}."
