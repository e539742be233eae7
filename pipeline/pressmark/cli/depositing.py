"""The commands that take a release out of the machine: `deposit zenodo|invenio|s3|folder`."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.api import read_today
from pressmark.cli.options import HERE, AsJson, OfWhichProject, Releases, parse_output
from pressmark.cli.proving import Version, find_releases
from pressmark.cli.shared import HELP, Command
from pressmark.cli.talk import print_json, say
from pressmark.errors import ProjectError
from pressmark.extras import require
from pressmark.public_address import PublicAddress, read_public_address
from pressmark.words import make_visible, phrase_count

if TYPE_CHECKING:
    from pressmark.deposit import Deposited, Parcel, Token

ZENODO = "https://zenodo.org"
SANDBOX = "https://sandbox.zenodo.org"
ZENODO_TOKEN, SANDBOX_TOKEN, INVENIO_TOKEN = (
    "ZENODO_TOKEN", "ZENODO_SANDBOX_TOKEN", "INVENIO_TOKEN",
)  # fmt: skip
"""The variables of the environment that hold a token; there is no other way to give one."""

app = typer.Typer(
    name="deposit",
    help="Deposit a published release elsewhere.",
    context_settings=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
)

Publish = Annotated[
    bool, typer.Option("--publish", help="Publish the record; without it a draft is left.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")
]
Sandbox = Annotated[
    bool, typer.Option("--sandbox", help="Deposit at Zenodo's sandbox, whose DOIs lead nowhere.")
]
RepositoryAt = Annotated[
    PublicAddress,
    typer.Option(
        "--address",
        parser=partial(read_public_address, option="--address"),
        metavar="ADDRESS",
        help="The repository, such as https://data.example.edu.",
    ),
]
BucketName = Annotated[str, typer.Option("--bucket", metavar="NAME", help="The bucket.")]
Prefix = Annotated[
    str, typer.Option("--prefix", metavar="PATH", help="What stands before the version.")
]
Endpoint = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="The service, where it is not AWS's own."),
]
Region = Annotated[str | None, typer.Option(metavar="NAME", help="The bucket's region.")]
Below = Annotated[
    Path,
    typer.Option(
        "--output",
        parser=parse_output,
        metavar="FOLDER",
        help="The folder below which the version's own folder is made.",
    ),
]


@app.callback()
def deposit() -> None:
    """Deposit a published release elsewhere."""


@app.command(cls=Command)
def zenodo(  # noqa: PLR0913 - one parameter an option
    version: Version,
    *,
    sandbox: Sandbox = False,
    publish: Publish = False,
    dry_run: DryRun = False,
    project: OfWhichProject = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Deposit a release at Zenodo; the token is that in ZENODO_TOKEN.

    With --sandbox it is that in ZENODO_SANDBOX_TOKEN.
    """
    address = read_public_address(SANDBOX if sandbox else ZENODO)
    token = find_token(address, SANDBOX_TOKEN if sandbox else ZENODO_TOKEN, dry_run=dry_run)
    with pack_proven(version, project, releases) as parcel:
        done = deposit_at(
            parcel, address, token, publish=publish, dry_run=dry_run, noted=not sandbox
        )
    tell(done, as_json=as_json)


@app.command(cls=Command)
def invenio(  # noqa: PLR0913 - one parameter an option
    version: Version,
    *,
    address: RepositoryAt,
    publish: Publish = False,
    dry_run: DryRun = False,
    project: OfWhichProject = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Deposit a release at a repository that runs InvenioRDM.

    The token is that in INVENIO_TOKEN.
    """
    token = find_token(address, INVENIO_TOKEN, dry_run=dry_run)
    with pack_proven(version, project, releases) as parcel:
        done = deposit_at(parcel, address, token, publish=publish, dry_run=dry_run)
    tell(done, as_json=as_json)


@app.command(cls=Command)
def s3(  # noqa: PLR0913 - one parameter an option
    version: Version,
    *,
    bucket: BucketName,
    prefix: Prefix = "",
    endpoint: Endpoint = None,
    region: Region = None,
    dry_run: DryRun = False,
    project: OfWhichProject = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Put a release into a bucket that speaks S3; nothing there is overwritten."""
    from pressmark.deposit import deposit_in_bucket
    from pressmark.deposit.s3_objects import open_bucket

    opened = open_bucket(bucket, prefix, endpoint=endpoint, region=region)
    with pack_proven(version, project, releases) as parcel:
        done = deposit_in_bucket(parcel, opened, rehearse=dry_run, tell=say)
    tell(done, as_json=as_json)


@app.command(cls=Command)
def folder(  # noqa: PLR0913 - one parameter an option
    version: Version,
    *,
    output: Below,
    dry_run: DryRun = False,
    project: OfWhichProject = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Copy a release into a folder; nothing there is overwritten."""
    from pressmark.deposit import deposit_in_folder

    with pack_proven(version, project, releases) as parcel:
        done = deposit_in_folder(parcel, output, rehearse=dry_run)
    tell(done, as_json=as_json)


@contextmanager
def pack_proven(version: str, project: Path | None, releases: Path | None) -> "Iterator[Parcel]":
    """Prove a version, and give what is deposited of it."""
    from pressmark.deposit import pack

    found = find_releases(project or HERE, releases)
    say(f"{make_visible(version)} is being proven")
    with pack(version, found, project) as parcel:
        yield parcel


def find_token(address: PublicAddress, variable: str, *, dry_run: bool) -> "Token | None":
    """Find the token, before anything takes time; None in a rehearsal that needs none."""
    from pressmark.deposit import read_token
    from pressmark.deposit.repository import refuse_open_line

    refuse_open_line(address, "--address")
    token = read_token(variable)
    if token is None and not dry_run:
        right = f"set it to a token of {address} that may write and publish deposits"
        raise ProjectError(variable, "is not set, and a deposit needs a token", right)
    if token is None:
        say(f"{variable} is not set: {address} is not asked what stands there")
    else:
        require("httpx", "deposit", "deposit")
    return token


def deposit_at(  # noqa: PLR0913 - what is done, and how
    parcel: "Parcel",
    address: PublicAddress,
    token: "Token | None",
    *,
    publish: bool,
    dry_run: bool,
    noted: bool = True,
) -> "Deposited":
    """Deposit at a repository; without a token it is asked nothing."""
    from pressmark.deposit import Repository, deposit_record
    from pressmark.deposit.repository import open_client

    how = partial(
        deposit_record, parcel, address, publish=publish, rehearse=dry_run,
        day=read_today() if noted else None, tell=say,
    )  # fmt: skip
    if token is None:
        return how(None)
    with open_client(address) as client:
        return how(Repository(address, token, client, wait_aloud))


def wait_aloud(seconds: float) -> None:
    """Wait, and say so: a repository may ask for minutes."""
    say(f"waiting {phrase_count(round(seconds), 'second')} for the repository")
    time.sleep(seconds)


def tell(done: "Deposited", *, as_json: bool) -> None:
    """Print what came of a deposit."""
    for remark in done.remarks:
        say(make_visible(remark))
    if as_json:
        print_json(done.document())
        return
    for line in done.lines():
        sys.stdout.write(f"{line}\n")
