"""Arguments and options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from pressmark.errors import ProjectError
from pressmark.local_path import parse_output, parse_path, parse_word
from pressmark.public_address import PublicAddress, read_public_address
from pressmark.words import find_slip, split_list

Project = Annotated[
    Path,
    typer.Argument(
        parser=parse_path,
        help="A project folder, a datapackage.json, .yaml or .yml, or a package in a zip.",
        metavar="PROJECT",
    ),
]
OfProject = Annotated[
    Path,
    typer.Option(
        "--project",
        parser=parse_path,
        metavar="PROJECT",
        help="The project, or its folder of releases.",
    ),
]
SIDE = "A version of the project, a folder, a descriptor or a zip."
Old = Annotated[str, typer.Argument(parser=parse_word, metavar="OLD", help=SIDE)]
New = Annotated[str, typer.Argument(parser=parse_word, metavar="NEW", help=SIDE)]
Sources = Annotated[
    Path | None,
    typer.Option(
        parser=parse_path,
        metavar="FOLDER",
        help="A folder of source texts, to hold recorded passages against.",
    ),
]
Schemas = Annotated[
    Path | None,
    typer.Option(
        parser=parse_path,
        metavar="FOLDER",
        help="A folder of copies of the schemas that are named by address.",
    ),
]
TrustRules = Annotated[
    bool,
    typer.Option("--trust-rules", help="Run the SQL that comes with somebody else's package."),
]
Limit = Annotated[int, typer.Option(min=0, help="Findings to list; counts are always complete.")]
NoCache = Annotated[
    bool,
    typer.Option("--no-cache", help="Ask everything again, whatever earlier runs found."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SecondJudge = Annotated[
    bool,
    typer.Option("--second-judge", help="Ask frictionless, too; what it says stops nothing."),
]
SparkMaster = Annotated[
    str | None,
    typer.Option(
        "--spark-master", metavar="URL", help="Spark's master; all cores here if you name none."
    ),
]
ProjectOrRelease = Annotated[
    str,
    typer.Argument(
        parser=parse_word,
        help="A project or its folder of releases, or one release: a version, a folder, a zip.",
        metavar="PROJECT",
    ),
]
OfWhichProject = Annotated[
    Path | None,
    typer.Option(
        "--project",
        parser=parse_path,
        metavar="PROJECT",
        help="The project whose versions and ledger are meant.",
    ),
]
Releases = Annotated[
    Path | None,
    typer.Option(
        "--releases",
        parser=parse_path,
        metavar="DIR",
        help="The folder of releases, where it is kept elsewhere.",
    ),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        metavar="TABLE[.FIELD]=REASON",
        help="Sign off what a guard stops; the reason is published. May be given again.",
    ),
]
Without = Annotated[
    str | None,
    typer.Option(metavar="PART,…", help="Do without these parts of a citation, such as license."),
]
Host = Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")]
ServedFrom = Annotated[
    Path | None,
    typer.Option(
        "--output",
        parser=parse_output,
        metavar="FOLDER",
        help="Where to keep what is built for serving.",
    ),
]
PublicAt = Annotated[
    PublicAddress | None,
    typer.Option(
        "--public-address",
        parser=read_public_address,
        metavar="ADDRESS",
        help="Where readers find the site; what the project says if you name none.",
    ),
]
TrustedProxies = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy",
        metavar="ADDRESS",
        help="A proxy, or a network of them, whose word on who asks counts; may be given again.",
    ),
]
Log = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        parser=parse_word,
        help="A log of requests and of what goes wrong with them; - is standard output.",
    ),
]
LogClients = Annotated[
    bool,
    typer.Option("--log-clients", help="Write addresses and programs of clients into the log."),
]
MetricsPort = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=65535,
        metavar="N",
        help="A port of 127.0.0.1 for metrics as Prometheus reads them; none without it.",
    ),
]
HERE = Path()

__all__ = [
    "HERE",
    "Accept",
    "AsJson",
    "Host",
    "Limit",
    "Log",
    "LogClients",
    "MetricsPort",
    "New",
    "NoCache",
    "OfProject",
    "OfWhichProject",
    "Old",
    "Port",
    "Project",
    "ProjectOrRelease",
    "PublicAt",
    "Releases",
    "Schemas",
    "ServedFrom",
    "Sources",
    "SparkMaster",
    "TrustRules",
    "TrustedProxies",
    "Without",
    "choose_format",
    "parse_output",
    "parse_path",
    "parse_word",
    "split_words",
]


def choose_format(format: str | None, *, as_json: bool) -> str:  # noqa: A002 - the option's name
    """Give the format that was asked for: `--json` is short for `--format json`."""
    if as_json and format not in (None, "json"):
        message = f"--json and --format {format} ask for two things; give one of them."
        raise typer.BadParameter(message)
    return "json" if as_json else format or "text"


def split_words(option: str, words: str | None) -> list[str] | None:
    """Read the words between the commas of an option; None where it was not given.

    ProjectError where one is empty, or stands twice.
    """
    if words is None:
        return None
    names = split_list(words)
    wrong = find_slip(names)
    if wrong:
        meant = ",".join(dict.fromkeys(filter(None, names)))
        right = f"write {option} {meant}" if meant else f"name one, or leave {option} out"
        raise ProjectError(option, f"{wrong}: {words!r}", right)
    return names
