"""What judging a project found, kept in its build folder, and found again where it still holds."""

import itertools
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pressmark.cache.described import Ids, UndescribedError
from pressmark.cache.noticed import (
    Content,
    Noticed,
    Stamp,
    read_noticed,
    take_stamps,
)
from pressmark.cache.sealed import read_sealed, write_sealed
from pressmark.cache.tool import identify_tool
from pressmark.cache.written_report import can_be_kept, read_report, write_report
from pressmark.package import Attachment, Package, Table
from pressmark.plugins import list_chosen
from pressmark.report import FileReport, Report, TableReport
from pressmark.validate.hashes import hash_files
from pressmark.validate.known import Known

FOLDER = "cache"
"""The folder below the build folder."""
JUDGED = "judged.json"
FILES = (f"{FOLDER}/.gitignore", f"{FOLDER}/{JUDGED}")
"""All that is kept, below the build folder."""
MOST_REPORTS = 8
LONGEST_REPORT = 4_000_000
"""Characters of a report that is kept: where more is wrong, that is what takes the time."""
MOST_KNOWN = 40_000
"""Entries of one kind that are kept, the newest: files, sound tables, keys or rules."""


@dataclass
class Shelf:
    """What a file of the cache holds: by id, the newest last."""

    files: dict[str, list[Any]] = field(default_factory=dict)
    sound: dict[str, int] = field(default_factory=dict)
    right: dict[str, None] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)


def read_kept(path: Path) -> Shelf:
    """Read what is kept; nothing where it is not whole, not ours, or another tool's."""
    document = read_sealed(path)
    if not isinstance(document, dict) or document.get("tool") != identify_tool():
        return Shelf()
    return Shelf(
        document["files"],
        document["sound"],
        dict.fromkeys(document["right"]),
        document["reports"],
    )


def write_kept(path: Path, kept: Shelf) -> None:
    """Write the newest of what is to be kept, in place of what was."""
    document = {
        "tool": identify_tool(),
        "files": take_newest(kept.files, MOST_KNOWN),
        "sound": take_newest(kept.sound, MOST_KNOWN),
        "right": [*take_newest(kept.right, MOST_KNOWN)],
        "reports": take_newest(kept.reports, MOST_REPORTS),
    }
    write_sealed(path, document)


def take_newest(entries: Mapping[str, Any], most: int) -> dict[str, Any]:
    """Take the last of some entries."""
    return dict(itertools.islice(entries.items(), max(len(entries) - most, 0), None))


