"""The command that writes the site as files: `export`."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.cli.options import (
    AsJson,
    ProjectOrRelease,
    Releases,
    Schemas,
    TrustRules,
    parse_output,
)
from pressmark.cli.serving import require_extras
from pressmark.cli.talk import leave, print_json, say, say_what_is_not_run, show_progress
from pressmark.public_address import PublicAddress, read_public_address

if TYPE_CHECKING:
    from pressmark.export import Exported


ExportedTo = Annotated[
    Path,
    typer.Option(
        "--output",
        parser=parse_output,
        metavar="FOLDER",
        help="The folder to write; an earlier export is replaced.",
    ),
]
FoundAt = Annotated[
    PublicAddress | None,
    typer.Option(
        "--address",
        parser=partial(read_public_address, option="--address"),
        metavar="ADDRESS",
        help="Where readers find the site; what the project says if you name none.",
    ),
]
WithPages = Annotated[
    str | None,
    typer.Option(
        "--records",
        metavar="all|cited|none",
        help="Which records have pages; unasked 20,000, those of small tables first.",
    ),
]


def export(  # noqa: PLR0913 - one parameter an option
    project: ProjectOrRelease = ".",
    *,
    output: ExportedTo,
    address: FoundAt = None,
    records: WithPages = None,
    releases: Releases = None,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Write the site as files, for hosts that have no server.

    A package that has no releases is built first.
    """
    require_extras("export")
    from pressmark.export import export as write
    from pressmark.export import read_choice
    from pressmark.releases.find import find_all
    from pressmark.site.served import find_site, read_served_releases

    choice = None if records is None else read_choice(records)
    with (
        find_all(project, releases, trust_rules=trust_rules, schemas=schemas) as (package, only),
        show_progress() as told,
    ):
        say_what_is_not_run(package)
        report, shown = read_served_releases(package, None, only=only, progress=told)
        if report:
            leave(report, explain=True, as_json=as_json)
        done = write(
            shown, output, public=address or find_site(package), records=choice, progress=told,
            announce=lambda estimate: None if as_json else say(estimate.phrase()),
        )  # fmt: skip
    tell(done, output, as_json=as_json)


def tell(done: "Exported", output: Path, *, as_json: bool) -> None:
    """Say what was written."""
    from pressmark.words import phrase_size

    if as_json:
        written = {"output": str(output), "pages": done.pages, "files": done.files}
        more = {"bytes": done.size, "records": done.records, "refused": list(done.refused)}
        more["read_in_browser"] = list(done.read)
        print_json({**written, **more})
        return
    size = phrase_size(done.size)
    sys.stdout.write(f"{done.pages:,} pages in {done.files:,} files ({size}) in {output}\n")
    for address in done.refused:
        say(f"{address}: has no page, for it is too much to ask of the site; downloads hold it")
    if done.read:
        which = RECORDS.get(done.records) or f"records of {', '.join(done.read)}"
        say(f"{which} have no pages of their own: one page a table reads each in the browser")


RECORDS = {"cited": "records that only tables name", "none": "records"}
