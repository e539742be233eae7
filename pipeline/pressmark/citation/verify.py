"""A citation and a project → whether the project's release still answers the query as cited.

The release is found by name, version and the digest of its manifest, so nothing but the bytes that
were cited is asked (R1 of the recommendations that `pressmark.citation.document` follows; R14: the
same proof tells whether a newer engine answers the same).
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pressmark.citation import (
    Citation,
    CitationCheck,
    CitedRelease,
    NotCitable,
    Question,
    Result,
    ask_result,
    compare_result,
    prepare_question,
    write_cited_result,
)
from pressmark.errors import MachineError, ProjectError
from pressmark.files.holding import Held
from pressmark.files.manifest import MANIFEST, hash_file
from pressmark.formats import SQLITE
from pressmark.package import Package
from pressmark.package.documents import read_document_text
from pressmark.package.project import read_package
from pressmark.package.reading import read_part
from pressmark.releases.build import build_to_look_at
from pressmark.releases.derived import hold_derived
from pressmark.releases.find import read_release
from pressmark.releases.ledger import read_ledger
from pressmark.releases.place import choose_build_folder
from pressmark.sandbox import Busy, Sandbox, name_engine
from pressmark.validate import Progress, hide_progress

SECONDS = 30.0
"""A query that the site answers within its limit may take longer here, on a busy machine."""


@dataclass(frozen=True)
class FoundRelease:
    """A release that a project has: its database, its package, and why it was withdrawn, if so.

    Its derived files stay as they are as long as they are `held`.
    """

    database: Path
    package: Package
    withdrawn: str | None = None
    held: Held | None = None


def read_citation(text: str, place: str) -> Citation:
    """Read a citation's document; ProjectError where it is none, or of a format not known here."""
    document = read_document_text(text, place, is_json=True)
    if document.get("format") != "pressmark-citation":
        right = "save it from the page of a cited query, as JSON"
        raise ProjectError(place, "is no citation of a query", right)
    return read_part(Citation, document, place)


def verify_citation(
    citation: Citation,
    project: Package,
    place: str,
    *,
    only: str | None = None,
    progress: Progress = hide_progress,
) -> CitationCheck:
    """Ask the cited query again and compare, of the version `only` where one is named.

    ProjectError, at the `place` of the citation, where the project does not have the release, or
    the query cannot be cited; MachineError where the machine gives no answer now.
    """
    found = find_cited(citation.release, project, only, place, progress)
    try:
        asked = prepare_question(citation.query.sql, citation.query.parameters)
        if dict(asked.parameters) != citation.query.parameters:
            wrong = "has parameters that are not those of its query"
            raise ProjectError(
                place, wrong, f"the query has {', '.join(asked.parameters) or 'none'}"
            )
        result = asyncio.run(ask(found.database, asked))
    except NotCitable as error:
        raise ProjectError(place, f"cannot be verified: {error.wrong}", error.right) from None
    except Busy as error:
        raise MachineError(place, "cannot be verified now", str(error)) from None
    answer = write_cited_result(result, name_engine())
    tables = {
        table.name: table.resource.hash or ""
        for table in found.package.tables
        if (table.resource.hash or "").startswith("sha256:")
    }
    differences = tuple(compare_result(citation, answer, tables))
    check = CitationCheck(citation, answer, differences)
    return CitationCheck(citation, answer, differences, tuple(list_warnings(check, found)))


async def ask(database: Path, asked: Question) -> Result:
    """Ask in a sandbox of its own, which ends with the answer."""
    sandbox = Sandbox(at_once=1, seconds=SECONDS)
    try:
        return await ask_result(sandbox, database, asked)
    finally:
        await sandbox.close()


def list_warnings(check: CitationCheck, found: FoundRelease) -> Iterator[str]:
    """Say what a reader must know besides."""
    if found.withdrawn is not None:
        yield f"version {check.citation.release.version} is withdrawn: {found.withdrawn}"
    then, now = check.citation.result.engine, check.found.engine
    if not check.same and then != now:
        yield f"the query was asked with {then} then, and with {now} now"


def find_cited(
    cited: CitedRelease, project: Package, only: str | None, place: str, progress: Progress
) -> FoundRelease:
    """Find a cited release; ProjectError says which releases there are."""
    wanted = (cited.name, cited.version, cited.manifest)
    ledger = read_ledger(project.releases) if project.releases else None
    there = []
    if ledger and ledger.published:
        entries = [entry for entry in ledger.published if only in {None, entry.version}]
        for entry in entries:
            manifests = ledger.manifests(entry.version)
            if (project.name, entry.version) == wanted[:2] and cited.manifest in manifests:
                release = replace(read_release(ledger.folder, entry), trusted=project.trusted)
                held = hold_derived(
                    release, choose_build_folder(project) / "releases" / release.version
                )
                withdrawal = ledger.withdrawal(entry.version)
                reason = withdrawal.reason or "no reason given" if withdrawal else None
                return FoundRelease(held.folder / SQLITE.path(release), release, reason, held)
            there.append(f"{project.name} {entry.version} ({entry.manifest})")
    else:
        _, made = build_to_look_at(project, choose_build_folder(project) / "current", progress)
        if made:
            current = made.folder
            package = read_package(current / "datapackage.json", trusted=project.trusted)
            manifest = f"sha256:{hash_file(current / MANIFEST)}"
            if (package.name, package.version, manifest) == wanted:
                return FoundRelease(current / SQLITE.path(package), package, held=made)
            there.append(f"{package.name} {package.version} ({manifest}), not published")
    wrong = f"names {cited.name} {cited.version} ({cited.manifest}), which is not there"
    raise ProjectError(place, wrong, f"the project has {', '.join(there) or 'no release'}")
