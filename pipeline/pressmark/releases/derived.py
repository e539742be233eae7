"""A released package → its derived files, a function of the package alone."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from pressmark.engine.beside import enter_beside
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError, list_first
from pressmark.files import disk
from pressmark.files.holding import Held, clear_interrupted, hold_first, make_beside, settle_folder
from pressmark.files.manifest import (
    MANIFEST,
    hash_file,
    list_files_below,
    read_manifest,
    render_manifest,
)
from pressmark.files.staging import make_scratch
from pressmark.formats import DUCKDB, SQLITE, Format, Ready, choose_formats
from pressmark.formats.agreement import refuse_disagreement
from pressmark.formats.duckdb import write_duckdb
from pressmark.formats.package import refuse_taken
from pressmark.package import Package
from pressmark.package.own import REDACTED
from pressmark.plugins import find_place
from pressmark.releases.sidecars import ACT_NAMES, SIGNATURE
from pressmark.releases.writers import list_writers
from pressmark.report import text
from pressmark.validate import judge
from pressmark.version import render_in_file_name

DERIVED_LIST = "derived-sha256.txt"
WRITER = re.compile(r"^# ([a-z0-9-]+) ([0-9]\S*|sha256:\S+)$", re.MULTILINE)
ONLY = "# only "
"""How the line begins that names the formats, where not all were written."""
SEAL = "# the lines above: sha256:"
AT_ONCE = 2
"""So many derived files are written at once."""


@contextmanager
def make_ready(package: Package) -> Iterator[Ready]:
    """Read, judge and type a released package, for as long as the block takes.

    ReleaseError where the package is not what its own descriptor says.
    """
    redacted = any(REDACTED.is_in(table.resource) for table in package.tables)
    with Engine() as engine:
        # Its own rules were asked when it was published; what is left need not keep them all.
        judgement = judge(replace(package, rules=()) if redacted else package, engine)
        if not judgement.report.valid:
            found = text.render(judgement.report).split("\n")
            raise ReleaseError(package.place, "is damaged", lines=filter(None, found))
        yield Ready(package, judgement.tables, engine)


def derive(package: Package, folder: Path) -> None:
    """Write every derived file of a released package into a folder, and list them there.

    ReleaseError where the package is not what its own descriptor says; ProjectError where a view
    or query does not answer the same in SQLite and DuckDB.
    """
    with make_ready(package) as ready:
        derive_from(ready, folder)


def derive_from(
    ready: Ready,
    folder: Path,
    only: tuple[str, ...] | None = None,
    *,
    written_out: bool = False,
) -> None:
    """Write and list the derived files of a package that was made ready, and ask its databases.

    Of the formats in which it is published `only` those of these names, where they are given. Every
    statement is run with the views below it `written_out` where they are to be.
    """
    write_derived(ready, folder, only, written_out=written_out)
    formats = choose_only(ready.package, only)
    refuse_other_answers(ready.package, formats, folder, written_out=written_out)


def choose_only(package: Package, only: tuple[str, ...] | None) -> tuple[Format, ...]:
    """Choose the formats of a package, or `only` those of these names."""
    formats = choose_formats(package)
    return formats if only is None else tuple(each for each in formats if each.name in only)


def write_derived(
    ready: Ready,
    folder: Path,
    only: tuple[str, ...] | None = None,
    *,
    written_out: bool = False,
) -> None:
    """Write and list the derived files of a package that was made ready.

    Its databases are not asked yet, but where one of the two is not wanted.
    """
    before = set(list_files_below(folder))
    write_formats(ready, choose_only(ready.package, only), folder, written_out=written_out)
    names = tuple(name for name in list_files_below(folder) if name not in before)
    list_derived(ready.package, folder, names, only)


def write_formats(
    ready: Ready, formats: tuple[Format, ...], folder: Path, *, written_out: bool = False
) -> None:
    """Write the files of some formats; ask both engines where there is SQLite's file alone."""
    package = ready.package
    write_at_once(ready, formats, folder)
    if SQLITE not in formats or DUCKDB in formats:
        return
    if package.trusted and (package.views or package.queries):
        with make_scratch() as aside:
            path = aside / DUCKDB.path(package)
            write_duckdb(package, ready.stored, ready.engine, path)
            sqlite = folder / SQLITE.path(package)
            refuse_disagreement(package, sqlite, path, written_out=written_out)


def refuse_other_answers(
    package: Package, formats: tuple[Format, ...], folder: Path, *, written_out: bool = False
) -> None:
    """Stop where a view or query does not answer the same in both databases of a folder."""
    if SQLITE in formats and DUCKDB in formats:
        files = folder / SQLITE.path(package), folder / DUCKDB.path(package)
        refuse_disagreement(package, *files, written_out=written_out)


