"""What `release` does around publishing: lost keys, the next version, the dry run's sentences."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pressmark.cli.talk import (
    complain,
    leave,
    print_json,
    read,
    render_readable,
    say,
    say_what_stands_there,
    show_progress,
)
from pressmark.errors import MachineError

if TYPE_CHECKING:
    from pressmark.compare import Comparison
    from pressmark.package import Package
    from pressmark.package.withdrawn import LostKeysError
    from pressmark.publish.consent import Consent
    from pressmark.publish.next_version import Unchanged
    from pressmark.publish.release import Published
    from pressmark.report import Report
    from pressmark.validate import Progress

Done = TypeVar("Done")
ACT = {
    "state": None, "version": None, "place": None, "head": None, "git": None, "lacks": None,
    "odd": None, "stopped": None, "report": None,
}  # fmt: skip
"""What `--json` prints, where there is nothing to say."""


@dataclass(frozen=True)
class Releasing:
    """One call of `release`, as its options ask for it.

    `reason` is that for which lost keys are withdrawn. In a dry run everything is done to a package
    in memory, and nothing of the project is written.
    """

    project: Path
    next: bool = False
    reason: str | None = None
    dry_run: bool = False
    key: Path | None = None
    limit: int = 100
    accept: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    second_judge: bool = False
    releases: Path | None = None
    schemas: Path | None = None
    as_json: bool = False

    def run(self) -> None:
        """Publish, or rehearse it, and say how it came out."""
        from pressmark.extras import refuse_without_judge
        from pressmark.publish.next_version import Unchanged

        if self.second_judge:
            refuse_without_judge()
        package = self.read()
        if package.releases:
            say_what_stands_there(package.releases)
        if self.next:
            numbered = self.with_next_version(package)
            if isinstance(numbered, Unchanged):
                self.tell_unchanged(numbered)
                return
            package = numbered
        with show_progress() as told, self.told_of_guards():
            package, published = self.attempt(package, lambda each: self.publish(each, told))
        if self.as_json:
            print_json(make_act(published, package.releases, dry_run=self.dry_run))
        else:
            tell(package, published, dry_run=self.dry_run)
        self.leave_where_wrong(published.report)

    @contextmanager
    def told_of_guards(self) -> Iterator[None]:
        """Print as JSON what stops a release, where that is asked for; stderr has it as well."""
        from pressmark.publish.guarding import GuardError

        try:
            yield
        except GuardError as error:
            if self.as_json:
                print_json({**ACT, "state": "stopped", "stopped": error.written()})
            raise

    def consent(self, package: "Package") -> "Consent":
        """Read what is signed off and left out."""
        from pressmark.publish.consent import read_accepted, read_consent

        return read_consent(read_accepted(package, self.accept), self.without)

    def read(self) -> "Package":
        """Read the project, with the folder in which its releases are kept."""
        from pressmark.releases.place import keep_elsewhere

        package = read(self.project, trust_rules=False, schemas=self.schemas)
        return keep_elsewhere(package, self.releases) if self.releases else package

    def leave_where_wrong(self, report: "Report") -> None:
        """Exit 1 where the data is wrong, and say so in the first line."""
        if not report.valid and not self.as_json:
            complain(f"pressmark: {report.place}: the data is wrong, and nothing was published")
        leave(report, explain=not self.as_json)

    def tell_unchanged(self, unchanged: "Unchanged") -> None:
        """Say that there is nothing to publish."""
        if self.as_json:
            print_json({**ACT, "state": "unchanged", "version": unchanged.since})
        else:
            since = f"nothing has changed since {unchanged.since}"
            sys.stdout.write(f"{since}: there is nothing to publish\n")

    def publish(self, package: "Package", told: "Progress") -> "Published":
        """Publish a package today, or rehearse it."""
        from pressmark.api import release
        from pressmark.publish.consent import read_accepted

        return release(
            package, key=self.key, limit=self.limit, second_judge=self.second_judge,
            dry_run=self.dry_run, accept=read_accepted(package, self.accept),
            without=self.without, progress=told,
        )  # fmt: skip

    def attempt(
        self, package: "Package", act: "Callable[[Package], Done]"
    ) -> "tuple[Package, Done]":
        """Do something with a package; where keys are lost, withdraw them if asked and try again.

        LostKeysError where nobody asked; it names the file that holds their lines.
        """
        from pressmark.package.withdrawn import LostKeysError

        try:
            return package, act(package)
        except LostKeysError as lost:
            error = lost
        if self.reason is None:
            raise error if self.dry_run else write_lost_lines(package, error)
        package = self.withdrawing(package, error, self.reason)
        return package, act(package)

    def withdrawing(self, package: "Package", lost: "LostKeysError", reason: str) -> "Package":
        """Give the package with the lost keys withdrawn, in the author's list unless it is dry."""
        from pressmark.package.withdrawn import withdraw_missing, write_withdrawn

        number = len(lost.missing)
        keys = f"{number:,} {'key' if number == 1 else 'keys'}"
        if self.dry_run:
            say(f"{keys} would be withdrawn in {lost.place}")
            return withdraw_missing(package, lost.missing, reason)
        write_withdrawn(package, lost.missing, reason)
        say(f"{keys} withdrawn in {lost.place}")
        return self.read()

    def with_next_version(self, package: "Package") -> "Package | Unchanged":
        """Give the package with the least version that its changes ask for, and write it down."""
        from pressmark.publish.next_version import (
            Unchanged,
            choose_next_version,
            with_version,
            write_version,
        )
        from pressmark.report import Report

        consent = self.consent(package)
        with show_progress() as told, self.told_of_guards():
            package, version = self.attempt(
                package, lambda each: choose_next_version(each, consent=consent, progress=told)
            )
        if isinstance(version, Unchanged):
            return version
        if isinstance(version, Report):
            if self.as_json:
                print_json({**ACT, "report": version.written()})
            self.leave_where_wrong(version)
        elif version != package.version and self.dry_run:
            package = with_version(package, version)
        elif version != package.version:
            write_version(package, version)
            say(f"version {package.version} became {version} in datapackage/datapackage.yaml")
            package = self.read()
        return package


