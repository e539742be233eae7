"""What of a record would still be found: its values, in whatever way a text file writes them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.package import Package
from pressmark.publish.redaction.gone import Gone

SHORTEST = 4
"""Characters of a value that can be looked for; shorter ones stand everywhere."""
LONGEST = 60
"""Characters that are looked for of a longer value, which a sentence may have cut."""

PLAIN = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
IN_HTML = (
    str.maketrans(PLAIN | {'"': "&#34;", "'": "&#39;"}),
    str.maketrans(PLAIN | {'"': "&quot;", "'": "&#x27;"}),
    str.maketrans(PLAIN),
)
"""How templates, the standard library, and Markdown write signs in HTML."""


@dataclass(frozen=True)
class Trace:
    """A value of a record that goes, and the forms in which a file may hold it."""

    table: str
    field: str
    value: str

    def forms(self) -> frozenset[str]:
        """Give its beginning as it is, and as CSV, JSON, HTML and a line for people write it."""
        text = self.value[:LONGEST]
        shown = "".join(each if each.isprintable() else " " for each in text)
        given = {text, shown, text.replace('"', '""')}
        given |= {each.translate(signs) for each in (text, shown) for signs in IN_HTML}
        given |= {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
        return frozenset(given)


def list_traces(release: Package, gone: Iterable[Gone]) -> tuple[Trace, ...]:
    """Give every value of some records that is long enough to be looked for."""
    found = (
        Trace(each.table, field.name, cell)
        for each in gone
        for field, cell in zip(release.table(each.table).schema.fields, each.cells, strict=True)
        if len(cell) >= SHORTEST
    )
    return tuple(dict.fromkeys(found))


def split_traces(
    traces: Iterable[Trace], folder: Path, names: Iterable[str]
) -> tuple[tuple[Trace, ...], tuple[Trace, ...]]:
    """Tell the values that stand in none of some files below a folder from those that do."""
    found: set[Trace] = set()
    written = {trace: [form.encode() for form in trace.forms()] for trace in traces}
    for name in names:
        content = (folder / name).read_bytes()
        found |= {
            trace
            for trace, forms in written.items()
            if trace not in found and any(form in content for form in forms)
        }
    nowhere = tuple(trace for trace in written if trace not in found)
    return nowhere, tuple(trace for trace in written if trace in found)


def join_forms(traces: Iterable[Trace]) -> tuple[str, ...]:
    """Give every form of some values, once."""
    return tuple(dict.fromkeys(form for trace in traces for form in trace.forms()))


def find_in_files(
    traces: Iterable[Trace], paths: Iterable[Path]
) -> Iterator[tuple[Path, int, Trace]]:
    """Find values in files: which file, which line, which value; of each the first place alone."""
    forms = [(trace, [form.encode() for form in trace.forms()]) for trace in traces]
    for path in paths:
        content = path.read_bytes()
        for trace, written in forms:
            places = [at for form in written if (at := content.find(form)) >= 0]
            if places:
                yield path, content.count(b"\n", 0, min(places)) + 1, trace


def is_free_text(package: Package, table: str, name: str) -> bool:
    """Whether a field holds somebody's words: no number, no value of a list, no key of others."""
    schema = package.table(table).schema
    field = schema.field(name)
    listed = field.categories or (field.constraints and field.constraints.enum)
    return (
        field.type in ("string", "any")
        and not listed
        and not any(name in key.fields for key in schema.foreign_keys)
    )
