"""The commands that prove releases and citations, and those that mark a release."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pressmark.cli.options import HERE, AsJson, OfProject, Project, TrustRules
from pressmark.cli.talk import LONGEST_MESSAGE, read, today
from pressmark.errors import ProjectError

PROOF_FAILED = 1

Version = Annotated[str, typer.Argument(help="A published version.", metavar="VERSION")]


def verify(  # noqa: PLR0913 - an option each
    release: Annotated[
        str, typer.Argument(help="A release's folder, its zip, or a version.", metavar="RELEASE")
    ],
    *,
    project: Annotated[Path | None, typer.Option(help="The project whose ledger is asked.")] = None,
    head: Annotated[
        str | None, typer.Option(help="The digest of a ledger entry that you kept.")
    ] = None,
    allowed_signers: Annotated[
        Path | None, typer.Option(help="Whose signature counts: ssh-keygen's list of signers.")
    ] = None,
    trust_rules: Annotated[
        bool, typer.Option("--trust-rules", help="Run the SQL of somebody else's release.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prove a release: files, contents, ledger, signature."""
    from pressmark.verify import verify as prove

    found = prove(release, project, head=head, signers=allowed_signers, trust_rules=trust_rules)
    document = json.dumps(found.document(), ensure_ascii=False, indent=2) + "\n"
    typer.echo(document if as_json else found.text(), nl=False)
    if not found.valid:
        raise typer.Exit(PROOF_FAILED)


def verify_citation(
    file: Annotated[
        str, typer.Argument(help="A citation saved as JSON; - reads it from stdin.", metavar="FILE")
    ],
    project: Project = HERE,
    *,
    trust_rules: TrustRules = False,
    as_json: AsJson = False,
) -> None:
    """Ask a cited query again: same or different."""
    from pressmark.citation.verify import read_citation
    from pressmark.citation.verify import verify_citation as ask_again
    from pressmark.cli.progress import progress
    from pressmark.package.documents import read_text
    from pressmark.report.sentences import cut

    place = "stdin" if file == "-" else file
    citation = read_citation(stdin_text() if file == "-" else read_text(Path(file), file), place)
    with progress() as told:
        check = ask_again(citation, read(project, trust_rules=trust_rules), place, progress=told)
    if as_json:
        typer.echo(json.dumps(check.document(), indent=2))
    else:
        for line in check.lines():
            typer.echo(cut(line, LONGEST_MESSAGE))
    if not check.same:
        raise typer.Exit(PROOF_FAILED)


def stdin_text() -> str:
    """Read a text from stdin; ProjectError where it is not UTF-8, or too long to be a document."""
    from pressmark.package.documents import MOST_BYTES, refuse_large

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    refuse_large("stdin", len(raw), MOST_BYTES)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start} is not UTF-8"
        raise ProjectError("stdin", wrong, "save the citation as it was given") from None


def withdraw(
    version: Version,
    *,
    reason: Annotated[str, typer.Option(help="Why nobody should use it, in a sentence.")],
    project: OfProject = HERE,
) -> None:
    """Mark a version as withdrawn; its files stay."""
    from pressmark.releases.marking import withdraw as mark

    ledger = mark(releases_of(project), version, reason=reason, date=today())
    typer.echo(f"{version} is withdrawn; the ledger's head is {ledger.head}")


def annotate(
    version: Version,
    *,
    doi: Annotated[str | None, typer.Option(help="The DOI that the version was given.")] = None,
    reason: Annotated[str | None, typer.Option(help="A remark, in a sentence.")] = None,
    project: OfProject = HERE,
) -> None:
    """Add what was learnt of a version, such as a DOI."""
    from pressmark.releases.marking import annotate as mark

    ledger = mark(releases_of(project), version, doi=doi, reason=reason, date=today())
    typer.echo(f"{version} is annotated; the ledger's head is {ledger.head}")


def releases_of(project: Path) -> Path:
    """Find a project's folder of releases; ProjectError where nothing was published."""
    from pressmark.verify.place import ledger_folder

    folder = ledger_folder(project)
    if folder is None:
        right = "name the project with --project"
        raise ProjectError(str(project), "has no ledger: nothing was published from it", right)
    return folder
