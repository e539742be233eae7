"""A ledger that is followed while its releases are served: what is new needs no new start.

It is looked at every quarter of a second, by the digest of the ledger and by number, size and time
of files. What is the same at two looks is read: what somebody still copies is not taken for damage.
"""

import asyncio
import contextvars
import hashlib
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from starlette.applications import Starlette

from pressmark.errors import PressmarkError, ReleaseError, explain_failure
from pressmark.package import Package
from pressmark.package.project import AUTHORED
from pressmark.releases.ledger import LEDGER
from pressmark.site.downloads.served_release import ServedRelease
from pressmark.site.downloads.watched import FileStamp
from pressmark.site.served import Renewed, renew
from pressmark.site.switch import Switch

LOOKS_EVERY = 0.25
TRIES_AGAIN_AFTER = 60.0
"""Seconds."""
REST = 20
"""After a look it rests so many times as long as that took, where there is much to look at."""
LONGEST_REST = 2.0
"""Seconds, so that two looks and the rests before them take less than five."""
NOTHING_NEW = "the ledger was looked at again, as SIGHUP asks: nothing is new to be served"
Stamp = tuple[Path, FileStamp | None]
Stamps = tuple[Stamp, ...]
State = tuple[str, Stamps, Stamps, Stamps]
"""The ledger's digest, and stamps of what is not served, of what changed, and of the project."""
Build = Callable[[Sequence[ServedRelease]], Starlette]


@dataclass
class Following:
    """Follows the ledger of a project whose releases are `shown`, in `only` one version or in all.

    `read` gives the project as it is now, `finish` what a release needs besides; `tell` is told
    what is served now, `complain` what cannot be served, and what follows from that.
    """

    package: Package
    output: Path | None
    only: str | None
    shown: Sequence[ServedRelease]
    read: Callable[[], Package]
    tell: Callable[[str], None]
    complain: Callable[[PressmarkError, str], None]
    finish: Callable[[ServedRelease], ServedRelease] = lambda release: release
    refused: list[str] = field(default_factory=list)
    seen: str = field(init=False)
    head: str | None = None
    complaints: frozenset[tuple[str, str]] = frozenset()
    authored: Stamps = ()
    waking: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        """Look at the ledger of which the releases were read."""
        self.seen = hash_ledger(self.package.releases)

    def stale(self) -> list[str]:
        """Name what is not served as the ledger has it at this moment."""
        is_behind = hash_ledger(self.package.releases) != self.seen
        return [*self.refused, *([LEDGER] if is_behind and LEDGER not in self.refused else [])]

    def look_again(self) -> None:
        """Look at everything now, as if it had changed; where nothing is new that is told."""
        self.waking.set()

    @asynccontextmanager
    async def follow(self, switch: Switch, build: Build) -> AsyncIterator[None]:
        """Follow for the length of a block, in a thread that nobody waits for in the end.

        A package that can have no releases has nothing to be followed.
        """
        loop, ended = asyncio.get_running_loop(), threading.Event()

        def put_in_front(releases: Sequence[ServedRelease]) -> None:
            app = build(releases)
            if not ended.is_set():
                asyncio.run_coroutine_threadsafe(switch.to(app), loop).result()

        thread = threading.Thread(
            target=contextvars.copy_context().run,
            args=(self.look_until, ended, put_in_front),
            name="following",
            daemon=True,
        )
        if self.package.releases:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            self.waking.set()

    def look_until(
        self, ended: threading.Event, put_in_front: Callable[[Sequence[ServedRelease]], None]
    ) -> None:
        """Look again and again; prepare what is new, and put it in front."""
        last: State | None = None
        done: State | None = None
        again_at = 0.0
        rest = LOOKS_EVERY
        is_asked = False
        while True:
            is_woken = self.waking.wait(rest)
            if ended.is_set():
                return
            if is_woken:
                self.waking.clear()
                is_asked, done, self.complaints = True, None, frozenset()
            begun = time.thread_time()
            now = read_state(self.package, self.shown)
            rest = choose_rest(time.thread_time() - begun)
            is_still, last = now == last, now
            if is_still and (now != done or time.monotonic() > again_at):
                done, before = now, self.shown
                self.refused = self.renew(put_in_front)
                self.seen = now[0]
                if is_asked and self.shown is before and not self.refused:
                    self.tell(NOTHING_NEW)
                is_asked = False
                again_at = time.monotonic() + TRIES_AGAIN_AFTER if self.refused else float("inf")

    def renew(self, put_in_front: Callable[[Sequence[ServedRelease]], None]) -> list[str]:
        """Serve what the ledger has now; name what cannot be served, and say why, once."""
        problems: list[tuple[str, PressmarkError]] = []
        try:
            self.package = self.package_now(problems)
            found = renew(self.package, self.output, self.shown, only=self.only)
            problems += found.refused.items()
            self.refuse_other_ledger(found)
            if found.releases:
                releases = tuple(self.finish(each) for each in found.releases)
                if is_new(releases, self.shown):
                    put_in_front(releases)
                    before, self.shown = self.shown, releases
                    for line in tell_news(before, releases):
                        self.tell(line)
                self.head = found.ledger.head
        except PressmarkError as error:
            problems.append((LEDGER, error))
        except OSError as error:
            problems.append((LEDGER, explain_failure(error, str(self.package.place))))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the following
            wrong = f"cannot be served: {type(error).__name__}: {error}"
            problems.append((LEDGER, PressmarkError(self.package.place, wrong)))
        said = {
            (str(problem), phrase_consequence(name, self.shown)): problem
            for name, problem in problems
        }
        for (text, follows), problem in said.items():
            if (text, follows) not in self.complaints:
                self.complain(problem, follows)
        self.complaints = frozenset(said)
        return [name for name, _ in problems]

    def package_now(self, problems: list[tuple[str, PressmarkError]]) -> Package:
        """Read the project where it changed; wrong as written just now, it stays what it was."""
        authored = stamp_authored(self.package)
        if authored == self.authored:
            return self.package
        try:
            package = replace(self.read(), releases=self.package.releases)
        except PressmarkError as error:
            problems.append((AUTHORED, error))
            return self.package
        self.authored = authored
        return package

    def refuse_other_ledger(self, found: Renewed) -> None:
        """Refuse a ledger that no longer has what is served; ReleaseError."""
        if self.head is not None and self.head not in found.ledger.digests:
            right = "bring the ledger back from version control"
            place = str(found.ledger.folder / LEDGER)
            raise ReleaseError(place, "no longer has what is served here", right)


