"""`pressmark apply`: the older release as people name it, and changes → the newer one's files."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.apply.content import MadeTable, hash_content
from pressmark.apply.lines import read_changes
from pressmark.apply.making import find_missing_text, make_records
from pressmark.apply.plan import Plan, TablePlan, read_plan
from pressmark.compare import MEMORY, render_content_digest
from pressmark.compare.sides import Sides
from pressmark.engine.connection import Engine
from pressmark.errors import ProjectError, ReleaseError
from pressmark.files import disk
from pressmark.files.holding import make_beside
from pressmark.files.staging import make_durable, make_scratch, replace_folder
from pressmark.formats import CSV
from pressmark.package import Package, Table
from pressmark.package.names import name_files
from pressmark.package.own import REDACTED
from pressmark.releases.differ import read_canonical
from pressmark.releases.find import find
from pressmark.report import Report
from pressmark.validate import Progress, hide_progress
from pressmark.words import phrase_count

AT_ONCE = 1 << 20
"""Bytes of a file that is copied as it is, at a time."""


@dataclass(frozen=True)
class Applied:
    """What was made: the plan, the sha256 of each table's file, and what is not as was told."""

    plan: Plan
    made: dict[str, str]
    wrong: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """Whether every file is the one that the changes name."""
        return not self.wrong

    def document(self) -> dict[str, Any]:
        """Give it for programs."""
        return {
            "valid": self.valid,
            "version": self.plan.version,
            "content": self.plan.content[1],
            "tables": [
                {"name": name, "path": path, "sha256": self.made[name]}
                for name, path in map_data_paths(self.plan).items()
            ],
            "wrong": list(self.wrong),
        }

    def text(self) -> str:
        """Say it for people."""
        named = f"version {self.plan.version}" if self.plan.version else "the newer release"
        if self.valid:
            tables = phrase_count(len(self.made), "table")
            return f"{tables} of {named}, content {self.plan.content[1]}\n"
        lines = "".join(f"  {each}\n" for each in self.wrong)
        return f"what was made is not {named}, and nothing was written\n{lines}"


def apply(  # noqa: PLR0913 - one parameter an option
    release: str | Package,
    changes: Path,
    output: Path,
    project: Path | None = None,
    releases: Path | None = None,
    *,
    progress: Progress = hide_progress,
) -> Applied | Report:
    """Make the data files of the release that a file of changes leads to; all of them, or none.

    They stand in `output` as they do in a release. Where the result is not what the changes name,
    nothing is written, and what comes back says so; where the data of the older side is wrong, its
    report comes back. ProjectError where `changes` is no such file or `output` holds files;
    ReleaseError where the release is not the one that the changes begin from.
    """
    if output.exists() and not (output.is_dir() and not any(output.iterdir())):
        right = "name a folder that does not exist, or is empty"
        raise ProjectError(str(output), "is not empty, and nothing is replaced", right)
    place = str(changes)
    with (
        make_scratch() as folder,
        find(release, project, releases) as found,
        Engine(memory=MEMORY) as engine,
    ):
        read_changes(changes, place, engine)
        plan = read_plan(place, engine)
        older = read_canonical(found, folder / "old", progress)
        if isinstance(older, Report):
            return older
        refuse_other(older, plan)
        with make_beside(output) as fresh:
            applied = make_files(older, plan, engine, fresh)
            if applied.valid:
                make_durable(fresh)
                replace_folder(fresh, output)
        return applied


def refuse_other(old: Package, plan: Plan) -> None:
    """Stop where a release is not the one that the changes begin from, or not all of it is left."""
    if any(REDACTED.is_in(table.resource) for table in old.tables):
        right = "take the files of the newer release themselves"
        wrong = "was redacted: changes lead on from what was published, and not all of it is left"
        raise ReleaseError(old.place, wrong, right)
    given = render_content_digest(old)
    if given != plan.content[0]:
        said = f" of version {plan.since}" if plan.since else ""
        wrong = (
            f"is not what these changes begin from: its content is {given}, and they begin "
            f"from {plan.content[0]}{said}"
        )
        raise ReleaseError(old.place, wrong, "name the release that these changes were made of")
    files = {table.name: table.resource.hash for table in old.tables}
    told = {each.former: each.before for each in plan.tables if each.former}
    if files != told:
        right = "take the file as it was published"
        raise ProjectError(plan.place, "names other files of the older release than it has", right)


def make_files(old: Package, plan: Plan, engine: Engine, folder: Path) -> Applied:
    """Make every file in a folder, and hold each against its digest."""
    tables: dict[str, MadeTable] = {}
    wrong: list[str] = []
    (folder / "data").mkdir()
    paths = map_data_paths(plan)
    for each in plan.tables:
        if each.after is None:
            continue
        table = old.table(each.former) if each.former else None
        path = folder / paths[each.name]
        digest = write(path, make_pieces(each, table, plan, engine))
        tables[each.name] = MadeTable(path, digest, find_missing_text(each, table))
        if f"sha256:{digest}" != each.after:
            wrong.append(
                f"{paths[each.name]} has the sha256 {digest}, and the changes "
                f"name {each.after.removeprefix('sha256:')}"
            )
    if not wrong and (content := hash_content(tables, plan)) != plan.content[1]:
        wrong.append(f"the content is {content}, and the changes name {plan.content[1]}")
    return Applied(plan, {name: made.sha256 for name, made in tables.items()}, tuple(wrong))


def map_data_paths(plan: Plan) -> dict[str, str]:
    """Give the path of the file of each table that there is afterwards."""
    files = name_files(each.name for each in plan.tables if each.after is not None)
    return {name: CSV.file.format(table=file) for name, file in files.items()}


def make_pieces(
    each: TablePlan, table: Table | None, plan: Plan, engine: Engine
) -> Iterable[bytes]:
    """Give the bytes of one table's file: those of the older one where nothing differs."""
    if table and each.before == each.after:
        return copy_pieces(table.paths)
    sides = Sides(engine)
    return make_records(each, sides.side(table) if table else None, plan, engine)


def copy_pieces(paths: Iterable[Path]) -> Iterator[bytes]:
    """Give the bytes of files, one after the other, piece by piece."""
    for path in paths:
        with path.open("rb") as file:
            while piece := file.read(AT_ONCE):
                yield piece


def write(path: Path, content: Iterable[bytes]) -> str:
    """Write a file piece by piece; give the sha256 of what it holds."""
    digest = hashlib.sha256()
    with disk.write_in_pieces(path) as put:
        for piece in content:
            put(piece)
            digest.update(piece)
    return digest.hexdigest()