def list_derived(
    package: Package,
    folder: Path,
    names: Iterable[str],
    only: tuple[str, ...] | None = None,
    known: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """List derived files in their folder; `known` digests are not computed again."""
    listed = render_remarks(package, only) + render_manifest(folder, names, known)
    disk.write_bytes(folder / DERIVED_LIST, seal_list(listed).encode())


def write_at_once(ready: Ready, formats: tuple[Format, ...], folder: Path) -> None:
    """Write the files of every format, two at once: what they take is nearly all in libraries."""
    with ExitStack() as opened, ThreadPoolExecutor(AT_ONCE) as pool:
        writing = [
            pool.submit(
                partial(write_apart, each, place, each.write) if place else each.write,
                replace(ready, engine=opened.enter_context(enter_beside(ready.engine))), folder,
            )
            for each in formats for place in [find_place("formats", each)] if each.write
        ]  # fmt: skip
        try:
            for each in writing:
                each.result()
        finally:
            pool.shutdown(cancel_futures=True)


def write_apart(
    each: Format, place: str, write: Callable[[Ready, Path], None], ready: Ready, folder: Path
) -> None:
    """Let the format of a plug-in, at a `place`, write into a folder of its own; take its files.

    ProjectError where it writes other files than it says, or one whose name is taken.
    """
    with make_scratch() as aside:
        write(ready, aside)
        written, promised = set(list_files_below(aside)), set(each.paths(ready.package))
        lines = [f"{name} is not written" for name in sorted(promised - written)]
        lines += [f"{name} is written" for name in sorted(written - promised)]
        if lines:
            right = f"its author must have it write what it says, {each.file}, and nothing else"
            wrong = "writes other files than it says"
            raise ProjectError(place, wrong, right, lines=list_first(lines))
        there = (*list_files_below(ready.package.root), *list_files_below(folder))
        for name in sorted(promised):
            refuse_taken(name, (*there, DERIVED_LIST, SIGNATURE, *ACT_NAMES), place)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(aside / name, folder / name)


def render_remarks(package: Package, only: tuple[str, ...] | None = None) -> str:
    """Say of which package files were derived, by which writers, and whether its SQL was run.

    Where `only` some formats were written, they are named, so that nobody takes them for all.
    """
    digest = hash_file(package.root / MANIFEST)
    versions = "".join(f"# {name} {version}\n" for name, version in list_writers().items())
    version = render_in_file_name(package.version)
    some = "" if only is None else f"{ONLY}{', '.join(only)}\n"
    return f"# {package.name} {version} {phrase_trust(package)} sha256:{digest}\n{versions}{some}"


def read_remarks(listed: str) -> str:
    """Read from a list of derived files all that `render_remarks` says: no writer less or more."""
    lines = listed.rpartition(SEAL)[0].splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith("# "))


def read_only_formats(listed: str) -> tuple[str, ...] | None:
    """Read from a list of derived files the only formats that were written; None for all."""
    named = (line for line in read_remarks(listed).splitlines() if line.startswith(ONLY))
    return next((tuple(line.removeprefix(ONLY).split(", ")) for line in named), None)


def read_listed_writers(listed: str) -> dict[str, str]:
    """Read from a list of derived files which writers made them."""
    return dict(WRITER.findall(listed))


def seal_list(listed: str) -> str:
    """Give a list with its own digest as its last line."""
    return f"{listed}{SEAL}{hashlib.sha256(listed.encode()).hexdigest()}\n"


def is_sealed(listed: str) -> bool:
    """Whether a list is as it was written, by the digest in its last line."""
    return listed == seal_list(listed.rpartition(SEAL)[0])


def phrase_trust(package: Package) -> str:
    """Say whether the package's own SQL stands in the derived files."""
    return "with its views" if package.trusted else "without its views"


def hold_derived(package: Package, folder: Path) -> Held:
    """Hold a folder with the derived files of a package, making them unless they are there.

    It is `folder`, or, as long as others hold that with files of other writers, a numbered one
    beside it: what somebody holds is never replaced. ReleaseError where the folder holds a release
    or anything else that was not derived.
    """
    found = hold_first(folder, lambda place: is_derived(package, place))
    if found:
        return found
    if folder.exists() and not was_derived(folder):
        right = "name another folder with --output"
        wrong = "holds other files, which writing derived ones would remove"
        raise ReleaseError(str(folder), wrong, right)
    with make_beside(folder) as fresh:
        derive(package, fresh)
        made = keep_derived(package, fresh, folder)
    clear_interrupted(folder.parent)
    return made


def keep_derived(package: Package, fresh: Path, folder: Path) -> Held:
    """Hold derived files that were made beside `folder` under one of its names: the same or these.

    What stands there and was not derived, or is held by others, stays.
    """
    found = hold_first(folder, lambda place: is_derived(package, place))
    return found or settle_folder(fresh, folder, was_derived)


def was_derived(folder: Path) -> bool:
    """Whether a folder is empty or holds derived files alone, and no release."""
    there = set(list_files_below(folder))
    return not there or (DERIVED_LIST in there and MANIFEST not in there)


def is_derived(package: Package, folder: Path) -> bool:
    """Whether a folder holds just what `derive` would write: same package, writers and bytes."""
    path = folder / DERIVED_LIST
    if not path.is_file():
        return False
    written = path.read_text(encoding="utf-8")
    listed = read_manifest(written)
    return (
        is_sealed(written)
        and read_remarks(written) == render_remarks(package)
        and set(list_files_below(folder)) == {*listed, DERIVED_LIST}
        and all(hash_file(folder / name) == digest for name, digest in listed.items())
    )
