"""The first lines of a file of changes: of which releases it tells, and how their files differ."""

from collections.abc import Callable, Iterator

from pressmark.compare.comparison import Pair
from pressmark.package import Attachment, Package, Table
from pressmark.package.digests import read_content_digest
from pressmark.package.own import TREE
from pressmark.package.release_format import find_release_format

COLUMNS = ("table", "key", "field", "change", "before", "after", "record")
RESOURCE = "resource.file"
"""What happens to a resource that is no table, as a file of changes calls it."""
Line = tuple[str | None, ...]
"""One line: a text or nothing for each of `COLUMNS`."""


def write_heading(old: Package, new: Package, pairs: tuple[Pair, ...]) -> Iterator[Line]:
    """Tell of both releases, then of each table's file, in the order of the comparison."""
    for name, before, after in (
        ("version", old.descriptor.version, new.descriptor.version),
        ("format", str(find_release_format(old)), str(find_release_format(new))),
        ("content", render_content_digest(old), render_content_digest(new)),
    ):
        yield (None, None, name, "release", before, after, None)
    for pair in pairs:
        for field, change, before, after in compare_files(pair):
            yield (pair.name, None, field, change, before, after, None)
    yield from compare_other_resources(old, new)


def compare_other_resources(old: Package, new: Package) -> Iterator[Line]:
    """Tell of each resource without a schema the root and the size of its tree on both sides."""
    was, now = ({each.name: render_tree(each) for each in side.attachments} for side in (old, new))
    for name in dict.fromkeys([*was, *now]):
        yield (name, None, None, RESOURCE, was.get(name), now.get(name), None)


def render_tree(attachment: Attachment) -> str | None:
    """Write the root and the size of a resource's tree as its line of the content digest does."""
    tree = TREE.of(attachment.resource)
    return tree.line(attachment.name).removesuffix(f" {attachment.name}\n") if tree else None


def render_content_digest(package: Package) -> str | None:
    """Give a release's content digest, as citations give it."""
    return read_content_digest(package.descriptor)


def compare_files(pair: Pair) -> Iterator[tuple[str | None, str, str | None, str | None]]:
    """Tell how a table's file differs: field, change, before and after."""
    old, new = pair.old, pair.new
    yield (None, "table.file", *ask_both(pair, lambda table: table.resource.hash))
    was, now = ask_both(pair, lambda table: table.name)
    if was != now:
        change = "renamed" if old and new else "added" if new else "removed"
        yield (None, f"table.{change}", was, now)
    former = dict(pair.fields)
    if old and new:
        for field in old.schema.fields:
            if field.name not in former:
                yield (field.name, "field.removed", field.name, None)
        for name in pair.grown:
            yield (name, "field.added", None, name)
        for earlier, name in pair.fields:
            if earlier != name:
                yield (name, "field.renamed", earlier, name)
    was, now = ask_both(pair, render_header)
    if was != now:
        yield (None, "header", was, now)
    was, now = ask_both(pair, find_missing_text)
    if (was or "") != (now or ""):
        yield (None, "missing", was, now)


def ask_both(pair: Pair, of: Callable[[Table], str | None]) -> tuple[str | None, str | None]:
    """Ask both sides; None where there is none."""
    return of(pair.old) if pair.old else None, of(pair.new) if pair.new else None


def find_missing_text(table: Table) -> str:
    """Give the text that stands for a missing value: a release has one."""
    return next((each.value for each in table.schema.missing_values), "")


def render_header(table: Table) -> str:
    """Write the first line of a table's file, without its end."""
    names = [field.name for field in table.schema.fields]
    return '""' if names == [""] else ",".join(render_cell(name) if name else "" for name in names)


def render_cell(text: str | None) -> str:
    """Write a cell of a line; an empty text stands in quotes, and nothing is nothing."""
    if text is None:
        return ""
    if not text or any(character in text for character in '",\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text
