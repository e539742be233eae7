"""The commands that make releases and show them: `build`, `release`, `serve`."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from pressmark.cli.options import (
    HERE,
    Accept,
    AsJson,
    Host,
    Limit,
    Port,
    Project,
    ProjectOrRelease,
    PublicAt,
    Releases,
    Schemas,
    SecondJudge,
    ServedFrom,
    Sources,
    TrustedProxies,
    TrustRules,
    Without,
    parse_output,
    parse_path,
    split_words,
)
from pressmark.cli.releasing import Releasing
from pressmark.cli.talk import (
    LONGEST_MESSAGE,
    complain,
    leave,
    print_json,
    read,
    render_readable,
    say,
    say_what_is_not_run,
    show_progress,
)
from pressmark.errors import PressmarkError, ProjectError
from pressmark.extras import require
from pressmark.public_address import PublicAddress
from pressmark.words import cut

if TYPE_CHECKING:
    from pressmark.package import Package
    from pressmark.site import Following

TEXTS_KEPT = 32
"""Texts of sources that the server keeps in memory, those last looked at."""

MODULES = ("datasette", "markdown_it", "starlette", "uvicorn")
"""What the site is made of: the extra [site]."""


class Reading(TypedDict):
    """How a package is read: whether its SQL is trusted, and where copies of schemas are."""

    trust_rules: bool
    schemas: Path | None


UNTOLD = (
    "This site has not been told its public address, so citations name the data by their digest:"
    " pressmark serve --public-address ADDRESS"
)


def build(  # noqa: PLR0913 - one parameter an option
    project: Project = HERE,
    *,
    output: Annotated[
        Path,
        typer.Option(
            parser=parse_output,
            metavar="FOLDER",
            help="The folder to write; an earlier build is replaced.",
        ),
    ],
    limit: Limit = 100,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Write all files of the next release into a folder, unpublished."""
    from pressmark.api import build as write_build

    with show_progress() as told:
        package = read(project, trust_rules=trust_rules, schemas=schemas)
        report = write_build(package, output, limit=limit, progress=told)
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
        typer.Option(parser=parse_path, metavar="KEY", help="Sign the manifest with this SSH key."),
    ] = None,
    withdraw_missing: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Withdraw every key that is gone, for this reason."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be published, and write nothing.")
    ] = False,
    accept: Accept = None,
    without: Without = None,
    second_judge: SecondJudge = False,
    schemas: Schemas = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Publish the package under its version, once."""
    Releasing(
        project,
        next=next,
        reason=check_reason(withdraw_missing),
        dry_run=dry_run,
        accept=tuple(accept or ()),
        without=tuple(split_words(without) or ()),
        key=sign,
        limit=limit,
        second_judge=second_judge,
        releases=releases,
        schemas=schemas,
        as_json=as_json,
    ).run()


def check_reason(reason: str | None) -> str | None:
    """Take the reason for which keys are withdrawn; ProjectError where it says nothing."""
    if reason is not None and not reason.strip():
        right = "say in a sentence why the records are gone"
        raise ProjectError("--withdraw-missing", "is empty", right)
    return reason


def serve(  # noqa: PLR0913 - one parameter an option
    project: ProjectOrRelease = ".",
    *,
    releases: Releases = None,
    host: Host = "127.0.0.1",
    port: Port = 8001,
    public_address: PublicAt = None,
    trusted_proxy: TrustedProxies = None,
    output: ServedFrom = None,
    sources: Sources = None,
    schemas: Schemas = None,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Serve the published releases, or one of them, read-only.

    A package that has none is built first.
    """
    require_extras()
    from pressmark.releases.find import find_all
    from pressmark.site import serve as run
    from pressmark.site.proxies import read_proxies
    from pressmark.site.served import find_site

    proxies, texts = read_proxies(trusted_proxy or ()), open_texts(sources)
    how: Reading = {"trust_rules": trust_rules, "schemas": schemas}
    with find_all(project, releases, **how) as (package, only):
        say_what_is_not_run(package)
        following = prepare_site(
            package, only, output, texts,
            read=partial(read_again, project, releases, how), as_json=as_json,
        )  # fmt: skip
        public = public_address or find_site(package)
        announce = choose_announcer(public, as_json=as_json)
        if not proxies.networks and not as_json:
            say(NO_PROXY)
        run(
            following.shown, host, port, announce,
            public=public, proxies=proxies, following=following,
        )  # fmt: skip


def open_texts(sources: Path | None) -> Callable[[str, str | None], str | None] | None:
    """Give what reads the texts of sources, the last of which are kept; None without a folder."""
    from pressmark.validate import Texts

    return lru_cache(maxsize=TEXTS_KEPT)(Texts(sources).of) if sources else None


def choose_announcer(public: PublicAddress | None, *, as_json: bool) -> Callable[[str], None]:
    """Give what tells of the address once the site answers, and how to tell the site its own."""

    def announce(address: str) -> None:
        if as_json:
            announce_json(address)
            return
        announce_address(address)
        if public is None:
            say(UNTOLD)

    return announce


def prepare_site(  # noqa: PLR0913 - all are passed on
    package: "Package",
    only: str | None,
    output: Path | None,
    texts: Callable[[str, str | None], str | None] | None,
    *,
    read: Callable[[], "Package"],
    as_json: bool,
) -> "Following":
    """Prepare what is to be served, and how its ledger is followed; exit 1 where data is wrong."""
    from pressmark.site import Following
    from pressmark.site.served import read_served_releases

    with show_progress() as told:
        report, shown = read_served_releases(package, output, only=only, progress=told)
    if report:
        leave(report, explain=True, as_json=as_json)
    finish = partial(replace, texts=texts)
    return Following(
        package, output, only, [finish(each) for each in shown],
        read=read, tell=say_cut, complain=complain_of, finish=finish,
    )  # fmt: skip


def read_again(project: str, releases: Path | None, how: Reading) -> "Package":
    """Read what is served as it is now."""
    from pressmark.releases.find import find_all

    with find_all(project, releases, **how) as (package, _):
        return package


def say_cut(news: str) -> None:
    """Tell what is served now, on one line whatever a reason holds."""
    say(cut(news, LONGEST_MESSAGE))


def complain_of(error: PressmarkError, consequence: str) -> None:
    """Tell what cannot be served, and what follows from it."""
    complain(f"{render_readable(error)}\n  {consequence}")


NO_PROXY = (
    "no proxy is named: the connections of visitors who come from this machine (127.0.0.1, ::1) are"
    " not bounded one by one"
)


def require_extras(command: str = "serve") -> None:
    """Refuse to begin without what the site is made of; of what only draws PNG it says so."""
    for module in MODULES:
        require(module, "site", command)
    try:
        require("vl_convert", "charts", "drawing a PNG")
    except ProjectError as missing:
        say(f"pictures are SVG alone: {missing.place} {missing.wrong}; {missing.right}")


def announce_address(address: str) -> None:
    """Print the address of the site, at once even into a pipe."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def announce_json(address: str) -> None:
    """Print the address of the site as JSON on a line, at once even into a pipe."""
    sys.stdout.write(json.dumps({"address": address}) + "\n")
    sys.stdout.flush()
