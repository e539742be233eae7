"""What changed since the release before, in sentences for people."""

from collections.abc import Iterator

from pressmark.compare import (
    Change,
    Comparison,
    Demand,
    TableChanges,
    find_highest,
    list_demands,
    phrase_change,
    quote_value,
)
from pressmark.package import Package, Table
from pressmark.package.withdrawn import Withdrawn, read_withdrawn_keys
from pressmark.releases.signed_off import SignedOff
from pressmark.report import Report
from pressmark.version import LEVELS, parse
from pressmark.words import end_sentence, escape_markdown, phrase_count

NOTABLE = 20
"""How many changes of each kind in a table are told one by one; changes.csv has all."""
LONGEST_VALUE = 200


def render_changes_text(
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
    title = join_lines(source.descriptor.title or source.name)
    since = f"since {previous.version}" if previous else "first release"
    lines = [f"# {title} {source.version}: {since}", ""]
    if source.note:
        lines += [without_title(source.note), ""]
    lines += tell_signed_off(source, signed_off)
    if previous:
        lines += [*explain_version(previous.version, source.version, list_demands(comparison)), ""]
    lines += ["## Records", ""]
    if previous is None:
        lines += count_first(source, report)
        return "\n".join(lines) + "\n"
    for pair, changes in zip(comparison.pairs, comparison.tables, strict=True):
        told = tell_table_changes(changes, gone=pair.new is None)
        lines.append(f"- {render_table_title(pair.table)}: {told}")
    lines.append("")
    withdrawn = read_withdrawn_keys(source)
    lines += [*tell_corrections(comparison), *tell_removals(comparison, withdrawn)]
    lines += [*tell_additions(comparison), *tell_schema_changes(comparison)]
    return "\n".join(lines).rstrip() + "\n"


def count_first(source: Package, report: Report) -> Iterator[str]:
    """Say how much a first release holds, as a whole and table by table."""
    records = sum(table.records for table in report.tables)
    whole = f"{phrase_count(len(report.tables), 'table')}, {phrase_count(records, 'record')}"
    yield f"This is the first release: {whole}."
    yield ""
    for table in report.tables:
        title = render_table_title(source.table(table.name))
        yield f"- {title}: {phrase_count(table.records, 'record')}"


def tell_signed_off(source: Package, signed_off: tuple[SignedOff, ...]) -> Iterator[str]:
    """Tell what a guard had stopped, and for which reason it was published all the same."""
    if not signed_off:
        return
    yield from ("## Signed off", "")
    for each in signed_off:
        field = f", `{each.field}`" if each.field else ""
        title = render_table_title(source.table(each.table))
        what, reason = escape_markdown(each.what), end_sentence(escape_markdown(each.reason))
        yield f"- {title}{field}: {what}. This is right: {reason}"
    yield ""


def without_title(note: str) -> str:
    """Take the author's own heading off a note, which is placed under another."""
    first, _, rest = note.strip().partition("\n")
    return rest.strip() if first.startswith("# ") else note.strip()


def explain_version(last: str, version: str, asked: tuple[Demand, ...]) -> Iterator[str]:
    """Say which version the changes ask for, and by what."""
    yield "## Why this version"
    yield ""
    level = find_highest(asked)
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


def render_table_title(table: Table) -> str:
    """Name a table for readers, with the name that files and SQL use."""
    title = table.resource.title
    return f"{join_lines(title)} (`{table.name}`)" if title else f"`{table.name}`"


def join_lines(title: str) -> str:
    """Give a title without its line ends, which would end a heading or an item."""
    return " ".join(title.split())


def tell_table_changes(table: TableChanges, *, gone: bool) -> str:
    """Say what happened to one table's records."""
    counts = (
        ("added", table.added),
        ("removed", table.removed),
        ("changed", table.changed),
        ("moved", table.moved),
    )
    parts = [f"{phrase_count(number, 'record')} {change}" for change, number in counts if number]
    sentence = ", ".join(parts) or "no change"
    return f"the table was removed ({sentence})" if gone else sentence


def tell_corrections(comparison: Comparison) -> Iterator[str]:
    """Tell old and new values of the first cells that changed."""
    changed = [each for each in comparison.listed if each.change == "changed"]
    if not changed:
        return
    yield from ("## Corrected values", "")
    for table in comparison.tables:
        mine = [each for each in changed if each.table == table.name]
        yield from (tell_correction(each, comparison) for each in mine)
        whole = sum(number for _, number in table.cells)
        yield from tell_of_more(table.name, whole - len(mine))
    yield ""


def tell_correction(change: Change, comparison: Comparison) -> str:
    """Tell one cell's old and new value."""
    table = comparison.new.table(change.table)
    label = table.schema.field(change.field or "").label
    before, after = (quote_value(each, LONGEST_VALUE) for each in (change.before, change.after))
    return f"- {render_table_title(table)}, `{change.key}`: {label} was {before} and is {after}."


def tell_removals(comparison: Comparison, withdrawn: tuple[Withdrawn, ...]) -> Iterator[str]:
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
            yield f"- {render_table_title(pair.table)}, `{change.key}`{phrase_withdrawal(known)}"
        yield from tell_of_more(table.name, table.removed - len(mine))
    yield ""


def phrase_withdrawal(known: Withdrawn | None) -> str:
    """Say why a key was withdrawn and what stands in its place."""
    if known is None:
        return "."
    reason = known.reason.strip().rstrip(".")
    return f": {reason}." + (f" Use `{known.replaced_by}` instead." if known.replaced_by else "")


def tell_additions(comparison: Comparison) -> Iterator[str]:
    """Name the first records that were added."""
    added = [each for each in comparison.listed if each.change == "added"]
    if not added:
        return
    yield from ("## Added records", "")
    for pair, table in zip(comparison.pairs, comparison.tables, strict=True):
        mine = [f"`{each.key}`" for each in added if each.table == table.name]
        if mine:
            more = f" and {table.added - len(mine):,} more" if table.added > len(mine) else ""
            yield f"- {render_table_title(pair.table)}: {', '.join(mine)}{more}."
    yield ""


def tell_of_more(table: str, number: int) -> Iterator[str]:
    """Say how many changes are not told one by one."""
    if number > 0:
        yield f"- `{table}`: {number:,} more, all in changes.csv."


def tell_schema_changes(comparison: Comparison) -> Iterator[str]:
    """Say what the schemas and descriptions say now."""
    notes = [table for table in comparison.tables if table.note and (table.added or table.removed)]
    if comparison.schema:
        yield from ("## Schemas", "")
        for change in comparison.schema:
            where = "The package" if change.table is None else f"`{change.table}`"
            field = f", field `{change.field}`" if change.field else ""
            yield f"- {where}{field}: {phrase_change(change)}."
        yield ""
    if notes:
        yield from ("## How it was compared", "")
        for table in notes:
            yield f"- `{table.name}` record by record, as wholes: {table.note}."
