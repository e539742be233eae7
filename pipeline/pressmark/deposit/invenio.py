"""A release → a record of a repository that speaks InvenioRDM's REST API, such as Zenodo.

What is there is asked first; the steps that are left are taken one after the other, and each can be
the last: whoever calls again goes on from what the repository has.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pressmark.deposit.notes import lock_notes, note_record
from pressmark.deposit.outcome import Deposited, Sending
from pressmark.deposit.parcel import Parcel, ParcelFile, refuse_what_changed
from pressmark.deposit.record_metadata import make_body
from pressmark.deposit.record_plan import NEW_ID, is_same, plan_steps
from pressmark.deposit.refusal import list_sentences
from pressmark.deposit.repository import Repository, name_in_path
from pressmark.deposit.standing_record import (
    StandingRecord,
    describe_found,
    find_part,
    find_record,
    list_digests,
    read_files,
    read_id,
    read_page,
    read_record,
)
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.package.own import CONCEPT_DOI
from pressmark.public_address import PublicAddress
from pressmark.releases.later_entries import annotate
from pressmark.releases.ledger import read_ledger
from pressmark.words import make_visible

Told = Callable[[str], None]


def deposit_record(  # noqa: PLR0913 - what is done, and how
    parcel: Parcel,
    address: PublicAddress,
    repository: Repository | None,
    *,
    publish: bool,
    rehearse: bool,
    day: str | None,
    tell: Told,
) -> Deposited:
    """Deposit a release as a draft, or `publish` it, and note its DOI in the ledger on `day`.

    Without a `repository`, which only a rehearsal may lack, nothing is asked: it is as if nothing
    stood there. Without a `day` nothing is noted, as where the DOI leads nowhere. ProjectError
    where the release lacks metadata or the repository refuses; ReleaseError where what stands there
    is not this release; MachineError where the network fails.
    """
    if parcel.datacite is None:
        wrong = "has no datacite.json: a record needs a creator, a publisher and a date"
        raise ProjectError(parcel.version, wrong, "say them in the descriptor, and release again")
    body = make_body(parcel.datacite, parcel.manifest)
    if rehearse or repository is None:
        found = find_record(repository, parcel) if repository else StandingRecord()
        steps = plan_steps(parcel, found, address, body, publish=publish)
        return describe(parcel, address, found, steps, state="rehearsed")
    with lock_notes(parcel):
        found = find_record(repository, parcel)
        steps = plan_steps(parcel, found, address, body, publish=publish)
        after = take_steps(repository, parcel, found, steps, tell)
        done = describe(
            parcel, address, after, fill_in(steps, after.record),
            state="unchanged" if found.published else "published" if publish else "draft",
        )  # fmt: skip
        if not after.published:
            return done
        # It is told first: the ledger may be held, or broken meanwhile.
        tell(make_visible(f"published: {after.page or after.record}, DOI {after.doi or 'unknown'}"))
        return note_doi(parcel, done, day)


def take_steps(
    repository: Repository,
    parcel: Parcel,
    found: StandingRecord,
    steps: tuple[Sending, ...],
    tell: Told,
) -> StandingRecord:
    """Take each step, and give the record as it is then.

    ProjectError and ReleaseError where the repository refuses, MachineError where it fails.
    """
    publishes = False
    for number, planned in enumerate(steps, start=1):
        step = fill_in((planned,), found.record)[0]
        publishes = step.address.endswith("/actions/publish")
        if publishes:
            refuse_dropped(found)
            refuse_what_changed(read_ledger(parcel.ledger.folder), parcel.version)
        tell(f"{number} of {len(steps)}: {phrase_step(step)}")
        answer = repository.send(step)
        if publishes:
            answer = prove_published(repository, found, answer)
        if found.record is None:
            found = replace(found, record=take_draft(repository, parcel, found, answer))
        if step.address.endswith("/commit") and steps[number - 2].file:
            prove_arrived(steps[number - 2].file, answer, step)
        if isinstance(step.body, dict):
            # A draft is taken with what is wrong left out, and the answer says what that is.
            found = replace(found, dropped=tuple(list_sentences({"errors": answer.get("errors")})))
        if "pids" in answer:
            told = describe_found(answer)
            found = replace(told, record=found.record, dropped=found.dropped, published=publishes)
    return replace(found, published=found.published or publishes)


def prove_published(
    repository: Repository, found: StandingRecord, answer: dict[str, Any]
) -> dict[str, Any]:
    """Give the record as it is published; MachineError where the repository does not say it is."""
    if answer.get("is_published"):
        return answer
    record = str(found.record)
    there = read_record(repository, record) or {}
    if there.get("is_published"):
        return there
    wrong = "was to be published, and the repository does not say that it is"
    raise MachineError(found.page or record, wrong, "call again: it goes on from there")


def refuse_dropped(found: StandingRecord) -> None:
    """Refuse to publish a draft that lacks what the repository did not take: ProjectError."""
    if found.dropped:
        wrong = "lacks what the repository did not take of its description, and is not published"
        right = "complete the draft on its page and call again, or correct the descriptor"
        raise ProjectError(found.page or str(found.record), wrong, right, lines=found.dropped)


def take_draft(
    repository: Repository, parcel: Parcel, found: StandingRecord, answer: dict[str, Any]
) -> str:
    """Give the identifier of a draft that was made, and note it at once."""
    record = read_id(answer)
    if record is None:
        wrong = "answers without the identifier of the draft that was made"
        raise ProjectError(str(repository.address), wrong, "check the address of the repository")
    ours = parcel.manifest in list_digests(answer)
    if found.previous and not ours:
        refuse_foreign_draft(repository, parcel, record, answer)
    note_record(parcel, str(repository.address), record)
    if found.previous and ours:
        wrong = "is the draft of this release already, which the search did not find yet"
        raise MachineError(read_page(answer) or record, wrong, "call again: it goes on from there")
    return record


def fill_in(steps: tuple[Sending, ...], record: str | None) -> tuple[Sending, ...]:
    """Write the identifier of a record into the addresses of steps, once it is known."""
    if record is None:
        return steps
    name = name_in_path(record)
    return tuple(replace(each, address=each.address.replace(NEW_ID, name)) for each in steps)


def phrase_step(step: Sending) -> str:
    """Say for people what is being done."""
    return make_visible(f"{step.method} {step.file.name if step.file else step.address}")


def refuse_foreign_draft(
    repository: Repository, parcel: Parcel, record: str, answer: dict[str, Any]
) -> None:
    """Refuse the draft of a next version that somebody else is filling: ReleaseError.

    A repository has one such draft, and gives the one that there is.
    """
    version = find_part(answer, "metadata").get("version")
    listed = repository.ask(f"/records/{name_in_path(record)}/draft/files") or {}
    if dict(read_files(listed)) or version not in (None, parcel.version):
        place = read_page(answer) or record
        wrong = "is the draft of a next version already, with files or a version of its own"
        raise ReleaseError(place, wrong, "publish it or discard it first")


def prove_arrived(file: ParcelFile | None, answer: dict[str, Any], step: Sending) -> None:
    """Compare what a repository says of a file that it took: MachineError where it is another."""
    there = dict(read_files({"entries": [{**answer, "key": ""}]})).popitem()[1]
    if file and not is_same(file, there):
        wrong = f"holds other bytes than {file.name}, which was sent"
        raise MachineError(step.address, wrong, "try again: that file is sent anew")


def describe(
    parcel: Parcel,
    address: PublicAddress,
    found: StandingRecord,
    steps: tuple[Sending, ...],
    *,
    state: Any,
) -> Deposited:
    """Say what came of it."""
    return Deposited(
        str(address), parcel.version, state, steps, found.record, found.page, found.doi,
        found.concept_doi,
        remarks=tuple(f"the repository did not take {each}" for each in found.dropped),
    )  # fmt: skip


def note_doi(parcel: Parcel, done: Deposited, day: str | None) -> Deposited:
    """Note the DOI of a published record in the ledger, once, and say what to write down."""
    remarks = [*done.remarks]
    if done.concept_doi and parcel.concept_doi != done.concept_doi and day:
        line = f"{CONCEPT_DOI.name}: {done.concept_doi}"
        remarks.append(f"write {line} into the descriptor: the next release says it, too")
    head = None
    later = read_ledger(parcel.ledger.folder).later(parcel.version, "annotated")
    noted = {each.doi.lower() for each in later if each.doi}
    if day and not done.doi:
        remarks.append("the repository names no DOI of the record, and so none is noted")
    elif done.doi and day and done.doi.lower() not in noted:
        said = f"Deposited at {done.place}."
        ledger = annotate(parcel.ledger.folder, parcel.version, doi=done.doi, reason=said, date=day)
        head = ledger.head
    return replace(done, head=head, remarks=tuple(remarks))
