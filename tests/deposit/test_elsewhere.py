"""A release in a folder or a bucket: there whole, compared where it stands, never overwritten."""

import errno
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from pressmark.deposit.bucket import LARGEST, Bucket, ObjectThere, deposit_in_bucket
from pressmark.deposit.folder import deposit_in_folder
from pressmark.deposit.outcome import Deposited
from pressmark.deposit.parcel import Parcel, ParcelFile
from pressmark.deposit.s3_objects import explain_code, open_bucket, refuse_odd_names
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files import disk
from pressmark.files.manifest import list_files_below
from tests.deposit.parcels import make_parcel


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    return make_parcel(tmp_path)


def everything(parcel: Parcel) -> dict[str, bytes]:
    """Give the bytes of every file of a release."""
    return {each.name: each.path.read_bytes() for each in parcel.everything}


def held(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file of a folder."""
    return {name: (folder / name).read_bytes() for name in list_files_below(folder)}


# A folder


def test_a_release_is_copied_below_its_version(parcel: Parcel, tmp_path: Path) -> None:
    done = deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    assert done.state == "deposited" and done.place == str(tmp_path / "out/1.0.0")
    assert held(tmp_path / "out/1.0.0") == everything(parcel)
    (tmp_path / "out/1.0.0/README.txt").write_text("mine", "utf-8")
    again = deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    assert (again.state, again.steps) == ("unchanged", ())


@pytest.mark.parametrize("rehearse", [True, False])
@pytest.mark.parametrize("below", ["", "1.0.0", "1.0.0/data", "new", "../link", "../holding"])
def test_nothing_is_put_among_the_releases(
    below: str, parcel: Parcel, tmp_path: Path, *, rehearse: bool
) -> None:
    (releases := parcel.ledger.folder).joinpath("1.0.0").mkdir()
    (tmp_path / "link").symlink_to(releases)
    (tmp_path / "holding").mkdir()
    (tmp_path / "holding/1.0.0").symlink_to(releases / "1.0.0")
    before = list_files_below(tmp_path)
    with pytest.raises(ReleaseError, match="among the releases"):
        deposit_in_folder(parcel, releases / below, rehearse=rehearse)
    assert list_files_below(tmp_path) == before and not (releases / "new").exists()


def test_a_link_that_leads_nowhere_is_no_copy(parcel: Parcel, tmp_path: Path) -> None:
    for target in ("1.0.0", "nowhere"):
        (link := tmp_path / f"out-{target}/1.0.0").parent.mkdir()
        link.symlink_to(target)
        with pytest.raises(ReleaseError, match="holds other files"):
            deposit_in_folder(parcel, link.parent, rehearse=False)
        assert link.is_symlink()


def test_a_rehearsal_writes_nothing_and_names_every_file(parcel: Parcel, tmp_path: Path) -> None:
    rehearsed = deposit_in_folder(parcel, tmp_path / "out", rehearse=True)
    assert not (tmp_path / "out").exists()
    done = deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    assert rehearsed.steps == done.steps
    assert {Path(each.address): each.file for each in done.steps} == {
        tmp_path / "out/1.0.0" / each.name: each for each in parcel.everything
    }
    assert deposit_in_folder(parcel, tmp_path / "out", rehearse=True).steps == ()


@pytest.mark.parametrize("rehearse", [True, False])
def test_a_folder_that_holds_others_is_refused_and_stays(
    rehearse: bool, parcel: Parcel, tmp_path: Path
) -> None:
    deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    place = tmp_path / "out/1.0.0"
    (place / "datapackage.json").write_text("{}\n1.0.1", "utf-8")
    (place / "manifest-sha256.txt").write_text("longer than it was", "utf-8")
    (place / "rules/one.sql").unlink()
    before = held(place)
    with pytest.raises(ReleaseError, match="holds other files") as refused:
        deposit_in_folder(parcel, tmp_path / "out", rehearse=rehearse)
    assert refused.value.lines == (
        "datapackage.json: is another file", "manifest-sha256.txt: is another file",
        "rules/one.sql: is not there",
    )  # fmt: skip
    assert held(place) == before


def test_killed_at_any_call_nothing_half_stands_there(
    parcel: Parcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "out/1.0.0"
    real = {name: getattr(disk, name) for name in ("sync", "move")}

    class KilledError(BaseException):
        """The process is gone."""

    for after in range(len(parcel.everything) + 20):
        calls = 0

        def call(*words: Path, name: str, last: int = after) -> None:
            nonlocal calls
            calls += 1
            if calls > last:
                raise KilledError
            real[name](*words)

        for name in real:
            monkeypatch.setattr(disk, name, lambda *words, name=name: call(*words, name=name))
        try:
            deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
        except KilledError:
            assert not place.exists() or held(place) == everything(parcel)
        else:
            break
    assert held(place) == everything(parcel)
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["1.0.0"]


def test_what_changes_while_it_is_copied_is_not_deposited(parcel: Parcel, tmp_path: Path) -> None:
    parcel.files[0].path.write_text("other", "utf-8")
    with pytest.raises(MachineError, match="changed while it was copied"):
        deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    assert not list((tmp_path / "out").iterdir())


def test_a_folder_that_cannot_be_made_is_the_machine_s_fault(
    parcel: Parcel, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(MachineError):
        deposit_in_folder(parcel, tmp_path / "out", rehearse=False)


@pytest.mark.parametrize("call", ["sync", "move"])
def test_a_disk_that_refuses_leaves_nothing(
    call: str, parcel: Parcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, call, refuse)
    with pytest.raises(MachineError, match="no space left"):
        deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    assert not list((tmp_path / "out").iterdir())


def test_a_folder_that_somebody_else_made_meanwhile_stays(
    parcel: Parcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "out/1.0.0"
    monkeypatch.setattr("pressmark.deposit.folder.make_durable", lambda _fresh: place.mkdir())
    with pytest.raises(ReleaseError, match="was made meanwhile"):
        deposit_in_folder(parcel, tmp_path / "out", rehearse=False)
    assert list((tmp_path / "out").rglob("*")) == [place]


# A bucket


@dataclass
class Objects:
    """The objects of a bucket, some without a sha256; `meanwhile` is made by somebody else."""

    held: dict[str, bytes] = field(default_factory=dict)
    digests: bool = True
    meanwhile: dict[str, bytes] = field(default_factory=dict)
    left: int = 1_000
    reads: int = 0

    def look(self, key: str) -> ObjectThere | None:
        """Give what is told of an object."""
        if key not in self.held:
            return None
        sha256 = hashlib.sha256(self.held[key]).hexdigest()
        return ObjectThere(len(self.held[key]), sha256 if self.digests else None)

    def read(self, key: str) -> Iterator[bytes]:
        """Give its bytes."""
        self.reads += 1
        yield from (self.held[key][:1], self.held[key][1:])

    def make(self, key: str, file: ParcelFile) -> bool:
        """Make it, unless it is there."""
        self.left -= 1
        if self.left < 0:
            raise MachineError(key, "cannot be reached")
        self.held |= {name: each for name, each in self.meanwhile.items() if name == key}
        if key in self.held:
            return False
        self.held[key] = file.path.read_bytes()
        return True


def put(parcel: Parcel, objects: Objects, prefix: str = "", *, rehearse: bool = False) -> Deposited:
    """Deposit in a bucket."""
    bucket = Bucket("town", prefix, objects)
    return deposit_in_bucket(parcel, bucket, rehearse=rehearse, tell=lambda _line: None)


@pytest.mark.parametrize(("prefix", "before"), [("", ""), ("a/b", "a/b/")])
def test_a_release_is_put_below_its_version(prefix: str, before: str, parcel: Parcel) -> None:
    objects = Objects()
    rehearsed = put(parcel, objects, prefix, rehearse=True)
    assert not objects.held and rehearsed.state == "rehearsed"
    done = put(parcel, objects, prefix)
    assert objects.held == {
        f"{before}1.0.0/{name}": each for name, each in everything(parcel).items()
    }
    assert done.place == f"s3://town/{before}1.0.0" and done.steps == rehearsed.steps
    assert {each.address.removeprefix("s3://town/") for each in done.steps} == set(objects.held)
    assert all(each.headers == (("If-None-Match", "*"),) for each in done.steps)
    assert put(parcel, objects, prefix).state == "unchanged"


@pytest.mark.parametrize("digests", [True, False])
def test_an_object_that_is_another_file_is_refused_before_anything_is_sent(
    digests: bool, parcel: Parcel
) -> None:
    right = parcel.files[1].path.read_bytes()
    objects = Objects({"1.0.0/datapackage.json": right[:-1] + b"?"}, digests=digests)
    with pytest.raises(ReleaseError, match="holds other files") as refused:
        put(parcel, objects)
    assert refused.value.lines == ("datapackage.json: is another file",)
    assert len(objects.held) == 1 and objects.reads == (0 if digests else 1)


def test_what_was_stopped_goes_on_with_what_lacks(parcel: Parcel) -> None:
    objects = Objects(left=2, digests=False)
    with pytest.raises(MachineError):
        put(parcel, objects)
    assert len(objects.held) == 2
    objects.left = 1_000
    done = put(parcel, objects)
    assert len(done.steps) == len(parcel.everything) - 2 and objects.reads == 2
    assert set(objects.held.values()) == set(everything(parcel).values())


def test_what_somebody_else_made_meanwhile_is_compared(parcel: Parcel) -> None:
    right = parcel.files[1].path.read_bytes()
    put(parcel, Objects(meanwhile={"1.0.0/datapackage.json": right}))
    objects = Objects(meanwhile={"1.0.0/datapackage.json": b"theirs"})
    with pytest.raises(ReleaseError, match="was made meanwhile"):
        put(parcel, objects)
    assert objects.held["1.0.0/datapackage.json"] == b"theirs"


def test_a_file_that_s3_does_not_take_at_once_is_refused(parcel: Parcel) -> None:
    large = replace(parcel, archive=replace(parcel.archive, size=LARGEST + 1))
    objects = Objects()
    with pytest.raises(ProjectError, match="more than S3 takes at once"):
        put(large, objects)
    assert not objects.held


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(503, "SlowDown", MachineError), (409, "ConditionalRequestConflict", MachineError),
     (500, "InternalError", MachineError), (403, "AccessDenied", ProjectError),
     (403, "", ProjectError)],
)  # fmt: skip
def test_what_s3_refuses_is_a_fault_of_the_command_or_of_the_machine(
    status: int, code: str, kind: type[Exception]
) -> None:
    answer = {"Error": {"Code": code, "Message": "said"},
              "ResponseMetadata": {"HTTPStatusCode": status}}  # fmt: skip
    found = explain_code(SimpleNamespace(response=answer), "s3://a/b")
    assert isinstance(found, kind)
    assert found.wrong == f"was refused with {code or status}: said"


# What is told


@pytest.mark.parametrize(
    "name", ["", "a", "..", "a..b", "a/b", "a b", "a\nb", "-a", "ä", "arn:a\nb"]
)
def test_what_is_no_bucket_is_refused(name: str) -> None:
    with pytest.raises(ProjectError, match="is no name of a bucket"):
        open_bucket(name)


@pytest.mark.parametrize("prefix", ["..", "../x", "a/./b", "a//b", "a\nb", "a\x1b[2Jb", "\udcff"])
def test_a_prefix_that_leads_elsewhere_is_refused(prefix: str) -> None:
    with pytest.raises(ProjectError, match="has a step that is no name"):
        open_bucket("town-data", prefix)


def test_names_that_fit_are_taken() -> None:
    arn = "arn:aws:s3:us-east-1:123456789012:accesspoint/x"
    for name in ("town-data", "Old_Town.data", arn):
        for prefix in ("", "/", "/faces/", "a/b c/é"):
            refuse_odd_names(name, prefix)


def test_the_outcome_is_told_for_people_and_as_json(parcel: Parcel) -> None:
    rehearsed = put(parcel, Objects(), rehearse=True)
    lines = list(rehearsed.lines())
    assert lines[:3] == [
        "PUT s3://town/1.0.0/data/things.csv",
        "  If-None-Match: *",
        f"  data/things.csv (11 bytes, sha256:{parcel.files[0].sha256})",
    ]
    assert lines[-1] == "nothing was sent; 5 steps would be taken at s3://town/1.0.0"
    done = Deposited("https://a.test", "1.0.0", "rehearsed", ())
    assert list(done.lines()) == ["nothing was sent; no step would be taken at https://a.test"]
    document = json.loads(json.dumps(rehearsed.document()))
    assert document["steps"][0] == {
        "method": "PUT",
        "address": "s3://town/1.0.0/data/things.csv",
        "headers": {"If-None-Match": "*"},
        "body": None,
        "file": {
            "path": "data/things.csv", "bytes": 11,
            "sha256": f"sha256:{parcel.files[0].sha256}",
        },
    }  # fmt: skip
    told = Deposited(
        "https://a.test", "1.0.0", "published", (), "1", "https://a.test/1", "10.1/\x1b", None, "h"
    )
    assert list(told.lines()) == [
        "1.0.0 is published at https://a.test", "page https://a.test/1", r"DOI 10.1/\x1b",
        "the DOI is noted; the ledger's head is h",
    ]  # fmt: skip
