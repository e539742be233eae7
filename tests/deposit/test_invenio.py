"""A release becomes a record: drafted, filled, published, gone on with, never doubled."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from pressmark.deposit.invenio import deposit_record
from pressmark.deposit.notes import note_place, read_notes
from pressmark.deposit.outcome import Deposited
from pressmark.deposit.parcel import Parcel
from pressmark.deposit.record_plan import MOST_FILES, choose_keys
from pressmark.deposit.repository import Repository
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.staging import lock_folder
from pressmark.public_address import parse_public_address
from pressmark.releases.later_entries import annotate, withdraw
from pressmark.releases.ledger import read_ledger
from tests.deposit.parcels import DAY, digest, make_ledger, make_parcel, speak_to
from tests.deposit.rdm import TOKEN, Rdm, told, written

KEYS = {
    "data-things.csv": "data/things.csv",
    "datapackage.json": "datapackage.json",
    "manifest-sha256.txt": "manifest-sha256.txt",
    "small-1.0.0.zip": "small-1.0.0.zip",
}


class KilledError(BaseException):
    """The process is gone."""


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    return make_parcel(tmp_path)


@pytest.fixture
def rdm() -> Rdm:
    return Rdm()


def deposit(
    parcel: Parcel, rdm: Rdm, repository: Repository | None = None, **others: Any
) -> Deposited:
    """Deposit, saying nothing."""
    how = {"publish": False, "rehearse": False, "day": DAY, "tell": lambda _line: None, **others}
    there = speak_to(rdm) if repository is None else repository
    return deposit_record(parcel, there.address, there, **how)


def contents(parcel: Parcel) -> dict[str, bytes]:
    """Give what the record must hold."""
    return {key: each.path.read_bytes() for key, each in choose_keys(parcel).items()}


def documents(done: Deposited) -> list[dict[str, Any]]:
    """Give the steps as they are told in JSON."""
    return [each.document() for each in done.steps]


def publish_first(tmp_path: Path, rdm: Rdm) -> None:
    """Publish version 1.0.0, and note its DOI."""
    deposit(make_parcel(tmp_path), rdm, publish=True)


# What is made


def test_a_release_is_a_draft_with_its_files_and_a_reserved_doi(parcel: Parcel, rdm: Rdm) -> None:
    done = deposit(parcel, rdm)
    assert (done.state, done.record, done.doi) == ("draft", "id-1", "10.1234/id-1")
    assert done.page == f"{rdm.address}/uploads/id-1"
    assert list(rdm.drafts) == ["id-1"] and not rdm.records
    assert rdm.contents("id-1") == contents(parcel)
    assert {key: each.name for key, each in choose_keys(parcel).items()} == KEYS
    assert rdm.drafts["id-1"]["metadata"]["version"] == "1.0.0"
    # A DOI that is only reserved is not noted: a draft may be discarded.
    assert done.head is None and read_ledger(parcel.ledger.folder).doi("1.0.0") is None


def test_a_published_record_has_its_doi_noted_in_the_ledger_once(parcel: Parcel, rdm: Rdm) -> None:
    done = deposit(parcel, rdm, publish=True)
    ledger = read_ledger(parcel.ledger.folder)
    assert (done.state, done.doi, done.concept_doi) == (
        "published", "10.1234/id-1", "10.1234/parent-1",
    )  # fmt: skip
    assert ledger.doi("1.0.0") == done.doi and ledger.head == done.head
    assert done.remarks and "pressmark:conceptDoi: 10.1234/parent-1" in done.remarks[0]
    again = deposit(replace(parcel, ledger=ledger, concept_doi=done.concept_doi), rdm, publish=True)
    assert (again.state, again.steps, again.head, again.remarks) == ("unchanged", (), None, ())
    assert read_ledger(parcel.ledger.folder).head == ledger.head


def test_a_draft_is_published_later_by_the_command_or_on_its_page(parcel: Parcel, rdm: Rdm) -> None:
    deposit(parcel, rdm)
    rdm.publish("id-1")
    done = deposit(parcel, rdm)
    assert (done.state, done.doi) == ("unchanged", "10.1234/id-1")
    assert read_ledger(parcel.ledger.folder).doi("1.0.0") == done.doi


def test_where_a_doi_leads_nowhere_it_is_not_noted(parcel: Parcel, rdm: Rdm) -> None:
    done = deposit(parcel, rdm, publish=True, day=None)
    assert done.doi and done.head is None and done.remarks == ()
    assert read_ledger(parcel.ledger.folder).doi("1.0.0") is None


def test_a_next_version_is_one_of_the_same_record(tmp_path: Path, rdm: Rdm) -> None:
    publish_first(tmp_path, rdm)
    ledger = make_ledger(tmp_path / "releases", "1.0.0", "1.1.0")
    second = make_parcel(tmp_path, "1.1.0", ledger=ledger)
    done = deposit(second, rdm, publish=True)
    assert rdm.records["id-2"]["parent"]["id"] == "parent-1" and done.record == "id-2"
    assert done.concept_doi == "10.1234/parent-1"
    assert rdm.contents("id-2") == contents(second) != rdm.contents("id-1")
    metadata = rdm.records["id-2"]["metadata"]
    assert metadata["version"] == "1.1.0" and metadata["publication_date"] == "2026"


@pytest.mark.parametrize("known_by", ["ledger", "concept"])
def test_the_record_of_another_version_is_found_by_its_doi(
    known_by: str, tmp_path: Path, rdm: Rdm
) -> None:
    publish_first(tmp_path, rdm)
    rdm.records["id-1"]["metadata"]["identifiers"] = []
    ledger = make_ledger(tmp_path / "releases", "1.0.0", "1.1.0")
    if known_by == "ledger":
        ledger = ledger.append(
            act="annotated", version="1.0.0", date=DAY, manifest=digest("1.0.0"), files={},
            doi="10.1234/ID-1".lower(),
        )  # fmt: skip
    concept = "10.1234/parent-1" if known_by == "concept" else None
    deposit(make_parcel(tmp_path, "1.1.0", ledger=ledger, concept_doi=concept), rdm)
    assert rdm.drafts["id-2"]["parent"]["id"] == "parent-1"


def test_a_version_follows_no_draft(tmp_path: Path, rdm: Rdm) -> None:
    deposit(make_parcel(tmp_path), rdm)
    before = len(rdm.received)
    with pytest.raises(ReleaseError, match="a draft of another version") as refused:
        deposit(make_parcel(tmp_path, "1.1.0"), rdm)
    assert "uploads/id-1" in str(refused.value) and len(rdm.received) == before


@pytest.mark.parametrize("by", ["file", "version"])
def test_a_draft_that_somebody_else_fills_is_left_alone(by: str, tmp_path: Path, rdm: Rdm) -> None:
    publish_first(tmp_path, rdm)
    rdm.new_version("id-1")
    rdm.drafts["id-2"]["metadata"]["identifiers"] = []
    if by == "file":
        rdm.begin("id-2", b'[{"key": "mine.csv"}]', "")
    else:
        rdm.drafts["id-2"]["metadata"]["version"] = "draft of mine"
    before = json.dumps([rdm.drafts, rdm.files])
    with pytest.raises(ReleaseError, match="draft of a next version already"):
        deposit(make_parcel(tmp_path, "1.1.0"), rdm)
    assert json.dumps([rdm.drafts, rdm.files]) == before


def test_a_doi_of_elsewhere_stays_the_release_s_own(parcel: Parcel, rdm: Rdm) -> None:
    mine = {**(parcel.datacite or {}), "doi": "10.9999/mine"}
    done = deposit(replace(parcel, datacite=mine), rdm, publish=True)
    assert done.doi == "10.9999/mine"
    assert rdm.records["id-1"]["pids"]["doi"]["provider"] == "external"
    assert not any(each.address.endswith("/pids/doi") for each in rdm.received)


def test_a_draft_made_by_hand_is_known_by_the_doi_it_reserved(parcel: Parcel, rdm: Rdm) -> None:
    rdm.make({}, "parent-1")
    rdm.reserve("id-1")
    mine = {**(parcel.datacite or {}), "doi": "10.1234/id-1"}
    done = deposit(replace(parcel, datacite=mine), rdm)
    assert list(rdm.drafts) == ["id-1"] and done.doi == "10.1234/id-1"
    assert rdm.drafts["id-1"]["pids"]["doi"]["provider"] == "datacite"


def test_what_is_published_with_other_files_is_refused(parcel: Parcel, rdm: Rdm) -> None:
    deposit(parcel, rdm, publish=True)
    rdm.files["id-1"]["datapackage.json"]["checksum"] = "md5:0"
    del rdm.files["id-1"]["manifest-sha256.txt"]
    with pytest.raises(ReleaseError, match="does not hold the files") as refused:
        deposit(parcel, rdm)
    assert refused.value.lines == (
        "datapackage.json: is another file", "manifest-sha256.txt: is not there",
    )  # fmt: skip


def test_what_people_change_in_the_draft_stays(parcel: Parcel, rdm: Rdm) -> None:
    deposit(parcel, rdm)
    rdm.drafts["id-1"]["metadata"]["funding"] = [{"funder": {"name": "Town"}}]
    rdm.begin("id-1", b'[{"key": "README.txt"}]', "")
    rdm.take("id-1", "README.txt", b"mine", "")
    rdm.commit("id-1", "README.txt")
    done = deposit(parcel, rdm, publish=True)
    assert [each.method for each in done.steps] == ["POST"]
    assert rdm.records["id-1"]["metadata"]["funding"] and done.state == "published"
    assert rdm.contents("id-1") == {**contents(parcel), "README.txt": b"mine"}


@pytest.mark.parametrize("status", ["pending", "completed"])
def test_a_file_that_is_not_as_it_must_be_is_sent_anew(
    status: str, parcel: Parcel, rdm: Rdm
) -> None:
    deposit(parcel, rdm)
    rdm.files["id-1"]["datapackage.json"] |= {"status": status, "size": 1, "content": "00"}
    done = deposit(parcel, rdm)
    assert [each.method for each in done.steps] == ["DELETE", "POST", "PUT", "POST"]
    assert rdm.contents("id-1") == contents(parcel)


def test_a_release_without_metadata_is_refused(parcel: Parcel, rdm: Rdm) -> None:
    with pytest.raises(ProjectError, match=r"has no datacite\.json"):
        deposit(replace(parcel, datacite=None), rdm)
    assert not rdm.received and not rdm.asked


@pytest.mark.parametrize("names", [("data/a-b.csv", "data/a/b.csv"), ("data/a.csv", "data-a.csv")])
def test_where_two_files_would_have_one_name_the_tables_are_in_the_zip_alone(
    names: tuple[str, str], parcel: Parcel
) -> None:
    files = tuple(replace(parcel.files[0], name=each) for each in names)
    keys = choose_keys(replace(parcel, files=files))
    assert {each.name for each in keys.values()} == {
        parcel.archive.name, *(each for each in names if "/" not in each)
    }  # fmt: skip


def test_more_files_than_a_record_holds_are_in_the_zip_alone(parcel: Parcel) -> None:
    table = parcel.files[0]
    many = tuple(replace(table, name=f"data/t{number}.csv") for number in range(MOST_FILES))
    top = tuple(each for each in parcel.files if "/" not in each.name)
    keys = choose_keys(replace(parcel, files=(*top, *many)))
    assert set(keys) == {each.name for each in (*top, parcel.archive)}


# Rehearsed


@pytest.mark.parametrize("publish", [False, True])
@pytest.mark.parametrize("asks", [False, True])
def test_a_rehearsal_says_just_what_is_sent(
    publish: bool, asks: bool, parcel: Parcel, rdm: Rdm
) -> None:
    address = parse_public_address(rdm.address)
    how: dict[str, Any] = {"publish": publish, "day": DAY, "tell": lambda _line: None}
    there = speak_to(rdm) if asks else None
    rehearsed = deposit_record(parcel, address, there, rehearse=True, **how)
    assert rehearsed.state == "rehearsed" and not rdm.received and not note_place(parcel).exists()
    done = deposit(parcel, rdm, publish=publish)
    assert told(documents(rehearsed), "id-1") == written(rdm) == told(documents(done), "id-1")


def test_a_rehearsal_of_what_is_left_says_just_that(tmp_path: Path, rdm: Rdm) -> None:
    publish_first(tmp_path, rdm)
    second = make_parcel(tmp_path, "1.1.0")
    killed(second, rdm, 7, before=True)
    rdm.received.clear()
    rehearsed = deposit(second, rdm, rehearse=True)
    assert not rdm.received
    deposit(second, rdm)
    assert told(documents(rehearsed), "id-2") == written(rdm)


# Killed, and gone on


def killed(parcel: Parcel, rdm: Rdm, after: int, *, before: bool, publish: bool = False) -> bool:
    """Deposit, and be killed at a step: before the server took it, or before its answer came.

    Whether there was such a step.
    """
    steps = 0

    def handle(request: httpx.Request) -> httpx.Response:
        nonlocal steps
        steps += request.method != "GET"
        if before and steps > after:
            raise KilledError
        status, headers, body = rdm.answer(
            request.method, str(request.url), request.headers, request.read()
        )
        if steps > after:
            raise KilledError
        return httpx.Response(status, headers=headers, json=body)

    try:
        deposit(parcel, rdm, speak_to(rdm, handle), publish=publish)
    except KilledError:
        return True
    return False


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
@pytest.mark.search
def test_killed_at_any_step_it_goes_on_and_doubles_nothing(
    before: bool, version: str, tmp_path: Path
) -> None:
    step, more = 0, True
    while more:
        folder = tmp_path / str(step)
        folder.mkdir()
        rdm = Rdm()
        if version != "1.0.0":
            publish_first(folder, rdm)
        parcel = make_parcel(folder, version)
        more = killed(parcel, rdm, step, before=before, publish=True)
        done = deposit(parcel, rdm, publish=True)
        assert not rdm.drafts and len(rdm.records) == (1 if version == "1.0.0" else 2)
        assert rdm.contents(str(done.record)) == contents(parcel), step
        assert read_ledger(parcel.ledger.folder).doi(version) == done.doi
        step += 1
    assert step > len(KEYS) * 2


def test_where_the_search_lags_the_note_says_which_draft_is_ours(parcel: Parcel, rdm: Rdm) -> None:
    killed(parcel, rdm, 1, before=True)
    rdm.lags = True
    assert read_notes(parcel) == {rdm.address: {"record": "id-1", "manifest": parcel.manifest}}
    deposit(parcel, rdm)
    assert list(rdm.drafts) == ["id-1"]


@pytest.mark.parametrize("text", ["", "[]", '{"https://rdm.test": 7}', '{"x": {"record": 1}}'])
def test_notes_that_nobody_wrote_so_are_none(text: str, parcel: Parcel, rdm: Rdm) -> None:
    deposit(parcel, rdm)
    note_place(parcel).write_text(text, "utf-8")
    deposit(parcel, rdm)
    assert list(rdm.drafts) == ["id-1"]


def test_a_note_on_a_draft_that_was_discarded_is_passed_over(parcel: Parcel, rdm: Rdm) -> None:
    deposit(parcel, rdm)
    rdm.drafts.clear()
    assert deposit(parcel, rdm).record == "id-2"


def test_the_next_version_that_the_search_did_not_find_is_gone_on_with(
    tmp_path: Path, rdm: Rdm
) -> None:
    publish_first(tmp_path, rdm)
    second = make_parcel(tmp_path, "1.1.0", concept_doi="10.1234/parent-1")
    killed(second, rdm, 5, before=True)
    note_place(second).unlink()
    hidden = rdm.drafts["id-2"]["metadata"].pop("identifiers")

    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url.path.endswith("/versions"):
            rdm.drafts["id-2"]["metadata"]["identifiers"] = hidden
        return speak_answer(rdm, request)

    with pytest.raises(MachineError, match="the draft of this release already"):
        deposit(second, rdm, speak_to(rdm, handle))
    deposit(second, rdm)
    assert list(rdm.drafts) == ["id-2"] and rdm.contents("id-2") == contents(second)


def speak_answer(rdm: Rdm, request: httpx.Request) -> httpx.Response:
    """Answer as the repository does."""
    told = rdm.answer(request.method, str(request.url), request.headers, request.read())
    return httpx.Response(told[0], headers=told[1], json=told[2])


def test_two_deposits_at_once_make_no_two_drafts(parcel: Parcel, rdm: Rdm) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and not rdm.received:
            with pytest.raises(MachineError, match="another deposit is being made"):
                deposit(parcel, rdm)
        return speak_answer(rdm, request)

    deposit(parcel, rdm, speak_to(rdm, handle))
    assert len(rdm.drafts) == 1


# What goes wrong


def test_a_place_for_notes_that_cannot_be_made_is_the_machine_s_fault(
    parcel: Parcel, rdm: Rdm
) -> None:
    parcel.build.write_text("a file", "utf-8")
    with pytest.raises(MachineError):
        deposit(parcel, rdm)
    assert not rdm.received


@pytest.mark.parametrize(
    "said",
    [{"checksum": "md5:0"}, {"checksum": 7, "key": 7}, {"size": float("nan")}, {"size": "11"}],
)
def test_a_file_that_arrives_otherwise_is_said(
    said: dict[str, Any], parcel: Parcel, rdm: Rdm
) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        status, headers, body = rdm.answer(
            request.method, str(request.url), request.headers, request.read()
        )
        if request.url.path.endswith("/commit"):
            body = {**body, **said}
        return httpx.Response(status, headers=headers, text=json.dumps(body))

    with pytest.raises(MachineError, match=r"holds other bytes than data/things\.csv"):
        deposit(parcel, rdm, speak_to(rdm, handle))


@pytest.mark.parametrize("made", [{}, {"id": None}, {"id": "../x"}, {"id": "\ud800"}, {"id": {}}])
def test_a_draft_without_an_identifier_is_said(
    made: dict[str, Any], parcel: Parcel, rdm: Rdm
) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        asks = request.method == "GET"
        return httpx.Response(200 if asks else 201, text=json.dumps({} if asks else made))

    with pytest.raises(ProjectError, match="without the identifier"):
        deposit(parcel, rdm, speak_to(rdm, handle))


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_what_the_repository_does_not_take_is_said_and_not_published(
    version: str, tmp_path: Path, rdm: Rdm
) -> None:
    if version != "1.0.0":
        publish_first(tmp_path, rdm)
    before = len(rdm.records)
    parcel = make_parcel(tmp_path, version)
    odd = {**(parcel.datacite or {}), "rightsList": [{"rightsIdentifier": "Odd-1.0"}]}
    with pytest.raises(ProjectError, match="did not take of its description") as refused:
        deposit(replace(parcel, datacite=odd), rdm, publish=True)
    assert refused.value.lines == ("metadata.rights: Invalid value.",)
    assert len(rdm.records) == before and "/uploads/" in refused.value.place
    # Whoever completes the draft on its page publishes it as it is then.
    name = next(iter(rdm.drafts))
    rdm.drafts[name]["metadata"]["rights"] = [{"id": "cc-by-4.0"}]
    assert deposit(replace(parcel, datacite=odd), rdm, publish=True).state == "published"
    assert rdm.records[name]["metadata"]["rights"] == [{"id": "cc-by-4.0"}]


def test_of_a_draft_it_is_said_what_the_repository_did_not_take(parcel: Parcel, rdm: Rdm) -> None:
    short = {**(parcel.datacite or {}), "titles": [{"title": "Ab"}]}
    done = deposit(replace(parcel, datacite=short), rdm)
    said = "metadata.title: Shorter than minimum length 3."
    assert done.state == "draft" and done.remarks == (f"the repository did not take {said}",)
    assert rdm.contents("id-1") == contents(parcel)


def test_what_the_repository_refuses_is_said_field_by_field(parcel: Parcel, rdm: Rdm) -> None:
    bare = {**(parcel.datacite or {}), "creators": []}
    with pytest.raises(ProjectError, match="answered with 400") as refused:
        deposit(replace(parcel, datacite=bare), rdm, publish=True)
    assert refused.value.lines == ("metadata.creators: Missing data.",)
    assert TOKEN not in str(refused.value)


def answered(rdm: Rdm, ending: str, said: Any, method: str | None = None) -> Repository:
    """Give a repository that answers the requests to some path with something of its own."""

    def handle(request: httpx.Request) -> httpx.Response:
        status, headers, body = rdm.answer(
            request.method, str(request.url), request.headers, request.read()
        )
        if request.url.path.endswith(ending) and method in {None, request.method}:
            body = said
        return httpx.Response(status, headers=headers, text=json.dumps(body))

    return speak_to(rdm, handle)


@pytest.mark.parametrize(
    "said",
    [
        {"hits": 7}, {"hits": {"hits": 7}}, {"hits": {"hits": [7, None, [], "a"]}},
        *({"hits": {"hits": [{"id": "a", "metadata": {"identifiers": each}}]}}
          for each in (7, "a", [7], [{"identifier": [1]}])),
        *({"hits": {"hits": [{"id": each, "metadata": {"identifiers": [
            {"identifier": digest("1.0.0")}]}}]}} for each in ("../x", "..", None, "", "a/b")),
    ],
)  # fmt: skip
def test_hits_that_are_none_are_passed_over(said: Any, parcel: Parcel, rdm: Rdm) -> None:
    done = deposit(parcel, rdm, answered(rdm, "/user/records", said))
    assert done.record == "id-1" and rdm.contents("id-1") == contents(parcel)


@pytest.mark.parametrize("record", ["..", "../../x", "", "id-2"])
def test_a_note_on_what_is_no_record_of_ours_is_passed_over(
    record: str, parcel: Parcel, rdm: Rdm
) -> None:
    place = note_place(parcel)
    place.parent.mkdir(parents=True)
    noted = {rdm.address: {"record": record, "manifest": parcel.manifest}}
    place.write_text(json.dumps(noted), "utf-8")
    assert deposit(parcel, rdm).record == "id-1"


def test_what_is_not_said_to_be_published_is_not_called_so(parcel: Parcel, rdm: Rdm) -> None:
    """The record is asked for; where it is not there, nobody says that it is published."""
    done = deposit(parcel, rdm, answered(rdm, "/publish", {}), publish=True)
    assert done.state == "published" and done.doi == "10.1234/id-1"

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/publish"):
            return httpx.Response(202, json={})
        status, headers, body = other.answer(
            request.method, str(request.url), request.headers, request.read()
        )
        return httpx.Response(status, headers=headers, text=json.dumps(body))

    other = Rdm("https://other.test")
    with pytest.raises(MachineError, match="does not say that it is"):
        deposit(parcel, other, speak_to(other, handle), publish=True)


@pytest.mark.parametrize("doi", ["evil\x1b[31m", "10.1/\nx", 7, None])
def test_what_is_no_doi_is_not_noted(doi: Any, parcel: Parcel, rdm: Rdm) -> None:
    said = {
        "id": "id-1", "is_published": True, "links": {"self_html": "javascript:x"},
        "pids": {"doi": {"identifier": doi}}, "parent": 7,
    }  # fmt: skip
    done = deposit(parcel, rdm, answered(rdm, "/publish", said), publish=True)
    assert (done.state, done.doi, done.page, done.head) == ("published", None, None, None)
    assert done.remarks == ("the repository names no DOI of the record, and so none is noted",)


def test_a_doi_that_is_noted_is_not_noted_again(parcel: Parcel, rdm: Rdm) -> None:
    """Whether meanwhile, in other letters, or before that of another repository."""
    folder = parcel.ledger.folder
    deposit(parcel, rdm, publish=True)
    annotate(folder, "1.0.0", doi="10.1234/ID-2", reason=None, date=DAY)
    before = (folder / "index.json").read_bytes()
    deposit(parcel, rdm, publish=True)
    deposit(parcel, Rdm("https://other.test", made=1), publish=True)
    assert (folder / "index.json").read_bytes() == before


def test_what_was_withdrawn_while_it_was_sent_is_not_published(parcel: Parcel, rdm: Rdm) -> None:
    def tell(line: str) -> None:
        if line.startswith("1 of"):
            withdraw(parcel.ledger.folder, "1.0.0", reason="Wrong.", date=DAY)

    with pytest.raises(ReleaseError, match="was withdrawn"):
        deposit(parcel, rdm, publish=True, tell=tell)
    assert rdm.drafts and not rdm.records


def test_a_ledger_that_is_held_does_not_hide_what_was_published(parcel: Parcel, rdm: Rdm) -> None:
    said: list[str] = []
    with (
        lock_folder(parcel.ledger.folder),
        pytest.raises(MachineError, match="another release is being made"),
    ):
        deposit(parcel, rdm, publish=True, tell=said.append)
    assert said[-1] == "published: https://rdm.test/records/id-1, DOI 10.1234/id-1"
    assert deposit(parcel, rdm, publish=True).head
    assert read_ledger(parcel.ledger.folder).doi("1.0.0") == "10.1234/id-1"