def write_lost_lines(package: "Package", lost: "LostKeysError") -> "LostKeysError":
    """Write the lines of lost keys to a file, and give the error that names it."""
    from pressmark.package.withdrawn import LostKeysError, write_missing

    try:
        return LostKeysError(lost.place, lost.missing, write_missing(package, lost.missing))
    except MachineError as refusal:
        complain(f"pressmark: {render_readable(refusal)}")
        return lost


def make_act(published: "Published", releases: Path | None, *, dry_run: bool) -> dict[str, Any]:
    """Give what was published as JSON: `state` is null where the data is wrong.

    Else it is published, unchanged, or in a dry run rehearsed.
    """
    from pressmark.releases.ledger import read_ledger

    report = {"report": published.report.written()}
    if published.version is None or releases is None:
        return {**ACT, **report}
    new = "rehearsed" if dry_run else "published"
    return {
        **ACT,
        "state": new if published.new else "unchanged",
        "version": published.version,
        "place": str(releases / published.version),
        "head": read_ledger(releases).head,
        "git": published.git.written() if published.git else None,
        "lacks": [part.word for part in published.lacks] if published.new else None,
        "odd": [asdict(each) for each in published.odd] if published.new else None,
        **report,
    }


def tell(package: "Package", published: "Published", *, dry_run: bool) -> None:
    """Print what was published, or would be."""
    from pressmark.publish.lacking import phrase_lacking
    from pressmark.releases.ledger import read_ledger
    from pressmark.words import make_visible

    if published.version is None or package.releases is None:
        return
    state = "published in" if published.new else "is already published, unchanged, in"
    if published.new and dry_run:
        state = "would be published in"
    place = package.releases / published.version
    lines = [make_visible(f"{package.name} {published.version} {state} {place}")]
    if published.new and dry_run and published.comparison:
        lines += describe_changes(published.comparison, published)
    lines += describe_for_git(published, dry_run=dry_run)
    if not dry_run:
        lines.append(f"the ledger's head is {read_ledger(package.releases).head}")
    lines += published.report.second_told
    for each in published.odd:
        say(f"looks odd: {make_visible(each.sentence)}")
    if published.lacks:
        say("\n".join(phrase_lacking(published.lacks, package.place)))
    if dry_run:
        lines.append("nothing was written: this was a dry run")
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def describe_for_git(published: "Published", *, dry_run: bool) -> list[str]:
    """Say how much a release adds to git, whether another place is better, and what was written."""
    from pressmark.releases.in_git import LARGE
    from pressmark.words import phrase_size

    found = published.git
    if found is None:
        return []
    adds, wrote = ("would add", "would be added") if dry_run else ("adds", "added")
    lines = [] if found.adds is None else [f"it {adds} {phrase_size(found.adds)} to git"]
    if found.large:
        lines.append(
            f"git keeps every version for ever, in every clone: above {phrase_size(LARGE)} keep "
            "releases in another folder, and name it each time with --releases DIR"
        )
    lines += [
        f"{wrote} to {each.path}, {each.why}: {', '.join(each.lines)}" for each in found.lacking
    ]
    return lines


def describe_changes(comparison: "Comparison", published: "Published") -> list[str]:
    """Say what a new release would change, and that it keeps what was promised."""
    from pressmark.compare import find_highest, list_demands, summarize_changes
    from pressmark.version import parse
    from pressmark.words import phrase_count

    old = comparison.old
    if old is None:
        tables = published.report.tables
        records = phrase_count(sum(each.records for each in tables), "record")
        return [f"it would be the first release: {phrase_count(len(tables), 'table')}, {records}"]
    lines = [f"since {old.version}: {summarize_changes(comparison)}"]
    level, last = find_highest(list_demands(comparison)), parse(old.version)
    if last is None or not last.is_final:
        lines.append(f"{old.version} was a pre-release, which promises nothing")
    elif level is not None:
        lines.append(f"the changes ask for {last.after(level)} or higher")
    return [*lines, f"every promise holds in {published.version}"]
