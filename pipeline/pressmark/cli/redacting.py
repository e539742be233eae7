"""The command `redact`: records out of published releases, by law."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark.api import read_today
from pressmark.cli.options import HERE, AsJson, OfProject, Releases, parse_path
from pressmark.cli.proving import Version, find_releases
from pressmark.cli.talk import print_json, say
from pressmark.words import make_visible, phrase_count

if TYPE_CHECKING:
    from pressmark.publish.redaction.making import Made
    from pressmark.publish.redaction.redacting import Redaction


Table = Annotated[str, typer.Argument(help="The table.", metavar="TABLE")]
Key = Annotated[
    str,
    typer.Argument(
        help="The record's key, its parts joined by commas; its number where there is none.",
        metavar="KEY",
    ),
]
Reason = Annotated[
    str, typer.Option(metavar="TEXT", help="Why the law asks for it; it is published.")
]
Everywhere = Annotated[
    bool, typer.Option("--everywhere", help="Out of every version that has the key.")
]
Referring = Annotated[bool, typer.Option("--referring", help="With all records that point to it.")]
SigningKey = Annotated[
    Path | None,
    typer.Option(parser=parse_path, metavar="KEY", help="Sign the new manifest with this SSH key."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
]


def redact(  # noqa: PLR0913 - one parameter an option
    version: Version,
    table: Table,
    key: Key,
    *,
    reason: Reason,
    everywhere: Everywhere = False,
    referring: Referring = False,
    sign: SigningKey = None,
    dry_run: DryRun = False,
    project: OfProject = HERE,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Take a record out of a published release, as a last resort."""
    from pressmark.publish.redaction.asked import RedactionRequest, read_reason
    from pressmark.publish.redaction.redacting import redact as take_out
    from pressmark.publish.redaction.redacting import rehearse
    from pressmark.releases.place import find_project_folder

    asked = RedactionRequest(
        version, table, key, read_reason(reason), read_today(),
        everywhere=everywhere, referring=referring, signing_key=sign,
    )  # fmt: skip
    folder, root = find_releases(project, releases), find_project_folder(project)
    done = (rehearse if dry_run else take_out)(folder, root, asked)
    if as_json:
        print_json(describe(done, dry_run=dry_run))
        return
    for line in tell(done, dry_run=dry_run):
        sys.stdout.write(f"{make_visible(line)}\n")
    for remark in done.remarks:
        say(make_visible(remark))


def describe(done: "Redaction", *, dry_run: bool) -> dict[str, Any]:
    """Give what was done as JSON."""
    state = "unchanged" if done.already else "rehearsed" if dry_run else "redacted"
    return {
        "state": state,
        "records": [
            {"version": made.version, **record} for made in done.made for record in list_taken(made)
        ],
        "files": {
            made.version: {"changed": list(made.changed), "removed": list(made.removed)}
            for made in done.made
        },
        "entries": [each.written() for each in done.entries],
        "removed": [str(each) for each in done.removed],
        "remarks": list(done.remarks),
        "head": done.ledger.head,
    }


def list_taken(made: "Made") -> Iterator[dict[str, Any]]:
    """Give the records that were taken out of a version, by their leaves."""
    from pressmark.package.tree import hash_leaf

    for each in made.gone:
        digest = f"sha256:{hash_leaf(each.line).hex()}"
        yield {"table": each.table, "leaf": each.leaf, "digest": digest}


def tell(done: "Redaction", *, dry_run: bool) -> Iterator[str]:
    """Say what was done, or would be, a line each."""
    if done.already:
        yield (
            f"record {done.already.leaf} was redacted on {done.already.date} already: "
            f"{done.already.reason}"
        )
    would = "would be " if dry_run else ""
    for made in done.made:
        for each in list_taken(made):
            place = f"{made.version}: record {each['leaf']} of table {each['table']}"
            yield f"{place}, {each['digest']}, {would}taken out"
        files = phrase_count(len(made.changed), "file")
        yield f"{made.version}: {files} {would}made again: {', '.join(made.changed)}"
        if made.removed:
            yield f"{made.version}: {would}removed: {', '.join(made.removed)}"
    yield from (f"removed what was derived: {each}" for each in done.removed)
    if dry_run:
        yield "nothing was written: this was a dry run"
    elif done.made:
        yield f"the ledger's head is {done.ledger.head}"
