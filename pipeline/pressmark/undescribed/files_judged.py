"""Files that nobody described → a Report: each is judged by what it shows, or by one schema."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pressmark.engine.connection import Engine
from pressmark.errors import PressmarkError
from pressmark.infer.column_names import make_unused_name
from pressmark.infer.describing import describe
from pressmark.infer.no_descriptor import without_descriptor
from pressmark.infer.table_files import list_layouts, make_table_name
from pressmark.intake.refusal import Refusal
from pressmark.local_path import parse_path
from pressmark.report import Report
from pressmark.report.finding import Findings
from pressmark.report.judged_by import JudgedBy
from pressmark.undescribed.doubts import tell_of_draft, tell_of_header, tell_of_layout
from pressmark.undescribed.found_tables import (
    FoundTable,
    make_found_table,
    make_judged_table,
    make_package,
)
from pressmark.undescribed.given_schema import GivenSchema, read_given_schema
from pressmark.undescribed.named_files import NamedFiles
from pressmark.validate import Progress, hide_progress, judge, read_choice


class FilesRead:
    """Reads files for their tables; `refused` are those that cannot be read, by a name for each."""

    def __init__(self, files: NamedFiles, findings: Findings) -> None:
        """Read those files, and hand over what is doubtful about them."""
        self.files = files
        self.findings = findings
        self.refused: dict[str, str] = {}

    def place_of(self, path: Path) -> str:
        """Name a file as people know it."""
        return self.files.places.get(path, str(path))

    def refuse(self, path: Path, refusal: Refusal) -> None:
        """Report a file that cannot be read."""
        place = self.place_of(path)
        name = make_unused_name(make_table_name(path), Counter(self.refused))
        self.refused[name] = place
        self.findings.add(
            refusal.rule.finding(refusal.message, table=name, path=place, hint=refusal.hint)
        )

    def as_found(self) -> Iterator[FoundTable]:
        """Give the tables with the schemas that they show."""
        for draft in describe(self.files.paths, self.refuse):
            place = self.place_of(draft.path)
            found = make_found_table(draft.path, place, draft.layout, draft.name, draft.schema)
            tell_of_layout(found.table, draft.layout, self.findings)
            if not found.by_name:
                tell_of_header(found.table, draft.layout, self.findings)
            tell_of_draft(found.table, draft, self.findings)
            yield found

    def by_schema(self, given: GivenSchema) -> Iterator[FoundTable]:
        """Give the tables with one schema for all."""
        taken: Counter[str] = Counter()
        for path in self.files.paths:
            try:
                for name, layout in list_layouts(path):
                    named = make_unused_name(name, taken)
                    taken[named] += 1
                    found = make_judged_table(path, self.place_of(path), layout, named, given)
                    tell_of_layout(found.table, found.layout, self.findings)
                    if not found.by_name:
                        tell_of_header(found.table, found.layout, self.findings)
                    yield found
            except Refusal as refusal:
                self.refuse(path, refusal)


def judge_words(  # noqa: PLR0913 - as `judge_files` is asked
    words: tuple[Path, ...],
    schema: str | Path | None,
    *,
    limit: int,
    rules: Iterable[str] | None,
    ignore: Mapping[str, str] | None,
    progress: Progress,
) -> Report:
    """Judge the files that paths name, as `judge_files` does; ProjectError, MachineError."""
    path = None if schema is None else parse_path(schema)
    files = NamedFiles(words)
    return judge_files(files, path, limit=limit, rules=rules, ignore=ignore, progress=progress)


def judge_files(  # noqa: PLR0913 - all but one have a default
    files: NamedFiles,
    schema: Path | None = None,
    *,
    limit: int = 100,
    rules: Iterable[str] | None = None,
    ignore: Mapping[str, str] | None = None,
    progress: Progress = hide_progress,
) -> Report:
    """Judge files by the schema in a file, each of them, or by what each shows; nothing is written.

    What was found in a file is told in the report; what is doubtful about it is a warning.
    ProjectError where a file is not there or holds no table, or the schema is wrong; MachineError.
    """
    findings = Findings(limit)
    with hide_descriptor():
        given = None if schema is None else read_given_schema(schema)
        reading = FilesRead(files, findings)
        found = tuple(reading.as_found() if given is None else reading.by_schema(given))
        package = make_package(found, given, reading.refused)
        choice = read_choice(package, rules, ignore)
        with Engine() as engine:
            report = judge(
                package, engine, limit=limit, typed=False, choice=choice, progress=progress,
                begun=findings,
            ).report  # fmt: skip
    places = tuple(map(reading.place_of, files.paths))
    resources = tuple(each.resource for each in found)
    judged_by = JudgedBy(places, resources, given.place if given else None)
    told = tuple(
        replace(each, hint=without_descriptor(each.hint)) if each.hint else each
        for each in report.findings
    )
    return replace(report, name=judged_by.name, version="", findings=told, judged_by=judged_by)


@contextmanager
def hide_descriptor() -> Iterator[None]:
    """Let errors say nothing of a descriptor in a block."""
    try:
        yield
    except PressmarkError as error:
        error.say_again(without_descriptor)
        raise
