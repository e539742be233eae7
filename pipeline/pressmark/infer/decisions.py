"""What a draft decided, in sentences; each choice that might be wrong is a doubt beside them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pressmark.infer.draft import DraftTable
from pressmark.words import phrase_count

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def list_decisions(tables: Sequence[DraftTable]) -> Iterator[str]:
    """Say of each table how it is read, what it holds and its key; then which table names which."""
    for table in tables:
        types = Counter(each.type for each in table.fields).most_common()
        held = ", ".join(f"{number} {name}" for name, number in types)
        key = " and ".join(table.primary_key)
        fields = phrase_count(len(table.fields), "field")
        yield (
            f"{table.name}: {phrase_count(table.records, 'record')} of {fields} ({held})"
            f"{phrase_reading(table)}; {f'the key is {key}' if key else 'no key'}"
        )
    for table in tables:
        for foreign in table.foreign_keys:
            named = " and ".join(foreign["fields"])
            parent = foreign["reference"].get("resource") or table.name
            yield f"{table.name}.{named} names a record of {parent}"


def phrase_reading(table: DraftTable) -> str:
    """Say how a file is read, where it is not read as most are."""
    layout = table.layout
    delimiter = str(layout.dialect.get("delimiter", ""))
    parted = f"parted by {DELIMITERS.get(delimiter, repr(delimiter))}" if delimiter else ""
    encoded = f"read as {layout.encoding}" if layout.encoding != "utf-8" else ""
    return "".join(f", {each}" for each in (parted, encoded) if each)
