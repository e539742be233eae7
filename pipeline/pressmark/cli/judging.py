"""The commands that judge: `validate` records, `locate` a passage of a source."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pressmark.cli.options import (
    HERE,
    AsJson,
    Limit,
    NoCache,
    Schemas,
    SecondJudge,
    Sources,
    SparkMaster,
    TrustRules,
    choose_format,
    parse_output,
    parse_path,
    split_words,
)
from pressmark.cli.report_files import (
    WrittenReport,
    check_format,
    parse_other_report,
    refuse_same,
    write_reports,
)
from pressmark.cli.talk import DATA_IS_WRONG, complain, leave, print_json, read, show_progress
from pressmark.errors import ProjectError
from pressmark.report import RENDERINGS

if TYPE_CHECKING:
    from pressmark.report import Report


Format = Annotated[
    str | None,
    typer.Option(
        parser=check_format,
        metavar="|".join(name for name, _ in RENDERINGS),
        help="How to write the report; text if you name none.",
    ),
]

Rules = Annotated[
    str | None,
    typer.Option(metavar="RULE,…", help="Ask only these rules, by name or kind (cell, key)."),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE=REASON",
        help="Count what the rule finds as no error; the report says so. May be given again.",
    ),
]


ProjectOrFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        parser=parse_path,
        metavar="PROJECT|FILE…",
        help="A project folder, a datapackage.json, .yaml or .yml, or a package in a zip; or "
        "tables that none describes, also as a pattern in quotes; - is stdin.",
    ),
]
SchemaOfFiles = Annotated[
    Path | None,
    typer.Option(
        parser=parse_path,
        metavar="FILE",
        help="Judge each file by this Table Schema, not by what it shows itself.",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(parser=parse_output, metavar="FILE", help="Write the report to this file."),
]


Also = Annotated[
    list[WrittenReport] | None,
    typer.Option(
        parser=parse_other_report,
        metavar="FORMAT=FILE",
        help="Write the report in another form, too, to a file. May be given again.",
    ),
]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine", metavar="spark|sail", help="Judge on many machines; the report is the same."
    ),
]


class AskedOfReport(NamedTuple):
    """What of a report is asked: how many findings, of which rules, and which are no errors.

    And whether what earlier runs found may be in it. An `engine` makes it, Spark at that master.
    """

    limit: int
    named: str | None
    ignore: list[str] | None
    cache: bool
    engine: str | None = None
    spark_master: str | None = None

    @property
    def rules(self) -> list[str] | None:
        """The rules that are asked; None for all. ProjectError where one is empty or twice."""
        return split_words("--rules", self.named)

    @property
    def ignored(self) -> dict[str, str]:
        """The reason of each rule that counts as no error; ProjectError where one has two."""
        return read_reasons(self.ignore or [])


def validate(  # noqa: PLR0913 - its parameters are its options
    words: ProjectOrFiles = None,
    *,
    schema: SchemaOfFiles = None,
    format: Format = None,  # noqa: A002 - the option's name
    as_json: AsJson = False,
    output: Output = None,
    also: Also = None,
    limit: Limit = 100,
    sources: Sources = None,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    second_judge: SecondJudge = False,
    rules: Rules = None,
    ignore: Ignored = None,
    no_cache: NoCache = False,
    engine: EngineName = None,
    spark_master: SparkMaster = None,
) -> None:
    """Judge every record of a project, or of files; exit 1 if anything is wrong."""
    from pressmark.undescribed.meaning import names_files

    named, form = words or [HERE], choose_format(format, as_json=as_json)
    written = [WrittenReport(form, output), *(also or [])]
    refuse_same(written)
    asked = AskedOfReport(limit, rules, ignore, not no_cache, engine, spark_master)
    given = {
        "--schema": schema, "--sources": sources, "--schemas": schemas,
        "--trust-rules": trust_rules, "--second-judge": second_judge,
        "--engine": engine, "--spark-master": spark_master,
    }  # fmt: skip
    if names_files(named, given):
        report = judge_given_files(named, schema, asked)
    else:
        report = judge_project(
            named[0], asked, sources=sources, schemas=schemas, trust_rules=trust_rules,
            second_judge=second_judge,
        )  # fmt: skip
    write_reports(report, written, named)
    leave(report)


def judge_project(  # noqa: PLR0913 - its parameters are options of the command
    project: Path,
    asked: AskedOfReport,
    *,
    sources: Path | None,
    schemas: Path | None,
    trust_rules: bool,
    second_judge: bool,
) -> "Report":
    """Judge a project or package."""
    from pressmark.api import validate as judge
    from pressmark.extras import refuse_without_judge

    if second_judge:
        refuse_without_judge()
    with show_progress() as told:
        package = read(project, trust_rules=trust_rules, schemas=schemas)
        return judge(
            package, limit=asked.limit, sources=sources, second_judge=second_judge,
            rules=asked.rules, ignore=asked.ignored, cache=asked.cache, engine=asked.engine,
            spark_master=asked.spark_master, progress=told,
        )  # fmt: skip


def judge_given_files(words: list[Path], schema: Path | None, asked: AskedOfReport) -> "Report":
    """Judge files that no descriptor describes."""
    from pressmark.undescribed.files_judged import judge_files
    from pressmark.undescribed.named_files import find_named_files

    with find_named_files(words) as files, show_progress() as told:
        return judge_files(
            files, schema, limit=asked.limit, rules=asked.rules, ignore=asked.ignored,
            progress=told,
        )  # fmt: skip


def read_reasons(given: list[str]) -> dict[str, str]:
    """Read `RULE=REASON` once for each rule; ProjectError where one is given twice."""
    found: dict[str, str] = {}
    for each in given:
        rule, _, reason = (part.strip() for part in each.partition("="))
        if rule in found:
            raise ProjectError("ignore", f"{rule} is given two reasons", "give it one")
        found[rule] = reason
    return found


def locate(
    file: Annotated[
        Path, typer.Argument(parser=parse_path, help="The text of a source.", metavar="FILE")
    ],
    text: Annotated[str, typer.Argument(help="Words of the passage.", metavar="TEXT")],
    *,
    as_json: AsJson = False,
) -> None:
    """Find a passage: its locator, offsets and hash."""
    from pressmark import passages
    from pressmark.package.documents import read_text

    found = [each.written() for each in passages.find_passages(read_text(file, str(file)), text)]
    if as_json:
        print_json(found)
    if not found:
        complain(f"{file}: no sentence holds these words; a passage is one sentence or heading.")
        raise typer.Exit(DATA_IS_WRONG)
    if as_json:
        return
    lines = ("".join(f"{name}: {value}\n" for name, value in each.items()) for each in found)
    sys.stdout.write("\n".join(lines))
