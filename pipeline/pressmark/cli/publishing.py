"""The commands that make releases and show them: `build`, `release`, `serve`."""

import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.cli.options import HERE, Limit, Project, TrustRules
from pressmark.cli.progress import progress
from pressmark.cli.talk import leave, read, say, today

TEXTS_KEPT = 32
"""Texts of sources that the server keeps in memory, those last looked at."""

if TYPE_CHECKING:
    from pressmark.package import Package


def build(
    project: Project = HERE,
    *,
    output: Annotated[
        Path, typer.Option(help="The folder to write; an earlier build is replaced.")
    ],
    limit: Limit = 100,
    trust_rules: TrustRules = False,
) -> None:
    """Write all files of the next release into a folder, unpublished."""
    from pressmark.publish.release import build as write_build

    with progress() as told:
        report = write_build(
            read(project, trust_rules=trust_rules), output, limit=limit, progress=told
        )
    if report.valid:
        sys.stdout.write(f"{report.name} {report.version} built in {output}\n")
    leave(report, explain=True)


def release(
    project: Project = HERE,
    *,
    limit: Limit = 100,
    next: Annotated[  # noqa: A002 - the option's name
        bool, typer.Option("--next", help="Take the least version that the changes ask for.")
    ] = False,
    sign: Annotated[
        Path | None, typer.Option(metavar="KEY", help="Sign the manifest with this SSH key.")
    ] = None,
) -> None:
    """Publish the package under its version, once."""
    from pressmark.publish.release import release as publish
    from pressmark.releases.ledger import read_ledger
    from pressmark.verify.second_judge import disagreements

    package = read(project, trust_rules=False)
    if next:
        package = with_next_version(project, package)
    with progress() as told:
        published = publish(package, date=today(), key=sign, limit=limit, progress=told)
    if published.version and package.releases:
        place = package.releases / published.version
        what = f"{package.name} {published.version}"
        state = "published in" if published.new else "is already published, unchanged, in"
        sys.stdout.write(f"{what} {state} {place}\n")
        sys.stdout.write(f"the ledger's head is {read_ledger(package.releases).head}\n")
        for line in disagreements(place / "datapackage.json") if published.new else ():
            say(f"frictionless disagrees: {line}")
    leave(published.report, explain=True)


def with_next_version(project: Path, package: "Package") -> "Package":
    """Give the package with the least version that its changes ask for, and write it down."""
    from pressmark.publish.next_version import next_version, write_version
    from pressmark.report import Report

    with progress() as told:
        version = next_version(package, progress=told)
    if isinstance(version, Report):
        leave(version, explain=True)
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
        Path | None, typer.Option(help="Where to keep what is built for serving.")
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(help="A folder of texts, against which the pages hold recorded passages."),
    ] = None,
    trust_rules: TrustRules = False,
) -> None:
    """Serve the published releases, read-only.

    A package that has none is built first.
    """
    from pressmark.site import serve as run
    from pressmark.site.served import served_releases
    from pressmark.validate import Texts

    package = read(project, trust_rules=trust_rules)
    texts = lru_cache(maxsize=TEXTS_KEPT)(Texts(sources).of) if sources else None
    with progress() as told:
        report, releases = served_releases(package, output, progress=told)
    if report:
        leave(report, explain=True)
    run([replace(each, texts=texts) for each in releases], host, port, announce)


def announce(address: str) -> None:
    """Print the address of the site, at once even into a pipe."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
