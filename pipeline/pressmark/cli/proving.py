"""The commands that prove releases and citations, and those that mark a release."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pressmark.api import read_today
from pressmark.cli.options import (
    HERE,
    AsJson,
    OfProject,
    OfWhichProject,
    ProjectOrRelease,
    Releases,
    TrustRules,
    parse_path,
    parse_word,
)
from pressmark.cli.talk import LONGEST_MESSAGE, print_json, say_what_is_not_run, show_progress
from pressmark.errors import ProjectError

if TYPE_CHECKING:
    from pressmark.releases.ledger import Ledger

PROOF_FAILED = 1

Version = Annotated[str, typer.Argument(help="A published version.", metavar="VERSION")]

Head = Annotated[
    str | None,
    typer.Option(metavar="DIGEST", help="The digest of a ledger entry that you kept."),
]


def verify(  # noqa: PLR0913 - an option each
    release: Annotated[
        str,
        typer.Argument(
            parser=parse_word,
            help="A version, or a release's folder, descriptor or zip.",
            metavar="RELEASE",
        ),
    ],
    *,
    project: OfWhichProject = None,
    releases: Releases = None,
    head: Head = None,
    allowed_signers: Annotated[
        Path | None,
        typer.Option(
            parser=parse_path,
            metavar="FILE",
            help="Whose signature counts: ssh-keygen's list of signers.",
        ),
    ] = None,
    trust_rules: Annotated[
        bool, typer.Option("--trust-rules", help="Run the SQL of somebody else's release.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prove a release: files, contents, ledger, signature."""
    from pressmark.verify import verify as prove

    found = prove(
        release, project, releases, head=head, signers=allowed_signers, trust_rules=trust_rules
    )
    if as_json:
        print_json(found.document())
    else:
        sys.stdout.write(found.text())
    if not found.valid:
        raise typer.Exit(PROOF_FAILED)


def verify_citation(
    file: Annotated[
        str,
        typer.Argument(
            parser=parse_word,
            help="A citation saved as JSON; - reads it from stdin.",
            metavar="FILE",
        ),
    ],
    project: ProjectOrRelease = ".",
    *,
    releases: Releases = None,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Ask a cited query again: same or different."""
    from pressmark.citation.verify import read_citation
    from pressmark.citation.verify import verify_citation as ask_again
    from pressmark.package.documents import MOST_BYTES, read_text
    from pressmark.releases.find import find_all
    from pressmark.words import cut

    place = "stdin" if file == "-" else file
    text = read_stdin(MOST_BYTES) if file == "-" else read_text(Path(file), file)
    citation = read_citation(text, place)
    with (
        find_all(project, releases, trust_rules=trust_rules) as (package, only),
        show_progress() as told,
    ):
        say_what_is_not_run(package)
        check = ask_again(citation, package, place, only=only, progress=told)
    if as_json:
        print_json(check.document())
    else:
        for line in check.lines():
            sys.stdout.write(cut(line, LONGEST_MESSAGE) + "\n")
    if not check.same:
        raise typer.Exit(PROOF_FAILED)


def verify_record(
    file: Annotated[
        str,
        typer.Argument(
            parser=parse_word,
            help="A proof, or a record's JSON from the site; - reads it from stdin.",
            metavar="FILE",
        ),
    ],
    *,
    head: Head = None,
    project: OfWhichProject = None,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Check the proof that a record stands in a release."""
    from pressmark.package.documents import read_text, refuse_many_values
    from pressmark.releases.ledger import read_ledger
    from pressmark.releases.sidecars.proof import MOST_BYTES
    from pressmark.verify.one_record import verify_record as prove

    place = "stdin" if file == "-" else file
    read = read_stdin(MOST_BYTES) if file == "-" else read_text(Path(file), file, most=MOST_BYTES)
    refuse_many_values(read, place)
    named = project or releases
    ledger = read_ledger(find_releases(project or HERE, releases)) if named else None
    found = prove(read, place, head=head, ledger=ledger)
    if as_json:
        print_json(found.document())
    else:
        sys.stdout.write(found.text())
    if not found.valid:
        raise typer.Exit(PROOF_FAILED)


def read_stdin(most: int) -> str:
    """Read a text from stdin; ProjectError where it is not UTF-8, or longer than `most` bytes."""
    from pressmark.package.documents import refuse_large

    raw = sys.stdin.buffer.read(most + 1)
    refuse_large("stdin", len(raw), most)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start} is not UTF-8"
        raise ProjectError("stdin", wrong, "save it as it was given") from None


def withdraw(
    version: Version,
    *,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why nobody should use it, in a sentence.")
    ],
    project: OfProject = HERE,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Mark a version as withdrawn; its files stay."""
    from pressmark.releases.later_entries import withdraw as mark

    ledger = mark(find_releases(project, releases), version, reason=reason, date=read_today())
    tell_entry(ledger, f"{version} is withdrawn", as_json=as_json)


def annotate(  # noqa: PLR0913 - one parameter an option
    version: Version,
    *,
    doi: Annotated[
        str | None, typer.Option(metavar="DOI", help="The DOI that the version was given.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A remark, in a sentence.")
    ] = None,
    project: OfProject = HERE,
    releases: Releases = None,
    as_json: AsJson = False,
) -> None:
    """Add what was learned of a version, such as a DOI."""
    from pressmark.releases.later_entries import annotate as mark

    ledger = mark(
        find_releases(project, releases), version, doi=doi, reason=reason, date=read_today()
    )
    tell_entry(ledger, f"{version} is annotated", as_json=as_json)


def tell_entry(ledger: "Ledger", done: str, *, as_json: bool) -> None:
    """Print what was entered in the ledger, and its head."""
    if as_json:
        print_json(ledger.entries[-1].written() | {"head": ledger.head})
    else:
        sys.stdout.write(f"{done}; the ledger's head is {ledger.head}\n")


def find_releases(project: Path, releases: Path | None) -> Path:
    """Find a project's folder of releases; ProjectError where nothing was published."""
    from pressmark.releases.place import find_ledger_folder

    folder = find_ledger_folder(project, releases)
    if folder is None:
        right = "name the project with --project"
        raise ProjectError(str(project), "has no ledger: nothing was published from it", right)
    return folder
