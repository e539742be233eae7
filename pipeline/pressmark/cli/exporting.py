"""The command that writes the site as files: `export`."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.cli.exported_lake import describe_lake, tell_lake
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
from pressmark.errors import ProjectError
from pressmark.public_address import PublicAddress, read_public_address

if TYPE_CHECKING:
    from pressmark.export import Choice, Exported, Lake


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
WithLake = Annotated[
    bool,
    typer.Option(
        "--lake", help="Write a DuckLake catalogue over the Parquet of every release, too."
    ),
]
WithoutPages = Annotated[
    bool, typer.Option("--no-pages", help="Write the lake alone, and no pages.")
]
FilesAt = Annotated[
    PublicAddress | None,
    typer.Option(
        "--base",
        parser=partial(read_public_address, option="--base"),
        metavar="ADDRESS",
        help="Where readers of the lake find its files; the address of the site if you name none.",
    ),
]


def export(  # noqa: PLR0913 - one parameter an option
    project: ProjectOrRelease = ".",
    *,
    output: ExportedTo,
    address: FoundAt = None,
    records: WithPages = None,
    lake: WithLake = False,
    no_pages: WithoutPages = False,
    base: FilesAt = None,
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
    from pressmark.export import make_lake
    from pressmark.releases.find import find_all
    from pressmark.site.served import find_site, read_served_releases

    choice = read_asked(records, lake=lake, no_pages=no_pages, base=base)
    with (
        find_all(project, releases, trust_rules=trust_rules, schemas=schemas) as (package, only),
        show_progress() as told,
    ):
        say_what_is_not_run(package)
        report, shown = read_served_releases(package, None, only=only, progress=told)
        if report:
            leave(report, explain=True, as_json=as_json)
        public = address or find_site(package)
        made = make_lake(package, shown, base or public) if lake else None
        done = write(
            shown, output, public=public, records=choice, lake=made, pages=not no_pages,
            progress=told, announce=lambda estimate: None if as_json else say(estimate.phrase()),
        )  # fmt: skip
    tell(done, output, made, as_json=as_json)


def read_asked(
    records: str | None, *, lake: bool, no_pages: bool, base: PublicAddress | None
) -> "Choice | None":
    """Read which records are to have pages; ProjectError where options leave others no meaning."""
    from pressmark.export import read_choice

    for option, given in (("--no-pages", no_pages), ("--base", base)):
        if given and not lake:
            raise ProjectError(option, "speaks of a lake", f"add --lake, or leave {option} out")
    if no_pages and records is not None:
        wrong = "says which records have pages, and --no-pages that there are none"
        raise ProjectError("--records", wrong, "leave one of the two out")
    return None if records is None else read_choice(records)


def tell(done: "Exported", output: Path, lake: "Lake | None", *, as_json: bool) -> None:
    """Say what was written."""
    from pressmark.words import phrase_size

    if as_json:
        held = {"lake": describe_lake(lake)} if lake else {}
        written = {"output": str(output), "pages": done.pages, "files": done.files, **held}
        more = {"bytes": done.size, "records": done.records, "refused": list(done.refused)}
        more["read_in_browser"] = list(done.read)
        print_json({**written, **more})
        return
    if lake:
        tell_lake(lake)
    size = phrase_size(done.size)
    sys.stdout.write(f"{done.pages:,} pages in {done.files:,} files ({size}) in {output}\n")
    if not done.pages:
        return
    for address in done.refused:
        say(f"{address}: has no page, for it is too much to ask of the site; downloads hold it")
    if done.read:
        which = RECORDS.get(done.records) or f"records of {', '.join(done.read)}"
        say(f"{which} have no pages of their own: one page a table reads each in the browser")


RECORDS = {"cited": "records that only tables name", "none": "records"}