def choose_rest(work: float) -> float:
    """Tell how long to rest after a look that took so much CPU time, both in seconds.

    By the clock, a machine that is busy with something else would hold up the next look.
    """
    return min(max(LOOKS_EVERY, REST * work), LONGEST_REST)


def read_state(package: Package, shown: Iterable[ServedRelease]) -> State:
    """Give what changes whenever something else may be to be served.

    Of a release that is served it is whether its files are as they were; of any other folder of
    releases every file; and how the project says that it is shown.
    """
    folder = package.releases
    served = [each for each in shown if each.days]
    changed = [each.version for each in served if not each.is_unchanged]
    whole = {each.version for each in served} - set(changed)
    return (
        hash_ledger(folder),
        tuple(stamp_below(folder, whole)) if folder else (),
        tuple(
            (file.path, FileStamp.of(file.path))
            for each in served
            if each.version in changed
            for file in each.files
        ),
        stamp_authored(package),
    )


def hash_ledger(releases: Path | None) -> str:
    """Give the digest of the ledger in a folder; nothing where there is none."""
    try:
        return hashlib.sha256((releases / LEDGER).read_bytes()).hexdigest() if releases else ""
    except OSError:
        return ""


def stamp_below(folder: Path, but: set[str]) -> Iterator[Stamp]:
    """Stamp every file of the folders of releases, but for some versions and hidden names."""
    try:
        versions = sorted(each for each in folder.iterdir() if each.name not in but)
    except OSError:
        return
    for version in versions:
        if not version.name.startswith(".") and version.is_dir():
            yield from ((path, FileStamp.of(path)) for path in sorted(version.rglob("*")))


def stamp_authored(package: Package) -> Stamps:
    """Stamp what says how a project is shown: its descriptor, and the SQL of its pages."""
    descriptor = package.root / AUTHORED
    files = (descriptor, *sorted(descriptor.parent.glob("pages/*.sql")))
    return tuple((path, FileStamp.of(path)) for path in files)


def is_new(releases: Sequence[ServedRelease], before: Sequence[ServedRelease]) -> bool:
    """Whether releases are others than those before, or have other files under the same names."""
    return tuple(releases) != tuple(before) or list_stamps(releases) != list_stamps(before)


def list_stamps(releases: Iterable[ServedRelease]) -> list[FileStamp | None]:
    """Give the stamps of all files of releases."""
    return [file.mark for each in releases for file in each.files]


def tell_news(before: Sequence[ServedRelease], after: Sequence[ServedRelease]) -> Iterator[str]:
    """Say in plain words what is served now that was not."""
    known = {each.version: each for each in before if each.days}
    for each in after:
        old = known.get(each.version)
        if old is None:
            yield f"{each.version} is served now"
        elif list_stamps([old]) != list_stamps([each]):
            yield f"{each.version} is served again, every file of it checked"
        if each.withdrawn and not (old and old.withdrawn):
            yield f"{each.version} is withdrawn: {each.withdrawn}"
        for act in each.annotations[len(old.annotations) if old else 0 :]:
            said = " ".join(part for part in (act.doi and f"DOI {act.doi}", act.reason) if part)
            yield f"{each.version} is annotated: {said}"
        for act in each.redactions[len(old.redactions) if old else 0 :]:
            yield f"{each.version} was redacted: {act.reason}"


def phrase_consequence(name: str, shown: Sequence[ServedRelease]) -> str:
    """Say what follows from a problem for what is served."""
    if name in {AUTHORED, LEDGER}:
        return "what was served before is served on"
    if any(each.version == name and each.days for each in shown):
        return f"{name} is served as it was read before"
    return f"{name} is not served; what was served before is served on"
