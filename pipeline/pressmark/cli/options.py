"""Arguments and options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark.local_path import local_path, local_word, written_path

Project = Annotated[
    Path,
    typer.Argument(
        parser=local_path,
        help="A project folder, or a datapackage.json, .yaml or .yml.",
        metavar="PROJECT",
    ),
]
OfProject = Annotated[
    Path,
    typer.Option(
        "--project",
        parser=local_path,
        metavar="PROJECT",
        help="The project, or its folder of releases.",
    ),
]
SIDE = "A version of the project, a folder, a descriptor or a zip."
Old = Annotated[str, typer.Argument(parser=local_word, metavar="OLD", help=SIDE)]
New = Annotated[str, typer.Argument(parser=local_word, metavar="NEW", help=SIDE)]
Sources = Annotated[
    Path | None,
    typer.Option(
        parser=local_path,
        metavar="FOLDER",
        help="A folder of source texts, to hold recorded passages against.",
    ),
]
TrustRules = Annotated[
    bool,
    typer.Option("--trust-rules", help="Run the SQL that comes with somebody else's package."),
]
Limit = Annotated[int, typer.Option(min=0, help="Findings to list; counts are always complete.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SecondJudge = Annotated[
    bool,
    typer.Option("--second-judge", help="Ask frictionless, too; what it says stops nothing."),
]
ProjectOrRelease = Annotated[
    str,
    typer.Argument(
        parser=local_word,
        help="A project or its folder of releases, or one release: a version, a folder, a zip.",
        metavar="PROJECT",
    ),
]
OfWhichProject = Annotated[
    Path | None,
    typer.Option(
        "--project",
        parser=local_path,
        metavar="PROJECT",
        help="The project whose versions and ledger are meant.",
    ),
]
Releases = Annotated[
    Path | None,
    typer.Option(
        "--releases",
        parser=local_path,
        metavar="DIR",
        help="The folder of releases, where it is kept elsewhere.",
    ),
]
HERE = Path()

__all__ = [
    "HERE",
    "AsJson",
    "Limit",
    "New",
    "OfProject",
    "OfWhichProject",
    "Old",
    "Project",
    "ProjectOrRelease",
    "Releases",
    "Sources",
    "TrustRules",
    "chosen_format",
    "local_path",
    "local_word",
    "written_path",
]


def chosen_format(format: str | None, *, as_json: bool) -> str:  # noqa: A002 - the option's name
    """Give the format that was asked for: `--json` is short for `--format json`."""
    if as_json and format not in (None, "json"):
        message = f"--json and --format {format} ask for two things; give one of them."
        raise typer.BadParameter(message)
    return "json" if as_json else format or "text"
