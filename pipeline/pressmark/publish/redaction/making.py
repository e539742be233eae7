"""The folders of releases as they are to be, whole, beside those that stand."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pressmark.errors import ProjectError
from pressmark.files.manifest import MANIFEST, hash_file, list_files_below, read_manifest
from pressmark.package import Package
from pressmark.package.digests import find_published_digest
from pressmark.package.own import REDACTED
from pressmark.publish.redaction.act_files import (
    CHANGES_TEXT,
    VERIFY,
    Telling,
    clean_changes,
    clean_changes_text,
    rewrite,
    tell_redaction,
    write_act_again,
)
from pressmark.publish.redaction.asked import ChosenRecords, RedactionRequest
from pressmark.publish.redaction.gone import Gone
from pressmark.publish.redaction.tables import write_without
from pressmark.publish.redaction.traces import Trace, is_free_text, list_traces, split_traces
from pressmark.releases.ledger import LEAF, Ledger
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE, join_modules
from pressmark.verify import sign


@dataclass(frozen=True)
class Made:
    """The folder of one version as it is to be: what went, and which files differ.

    `package` is None where only files of the act are others. `traces` are the values that nothing
    of it holds any more, `kept` those that other records of it hold, too.
    """

    version: str
    folder: Path
    gone: tuple[Gone, ...]
    package: Package | None
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    traces: tuple[Trace, ...] = ()
    kept: tuple[Trace, ...] = ()


def make_redacted(
    chosen: ChosenRecords,
    older: ChosenRecords | None,
    asked: RedactionRequest,
    aside: Path,
    folder: Path,
) -> Made:
    """Make a version without the records that go, into an empty folder.

    `older` is the version before it where records go out of that, too. ProjectError where the
    reason tells what is taken out.
    """
    release, gone = chosen.release, chosen.gone
    refuse_telling_reason(release, asked, list_traces(release, gone))
    tombstones = {each: each.tombstone(date=asked.date, reason=asked.reason) for each in gone}
    written, statistics = write_without(release, gone, tombstones, aside, folder)
    names = list_files_below(folder)
    traces, kept = split_traces(list_traces(release, gone), folder, names)
    counts = [(sum(each.table == name for each in gone), f"`{name}`")
              for name in dict.fromkeys(each.table for each in gone)]  # fmt: skip
    told = tell_redaction(
        [(what, number) for number, what in counts], date=asked.date, reason=asked.reason
    )
    write_act_again(release, folder, statistics, Telling(gone, traces), told)
    if older:
        clean_older(release, older, folder)
    if asked.signing_key:
        sign(folder, asked.signing_key)
    changed, removed = compare_folders(release.root, folder)
    return Made(release.version, folder, gone, written, changed, removed, traces, kept)


def make_next(
    release: Package, older: ChosenRecords, asked: RedactionRequest, folder: Path
) -> Made | None:
    """Make a version whose changes told of records that go out of the one before it.

    None where they did not.
    """
    shutil.copytree(release.root, folder, dirs_exist_ok=True)
    clean_older(release, older, folder)
    changed, removed = compare_folders(release.root, folder)
    if not changed:
        return None
    what = f"{older.release.version}, of which these changes told,"
    told = tell_redaction([(what, len(older.gone))], date=asked.date, reason=asked.reason)
    rewrite(folder / CHANGES_TEXT, lambda text: text + told)
    (folder / VERIFY).write_text(join_modules("verify"), "utf-8")
    changed, removed = compare_folders(release.root, folder)
    return Made(release.version, folder, (), None, changed, removed)


def clean_older(release: Package, older: ChosenRecords, folder: Path) -> None:
    """Take out of a version's changes what they tell of records of the version before it."""
    package = (*read_manifest((folder / MANIFEST).read_text("utf-8")), MANIFEST)
    traces, _ = split_traces(list_traces(older.release, older.gone), folder, package)
    telling = Telling(older.gone, traces, older=True)
    clean_changes(folder, telling)
    rewrite(folder / CHANGES_TEXT, lambda text: clean_changes_text(text, release, telling))


def refuse_telling_reason(
    release: Package, asked: RedactionRequest, traces: Iterable[Trace]
) -> None:
    """Stop where the reason, which is published, holds words that are taken out."""
    for trace in traces:
        if trace.value in asked.reason and is_free_text(release, trace.table, trace.field):
            wrong = f"holds the value of {trace.field} that is to be taken out, and is published"
            raise ProjectError("--reason", wrong, "say why without what is taken out")


def compare_folders(old: Path, new: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the files that are others in a new folder, or new, and those that are not there."""
    before, after = (
        {name: hash_file(folder / name) for name in list_files_below(folder)}
        for folder in (old, new)
    )
    changed = tuple(name for name in after if before.get(name) != after[name])
    return changed, tuple(name for name in before if name not in after)


def add_entry(ledger: Ledger, made: Made, asked: RedactionRequest) -> Ledger:
    """Give the ledger with the entry that says what was taken out of a version."""
    files = {
        name: f"sha256:{hash_file(made.folder / name)}"
        for name in list_files_below(made.folder)
        if name in {SIGNATURE, *ACT_NAMES}
    }
    before = [each for each in ledger.redactions if each.version == made.version]
    leaves = before[-1].leaves if before else {}
    if made.package:
        leaves = {
            f"{redacted.path}{LEAF}{each.leaf}": each.digest
            for table in made.package.tables
            if (redacted := REDACTED.of(table.resource))
            for each in redacted.records
        }
    published = ledger.entry(made.version)
    content = find_published_digest(made.package) if made.package else None
    return ledger.with_entry(
        act="redacted", version=made.version, date=asked.date,
        manifest=f"sha256:{hash_file(made.folder / MANIFEST)}",
        content=content or (published.content if published else None),
        files=files | leaves, reason=asked.reason,
    )  # fmt: skip
