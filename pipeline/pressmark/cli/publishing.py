"""The commands that make releases and show them: `build`, `release`, `serve`."""

import json
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import (
    HERE,
    AsJson,
    Limit,
    Project,
    ProjectOrRelease,
    Releases,
    SecondJudge,
    Sources,
    TrustRules,
    local_path,
    written_path,
)
from pressmark.cli.releasing import Releasing, given_reason
from pressmark.cli.talk import leave, print_json, progress, read, say, say_what_is_not_run
from pressmark.errors import ProjectError
from pressmark.extras import require

TEXTS_KEPT = 32
"""Texts of sources that the server keeps in memory, those last looked at."""

SITE = ("datasette", "markdown_it", "starlette", "uvicorn")
"""What the site is made of: the extra [site]."""


def build(
    project: Project = HERE,
    *,
    output: Annotated[
        Path,
        typer.Option(
            parser=written_path,
            metavar="FOLDER",
            help="The folder to write; an earlier build is replaced.",
        ),
    ],
    limit: Limit = 100,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Write all files of the next release into a folder, unpublished."""
    from pressmark.api import build as write_build

    with progress() as told:
        report = write_build(
            read(project, trust_rules=trust_rules), output, limit=limit, progress=told
        )
    if as_json:
        print_json({"output": str(output) if report.valid else None, "report": report.written()})
    elif report.valid:
        sys.stdout.write(f"{report.name} {report.version} built in {output}\n")
    leave(report, explain=not as_json)


def release(  # noqa: PLR0913 - one parameter an option
    project: Project = HERE,
    *,
    limit: Limit = 100,
    next: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--next", help="Take the least version that the changes ask for.")
    ] = False,
    sign: Annotated[
        Path | None,
        typer.Option(parser=local_path, metavar="KEY", help="Sign the manifest with this SSH key."),
    ] = None,
    withdraw_missing: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Withdraw every key that is gone, for this reason."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be published, and write nothing.")
    ] = False,
    second_judge: SecondJudge = False,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Publish the package under its version, once."""
    Releasing(
        project,
        next=next,
        reason=given_reason(withdraw_missing),
        dry_run=dry_run,
        key=sign,
        limit=limit,
        second_judge=second_judge,
        releases=releases,
        as_json=as_json,
    ).run()


def serve(  # noqa: PLR0913 - one parameter an option
    project: ProjectOrRelease = ".",
    *,
    releases: Releases = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8001,
    output: Annotated[
        Path | None,
        typer.Option(
            parser=written_path, metavar="FOLDER", help="Where to keep what is built for serving."
        ),
    ] = None,
    sources: Sources = None,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Serve the published releases, or one of them, read-only.

    A package that has none is built first.
    """
    need_extras()
    from pressmark.releases.find import find_all
    from pressmark.site import serve as run
    from pressmark.site.served import served_releases
    from pressmark.validate import Texts

    texts = lru_cache(maxsize=TEXTS_KEPT)(Texts(sources).of) if sources else None
    with find_all(project, releases, trust_rules=trust_rules) as (package, only):
        say_what_is_not_run(package)
        with progress() as told:
            report, shown = served_releases(package, output, only=only, progress=told)
        if report:
            leave(report, explain=True, as_json=as_json)
        announce = announce_json if as_json else announce_address
        if not as_json:
            say(NO_PROXY)
        run([replace(each, texts=texts) for each in shown], host, port, announce)


NO_PROXY = (
    "no proxy is named: the connections of visitors who come from this machine (127.0.0.1, ::1) are"
    " not bounded one by one"
)


def need_extras() -> None:
    """Refuse to begin without what the site is made of; without charts it only says so."""
    for module in SITE:
        require(module, "site", "serve")
    try:
        require("vl_convert", "charts", "drawing a chart")
    except ProjectError as missing:
        say(f"the pages have no pictures: {missing.place} {missing.wrong}; {missing.right}")


def announce_address(address: str) -> None:
    """Print the address of the site, at once even into a pipe."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def announce_json(address: str) -> None:
    """Print the address of the site as JSON on a line, at once even into a pipe."""
    sys.stdout.write(json.dumps({"address": address}) + "\n")
    sys.stdout.flush()
