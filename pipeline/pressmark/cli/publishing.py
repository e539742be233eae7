"""The commands that make releases and show them: `build`, `release`, `serve`."""

import json
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pressmark.api import today
from pressmark.cli.options import (
    HERE,
    AsJson,
    Limit,
    Project,
    Sources,
    TrustRules,
    local_path,
    written_path,
)
from pressmark.cli.talk import leave, print_json, progress, read, say
from pressmark.errors import ProjectError
from pressmark.extras import require

TEXTS_KEPT = 32
"""Texts of sources that the server keeps in memory, those last looked at."""

SITE = ("datasette", "markdown_it", "starlette", "uvicorn")
"""What the site is made of: the extra [site]."""

if TYPE_CHECKING:
    from pressmark.package import Package
    from pressmark.publish.release import Published


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


def release(
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
    as_json: AsJson = False,
) -> None:
    """Publish the package under its version, once."""
    from pressmark.publish.release import release as publish
    from pressmark.releases.ledger import read_ledger
    from pressmark.verify.second_judge import disagreements

    package = read(project, trust_rules=False)
    if next:
        package = with_next_version(project, package, as_json=as_json)
    with progress() as told:
        published = publish(package, date=today(), key=sign, limit=limit, progress=told)
    if as_json:
        print_json(act_of(published, package.releases))
    elif published.version and package.releases:
        place = package.releases / published.version
        what = f"{package.name} {published.version}"
        state = "published in" if published.new else "is already published, unchanged, in"
        sys.stdout.write(f"{what} {state} {place}\n")
        sys.stdout.write(f"the ledger's head is {read_ledger(package.releases).head}\n")
    if published.new and package.releases:
        for line in disagreements(package.releases / package.version / "datapackage.json"):
            say(f"frictionless disagrees: {line}")
    leave(published.report, explain=not as_json)


def act_of(published: "Published", releases: Path | None) -> dict[str, Any]:
    """Give what was published as JSON: `state` is published, unchanged, or null for wrong data."""
    from pressmark.releases.ledger import read_ledger

    done = published.version is not None and releases is not None
    return {
        "state": ("published" if published.new else "unchanged") if done else None,
        "version": published.version,
        "place": str(releases / published.version) if releases and published.version else None,
        "head": read_ledger(releases).head if releases and done else None,
        "report": published.report.written(),
    }


def with_next_version(project: Path, package: "Package", *, as_json: bool) -> "Package":
    """Give the package with the least version that its changes ask for, and write it down."""
    from pressmark.publish.next_version import next_version, write_version
    from pressmark.publish.release import Published
    from pressmark.report import Report

    with progress() as told:
        version = next_version(package, progress=told)
    if isinstance(version, Report):
        if as_json:
            print_json(act_of(Published(version), None))
        leave(version, explain=not as_json)
    elif version != package.version:
        write_version(package, version)
        say(f"version {package.version} became {version} in datapackage/datapackage.yaml")
        package = read(project, trust_rules=False)
    return package


def serve(  # noqa: PLR0913 - one parameter an option
    project: Project = HERE,
    *,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
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
    """Serve the published releases, read-only.

    A package that has none is built first.
    """
    need_extras()
    from pressmark.site import serve as run
    from pressmark.site.served import served_releases
    from pressmark.validate import Texts

    package = read(project, trust_rules=trust_rules)
    texts = lru_cache(maxsize=TEXTS_KEPT)(Texts(sources).of) if sources else None
    with progress() as told:
        report, releases = served_releases(package, output, progress=told)
    if report:
        leave(report, explain=True, as_json=as_json)
    announce = announce_json if as_json else announce_address
    run([replace(each, texts=texts) for each in releases], host, port, announce)


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
