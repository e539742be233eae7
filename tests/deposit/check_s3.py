"""Releases in a bucket that speaks S3: boto3 and moto's service, in an environment of their own.

`make check-buckets` calls it; what needs no service is in `test_elsewhere.py`.
"""

import json
import os
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import (
    EndpointConnectionError,
    IncompleteReadError,
    NoCredentialsError,
    ProxyConnectionError,
)
from moto import mock_aws

from pressmark import cli
from pressmark.deposit.bucket import Bucket, ObjectThere, deposit_in_bucket
from pressmark.deposit.outcome import Deposited
from pressmark.deposit.parcel import Parcel
from pressmark.deposit.s3_objects import S3Objects, open_bucket
from pressmark.errors import MachineError, ProjectError, ReleaseError
from pressmark.files.manifest import list_files_below
from tests.deposit.parcels import make_parcel
from tests.verify.releases import publish, write_small_project

SECRET = "secret-of-a-test-0123456789"  # noqa: S105 - it opens nothing
NAME = "town-data"


@pytest.fixture(autouse=True)
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let moto answer; give the client with which a test looks at what stands there."""
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key-of-a-test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=NAME)
        yield client


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    return make_parcel(tmp_path)


def put(parcel: Parcel, bucket: Bucket | None = None, *, rehearse: bool = False) -> Deposited:
    """Deposit, saying nothing."""
    there = bucket or open_bucket(NAME, "/faces/")
    return deposit_in_bucket(parcel, there, rehearse=rehearse, tell=lambda _line: None)


def held(client: Any) -> dict[str, bytes]:
    """Give every object of the bucket."""
    listed = client.list_objects_v2(Bucket=NAME).get("Contents", ())
    return {
        each["Key"]: client.get_object(Bucket=NAME, Key=each["Key"])["Body"].read()
        for each in listed
    }


def everything(parcel: Parcel) -> dict[str, bytes]:
    """Give what must stand there."""
    return {f"faces/1.0.0/{each.name}": each.path.read_bytes() for each in parcel.everything}


def test_a_release_is_put_whole_with_its_digests_and_kinds(parcel: Parcel, service: Any) -> None:
    rehearsed = put(parcel, rehearse=True)
    assert held(service) == {}
    done = put(parcel)
    assert held(service) == everything(parcel) and done.steps == rehearsed.steps
    table = parcel.files[0]
    head = service.head_object(Bucket=NAME, Key=f"faces/1.0.0/{table.name}", ChecksumMode="ENABLED")
    assert head["ContentType"] == "text/csv" and head["ChecksumSHA256"]
    there = S3Objects(NAME, service).look(f"faces/1.0.0/{table.name}")
    assert there == ObjectThere(table.size, table.sha256)
    assert put(parcel).state == "unchanged"


def test_the_rehearsal_is_what_the_service_is_sent(parcel: Parcel, service: Any) -> None:
    rehearsed = put(parcel, rehearse=True)
    bucket = open_bucket(NAME, "faces")
    sent = []
    bucket.objects.client.meta.events.register(  # type: ignore[attr-defined]
        "before-send.s3", lambda request, **_told: sent.append(request)
    )
    put(parcel, bucket)
    puts = [each for each in sent if each.method == "PUT"]
    arrived = [
        (urlsplit(each.url).path[1:], each.headers["If-None-Match"].decode(),
         int(each.headers["Content-Length"]),
         b64decode(each.headers["x-amz-checksum-sha256"]).hex())
        for each in puts
    ]  # fmt: skip
    assert arrived == [
        (step.address.removeprefix(f"s3://{NAME}/"), dict(step.headers)["If-None-Match"],
         step.file and step.file.size, step.file and step.file.sha256)
        for step in rehearsed.steps
    ]  # fmt: skip
    assert all(SECRET not in f"{each.url}{each.headers}" for each in sent)
    assert set(held(service)) == set(everything(parcel))


@pytest.mark.parametrize("told", [True, False], ids=["with sha256", "without"])
def test_what_stands_there_is_compared_and_never_overwritten(
    told: bool, parcel: Parcel, service: Any
) -> None:
    table = parcel.files[0]
    extra = {"ChecksumAlgorithm": "SHA256"} if told else {}
    right = table.path.read_bytes()
    service.put_object(Bucket=NAME, Key=f"faces/1.0.0/{table.name}", Body=right, **extra)
    assert len(put(parcel).steps) == len(parcel.everything) - 1
    service.put_object(
        Bucket=NAME, Key=f"faces/1.0.0/{table.name}", Body=right[:-1] + b"?", **extra
    )
    before = held(service)
    with pytest.raises(ReleaseError, match="holds other files"):
        put(parcel)
    assert held(service) == before


def test_the_service_itself_refuses_to_replace_an_object(parcel: Parcel, service: Any) -> None:
    table = parcel.files[0]
    objects = S3Objects(NAME, service)
    assert objects.make("a", table)
    assert not objects.make("a", parcel.files[1])
    assert held(service) == {"a": table.path.read_bytes()}


def test_what_the_service_refuses_is_told(parcel: Parcel, service: Any) -> None:
    with pytest.raises(ProjectError, match="NoSuchBucket"):
        put(parcel, open_bucket("no-such-bucket"))
    assert held(service) == {}
    with pytest.raises(ProjectError, match="is no name of a bucket"):
        put(parcel, open_bucket("s3://town-data"))
    with pytest.raises(ProjectError, match="--endpoint"):
        open_bucket(NAME, endpoint="no address")
    with pytest.raises(ProjectError, match="is not encrypted"):
        open_bucket(NAME, endpoint="http://s3.test")
    assert open_bucket(NAME, endpoint="http://127.0.0.1:9000").name == NAME


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [(EndpointConnectionError(endpoint_url="https://s3.test"), MachineError, "cannot be reached"),
     (NoCredentialsError(), ProjectError, "Unable to locate credentials")],
)  # fmt: skip
def test_a_service_that_is_gone_and_nobody_s_account_are_told(
    fault: Exception, kind: type[Exception], told: str, parcel: Parcel, service: Any
) -> None:
    class Failing:
        """A client that cannot ask."""

        exceptions = service.exceptions

        def head_object(self, **_told: Any) -> None:
            """Fail."""
            raise fault

    with pytest.raises(kind, match=told):
        put(parcel, Bucket(NAME, "", S3Objects(NAME, Failing())))


@pytest.mark.command
def test_the_command_puts_a_release_and_shows_no_key(
    tmp_path: Path, service: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = publish(write_small_project(tmp_path / "project"))

    def run(*words: object) -> tuple[int, str, str]:
        given = ["pressmark", "deposit", "s3", "1.0.0", "--project", tmp_path / "project", *words]
        monkeypatch.setattr(sys, "argv", [str(each) for each in given])
        code: Any = 0
        try:
            cli.main()
        except SystemExit as left:
            code = left.code or 0
        said = capfd.readouterr()
        return code, said.out, said.err

    code, out, err = run("--bucket", NAME, "--dry-run")
    assert code == 0 and f"PUT s3://{NAME}/1.0.0/data/things.csv" in out and held(service) == {}
    code, out, more = run("--bucket", NAME, "--json")
    assert code == 0 and json.loads(out)["state"] == "deposited"
    assert set(held(service)) == {
        *(f"1.0.0/{name}" for name in list_files_below(release)),
        "1.0.0/small-1.0.0.zip",
    }  # fmt: skip
    code, _, wrong = run("--bucket", "no-such-bucket")
    assert code == 2 and "NoSuchBucket" in wrong
    kept = b"".join((tmp_path / name).read_bytes() for name in list_files_below(tmp_path))
    assert SECRET not in f"{out}{err}{more}{wrong}{kept.decode('latin-1')}"


@pytest.mark.parametrize("told", ["abcd-2", "a", "é", ""])
def test_what_is_no_digest_is_asked_of_the_object(told: str, service: Any) -> None:
    head = {"ContentLength": 1, "ChecksumSHA256": told}
    client = SimpleNamespace(exceptions=service.exceptions, head_object=lambda **_asked: head)
    assert S3Objects(NAME, client).look("a") == ObjectThere(1, None)


@pytest.mark.parametrize(
    ("failure", "kind"),
    [(ValueError("many"), ProjectError), (RecursionError(), ProjectError),
     (ProxyConnectionError(proxy_url="http://me:hunter2@proxy.test"), MachineError),
     (IncompleteReadError(actual_bytes=1, expected_bytes=2), MachineError)],
)  # fmt: skip
def test_an_answer_that_is_none_of_s3_is_no_traceback(
    failure: Exception, kind: type[Exception], service: Any
) -> None:
    def head_object(**_asked: Any) -> None:
        raise failure

    client = SimpleNamespace(exceptions=service.exceptions, head_object=head_object)
    with pytest.raises(kind, match="s3://town-data/a") as refused:
        S3Objects(NAME, client).look("a")
    assert "hunter2" not in str(refused.value)