class KeptFindings:
    """What earlier runs found of a package, for one run that asks and then tells.

    `looked` is the moment at which its files were looked at: what is told of them later was read
    after that, and is kept only for files that did not change meanwhile.
    """

    def __init__(self, package: Package, path: Path, asked: Iterable[object]) -> None:
        """Look at a package's files; `asked` are the options that every finding depends on."""
        self.package, self.path, self.asked = package, path, tuple(asked)
        self.kept = read_kept(path)
        self.looked = time.time_ns()
        self.stamps = [take_stamps(each.paths) for each in package.resources]
        self.changed = False
        paths = (each.paths for each in package.resources)
        contents = [*map(self.find_content, paths, self.stamps)]
        self.ids = Ids(package, contents, self.asked)

    def find_content(
        self, paths: Sequence[Path], stamps: tuple[Stamp, ...] | None
    ) -> Content | None:
        """Give what files hold, by what was noticed of them, else by their bytes; None if new."""
        if not paths:
            return Content((), "")  # what stands in the descriptor is told with it
        written = self.kept.files.get(name_files(paths))
        if written is None or stamps is None:
            return None
        noticed = read_noticed(written)
        if noticed.still_holds(stamps):
            return noticed.content
        if tuple(each.size for each in stamps) != noticed.content.sizes:
            return None
        return self.hash_content(paths, stamps, self.looked)

    def hash_content(
        self, paths: Sequence[Path], stamps: tuple[Stamp, ...], at: int
    ) -> Content | None:
        """Give what files hold by their bytes; None where they change meanwhile.

        Whoever reads a file for good says what is wrong with it.
        """
        try:
            sha256 = hash_files(paths, "sha256")
        except OSError:
            return None
        if take_stamps(paths) != stamps:
            return None
        noticed = Noticed(stamps, sha256, at)
        self.notice(paths, noticed)
        return noticed.content

    def find_written(self, paths: Sequence[Path]) -> Content | None:
        """Give what files hold that were written before this run, likewise."""
        return self.find_content(paths, take_stamps(paths))

    def read_written(self, paths: Sequence[Path]) -> Content | None:
        """Give what files hold that this run wrote."""
        at, stamps = time.time_ns(), take_stamps(paths)
        return None if stamps is None else self.hash_content(paths, stamps, at)

    def notice(self, paths: Sequence[Path], noticed: Noticed) -> None:
        """Keep what was noticed of files."""
        name = name_files(paths)
        self.kept.files.pop(name, None)
        self.kept.files[name] = noticed.written()
        self.changed = True

    def find_report(self, *options: object) -> Report | None:
        """Give the report that these options gave; None where anything it depends on is new."""
        name = self.ids.name_report(*options)
        written = None if name is None else self.kept.reports.get(name)
        if written is None:
            return None
        self.save()
        return read_report(json.loads(written))

    def find_known(self) -> Known:
        """Give what is known to be right."""
        ids, package = self.ids, self.package
        sound = {
            position: report_known(table, content, self.kept.sound[name])
            for position, (table, content, name) in enumerate(
                zip(package.tables, ids.contents, ids.tables, strict=False)
            )
            if name in self.kept.sound and content is not None and name and table.paths
        }
        keyed = (each for each in range(len(package.tables)) if self.is_right(ids.name_keys(each)))
        right = (each.name for each in package.rules if self.is_right(ids.name_rule(each)))
        trusted = package.trusted
        return Known(sound, frozenset(keyed), frozenset(right if trusted else ()))

    def is_right(self, name: str | None) -> bool:
        """Whether something is known by its id."""
        return name is not None and name in self.kept.right

    def tell(self, report: Report, known: Known | None, *options: object) -> None:
        """Keep a report and what is known to be right, of files that did not change since."""
        read: tuple[TableReport | FileReport, ...] = (*report.tables, *report.files)
        contents = [*map(self.confirm, self.package.resources, self.stamps, read)]
        ids = Ids(self.package, contents, self.asked)
        if known is not None:
            self.tell_known(ids, known)
        name = ids.name_report(*options)
        written = json.dumps(write_report(report)) if name and can_be_kept(report) else ""
        if name and 0 < len(written) <= LONGEST_REPORT:
            self.kept.reports.pop(name, None)
            self.kept.reports[name] = written
            self.changed = True
        self.save()

    def tell_known(self, ids: Ids, known: Known) -> None:
        """Keep what is known to be right."""
        for position, report in known.sound.items():
            if name := ids.tables[position]:
                self.kept.sound.pop(name, None)
                self.kept.sound[name] = report.records
        rules = (each for each in self.package.rules if each.name in known.rules)
        for name in (*map(ids.name_keys, known.keyed), *map(ids.name_rule, rules)):
            if name:
                self.kept.right.pop(name, None)
                self.kept.right[name] = None
        self.changed = True

    def confirm(
        self,
        part: Table | Attachment,
        stamps: tuple[Stamp, ...] | None,
        read: TableReport | FileReport,
    ) -> Content | None:
        """Give what files held when they were read; None where they may hold something else now."""
        if not part.paths:
            return Content((), "")
        if stamps is None or not read.sha256 or take_stamps(part.paths) != stamps:
            return None
        noticed = Noticed(stamps, read.sha256, self.looked)
        if sum(noticed.content.sizes) != read.bytes:
            return None
        self.notice(part.paths, noticed)
        return noticed.content

    def save(self) -> None:
        """Write what is new, if anything is."""
        if self.changed:
            write_kept(self.path, self.kept)
            self.changed = False


def name_files(paths: Sequence[Path]) -> str:
    """Name files that are looked at together."""
    return "\0".join(map(str, paths))


def report_known(table: Table, content: Content, records: int) -> TableReport:
    """Report what was read of a table that is known."""
    return TableReport(table.name, table.place, records, sum(content.sizes), content.sha256, 0.0)


def open_judged(package: Package, asked: Iterable[object] = ()) -> KeptFindings | None:
    """Open what is kept of a project; None of what is no project of one's own.

    What a plug-in does depends on more than can be known, so with one nothing is kept.
    """
    if package.releases is None or list_chosen():
        return None
    try:
        return KeptFindings(package, find_cache(package) / JUDGED, asked)
    except (UndescribedError, OSError):
        return None


def find_cache(package: Package) -> Path:
    """Give the folder of a project's cache."""
    return package.root / "build" / FOLDER
