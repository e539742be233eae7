"""What was built → a release; published once, whole, under its version.

Nothing is published that was not judged, written, read back and derived first. A run that is
interrupted leaves the old releases as they were: the folder is renamed into its place when it is
whole, and the ledger names it afterwards.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from pressmark.compare import Comparison
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files import disk
from pressmark.files.holding import clear_interrupted, make_beside
from pressmark.files.manifest import MANIFEST, hash_file, list_files_below
from pressmark.files.staging import (
    clear_leftovers,
    lock_folder,
    make_durable,
    make_scratch,
)
from pressmark.package import Package
from pressmark.package.digests import find_published_digest
from pressmark.package.project import read_package
from pressmark.publish.consent import ANY_CITATION, Consent
from pressmark.publish.guarding import guard, read_learned
from pressmark.publish.lacking import Part, find_lacking, refuse_first_without
from pressmark.publish.oddities import Oddity, list_oddities
from pressmark.publish.promises import (
    DESCRIPTOR,
    name_file,
    refuse_broken_promises,
    refuse_version_not_above,
)
from pressmark.publish.redaction.brought_back import refuse_brought_back
from pressmark.releases.build import Promises, ask_nothing, write_release
from pressmark.releases.derived import keep_derived
from pressmark.releases.in_git import InGit, add, measure_in_git
from pressmark.releases.ledger import Ledger, read_ledger
from pressmark.releases.line_ends import keep_line_ends
from pressmark.releases.place import choose_build_folder
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE
from pressmark.releases.signed_off import SignedOff
from pressmark.releases.statistics import Statistics
from pressmark.releases.whole import find_day_begun, refuse_other
from pressmark.report import Report
from pressmark.validate import Progress, hide_progress
from pressmark.verify import prove_package, sign
from pressmark.verify.second_judge import ask_second_judge
from pressmark.version import RIGHT, Version, parse


@dataclass(frozen=True)
class Published:
    """How a release came out: `version` is None where the data is wrong; `new` unless a repeat.

    `comparison` says what is new in a new one, `git` what git gets of it, None outside of git,
    `lacks` what a citation of a new one will lack, `odd` what looks odd in it and stopped nothing.
    """

    report: Report
    version: str | None = None
    new: bool = False
    comparison: Comparison | None = None
    git: InGit | None = None
    lacks: tuple[Part, ...] = ()
    odd: tuple[Oddity, ...] = ()


def release(  # noqa: PLR0913 - all but two have a default
    package: Package,
    *,
    date: str,
    key: Path | None = None,
    limit: int = 100,
    second_judge: bool = False,
    consent: Consent = ANY_CITATION,
    progress: Progress = hide_progress,
) -> Published:
    """Publish a project's package under its version, once; signed where an SSH `key` is given.

    `date` (YYYY-MM-DD) is the day that the ledger keeps, and the package's own where its author
    wrote none; a version keeps its day, also from a run that was interrupted. The same content
    again changes nothing. ReleaseError where the version is published with other content, does not
    lie above the last, is too small for what changed, where a primary key is gone without a word,
    or where its folder is somebody's; GuardError where the data looks wrong; ProjectError where the
    project cannot have releases, or the first has no license: `consent` allows both. With
    `second_judge` the report says what frictionless finds.
    """
    folder, semantic = find_releases_and_version(package)
    version, derived = str(semantic), choose_build_folder(package) / "releases" / str(semantic)
    folder.mkdir(parents=True, exist_ok=True)
    with lock_folder(folder):
        clear_leftovers(folder)
        ledger = read_ledger(folder)
        date = choose_day(package, ledger, version, date)
        with make_beside(folder / version) as fresh:
            made = make_whole(
                package, semantic, ledger, fresh, derived, date=date, key=key,
                limit=limit, second_judge=second_judge, consent=consent, progress=progress,
            )  # fmt: skip
            made = add_git_share(made, package, folder, fresh)
            for lines in made.git.lacking if made.git else ():
                add(lines)
            if made.new:
                publish(ledger, version, fresh, date)
            elif made.version:
                keep_line_ends(folder)
    return made


def rehearse(  # noqa: PLR0913 - all but two have a default
    package: Package,
    *,
    date: str,
    key: Path | None = None,
    limit: int = 100,
    second_judge: bool = False,
    consent: Consent = ANY_CITATION,
    progress: Progress = hide_progress,
) -> Published:
    """Do all that `release` does, but publish nothing and write nothing into the project.

    What comes back, and what is refused, is that of `release`.
    """
    folder, semantic = find_releases_and_version(package)
    with make_scratch() as place, make_beside(place / str(semantic)) as fresh:
        ledger = read_ledger(folder)
        day = choose_day(package, ledger, str(semantic), date)
        made = make_whole(
            package, semantic, ledger, fresh, place / "derived" / str(semantic),
            date=day, key=key, limit=limit, second_judge=second_judge, consent=consent,
            progress=progress,
        )  # fmt: skip
        return add_git_share(made, package, folder, fresh)


def add_git_share(made: Published, package: Package, releases: Path, fresh: Path) -> Published:
    """Add what git gets of a release, where its data is right."""
    if made.version is None:
        return made
    return replace(made, git=measure_in_git(package, releases, fresh if made.new else None))


def make_whole(  # noqa: PLR0913 - passed on
    package: Package,
    semantic: Version,
    ledger: Ledger,
    fresh: Path,
    derived: Path,
    *,
    date: str,
    key: Path | None,
    limit: int,
    second_judge: bool,
    consent: Consent,
    progress: Progress,
) -> Published:
    """Make a release in the folder `fresh`, held against what was published; prove and sign it."""
    version = str(semantic)
    entry = ledger.entry(version)
    package = with_day(package, date)
    new = semantic if entry is None else None
    if new:
        refuse_version_not_above(package.place, new, ledger.published)
        refuse_first_without(package, new, ledger, consent.without)
    odd: list[Oddity] = []
    report, written = write_release(
        package, fresh, limit=limit, progress=progress,
        promises=choose_promises(package, new, consent, odd) if new else ask_nothing,
        second=ask_second_judge if second_judge else None,
    )  # fmt: skip
    if written is None:
        return Published(report)
    if is_published(ledger, version, fresh):
        return Published(report, version)
    refuse_brought_back(written.package, ledger)
    prove(written.package, derived)
    if key:
        sign(fresh, key)
    made = Published(report, version, new=True, comparison=written.comparison, odd=tuple(odd))
    return replace(made, lacks=find_lacking(package, consent.without))


def choose_promises(
    package: Package, version: Version, consent: Consent, odd: list[Oddity]
) -> Promises:
    """Give what a new release must keep: the guards and the promises; `odd` hears what is odd."""

    def asked(
        comparison: Comparison, statistics: Statistics, engine: Engine
    ) -> tuple[SignedOff, ...]:
        learned = read_learned(package, comparison)
        signed_off = guard(package, comparison, statistics, learned, consent.accepted, engine)
        refuse_broken_promises(package, comparison, engine, version)
        odd.extend(list_oddities(comparison, statistics, learned))
        return signed_off

    return asked


def prove(release: Package, derived: Path) -> None:
    """Prove a release that was written, and keep the files that are derived for it as `derived`.

    Whoever serves it looks for them there. ReleaseError or ProjectError where it is not right.
    """
    with make_beside(derived) as trial:
        prove_package(release, trial)
        # Nothing but releases stands among releases, wherever they are kept.
        if derived.parent.resolve() != release.root.parent.resolve():
            keep_derived(release, trial, derived)
            clear_interrupted(derived.parent)


def find_releases_and_version(package: Package) -> tuple[Path, Version]:
    """Give where a package is published, and as what; ProjectError where it cannot be."""
    written = package.descriptor.version
    version = parse(written or "")
    if package.releases is None:
        right = "releases belong to a project with datapackage/datapackage.yaml"
        raise ProjectError(package.place, "is a package without a place for releases", right)
    if version is None:
        wrong = f"version {written!r} is no semantic version"
        raise ProjectError(name_file(package.place, DESCRIPTOR), wrong, RIGHT)
    return package.releases, version


def choose_day(package: Package, ledger: Ledger, version: str, today: str) -> str:
    """Give the day of a version: that of its entry, or on which an interrupted run began it."""
    entry = ledger.entry(version)
    return entry.date if entry else find_day_begun(package, ledger.folder / version, today)


def with_day(package: Package, date: str) -> Package:
    """Give the package with the day of its release, unless its author wrote when it was created."""
    if package.descriptor.created:
        return package
    created = package.descriptor.model_copy(update={"created": f"{date}T00:00:00Z"})
    return replace(package, descriptor=created)


def is_published(ledger: Ledger, version: str, fresh: Path) -> bool:
    """Whether a version is published with the same package; ReleaseError where with another."""
    entry = ledger.entry(version)
    if entry is None:
        return False
    place = ledger.folder / version
    if entry.manifest != f"sha256:{hash_file(fresh / MANIFEST)}":
        raise ReleaseError(
            str(place),
            f"version {version} is published with other content",
            "give the package a higher version in datapackage/datapackage.yaml",
        )
    if (
        not (place / MANIFEST).is_file()
        or entry.manifest != f"sha256:{hash_file(place / MANIFEST)}"
    ):
        raise ReleaseError(
            str(place),
            "is not what the ledger says was published",
            "bring the folder back from version control",
        )
    return True


def publish(ledger: Ledger, version: str, fresh: Path, date: str) -> None:
    """Move a whole release into its place and enter it in the ledger.

    One that a run left there, interrupted before its entry, is kept and entered. ReleaseError
    where anything else stands there.
    """
    place = ledger.folder / version
    keep_line_ends(ledger.folder)
    make_durable(fresh)
    if is_free(place):
        disk.move(fresh, place)
    else:
        refuse_other(place, fresh)
        if (fresh / SIGNATURE).is_file() and not (place / SIGNATURE).is_file():
            disk.move(fresh / SIGNATURE, place / SIGNATURE)
        make_durable(place)
    files = {
        name: f"sha256:{hash_file(place / name)}"
        for name in list_files_below(place)
        if name in {SIGNATURE, *ACT_NAMES}
    }
    manifest = f"sha256:{hash_file(place / MANIFEST)}"
    released = read_package(place / "datapackage.json", trusted=False)
    content = find_published_digest(released)
    ledger.append(
        act="published", version=version, date=date, manifest=manifest, content=content,
        files=files,
    )  # fmt: skip


def is_free(place: Path) -> bool:
    """Whether nothing stands at a place, or a folder that holds nothing."""
    return not os.path.lexists(place) or (place.is_dir() and not any(place.iterdir()))
