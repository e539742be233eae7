"""The objects of a bucket that speaks S3, with boto3.

Each is sent with `If-None-Match: *` and its sha256, so that the service itself refuses what would
replace an object, and what did not arrive as it was sent.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pressmark.deposit.bucket import Bucket, ObjectThere
from pressmark.deposit.parcel import PIECE, ParcelFile
from pressmark.deposit.repository import refuse_open_line
from pressmark.errors import MachineError, PressmarkError, ProjectError
from pressmark.extras import require
from pressmark.metadata.media_types import find_media_type
from pressmark.public_address import hide_user, read_public_address

SECONDS = 60
MOST_TRIES = 5
SERVER_FAILS = 500
STANDS_THERE = frozenset({"PreconditionFailed", "412"})
NOT_THERE = frozenset({"404", "NoSuchKey", "NotFound"})
BUCKET = re.compile(r"arn:[\x21-\x7e]+|(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
DIGEST = re.compile(r"[A-Za-z0-9+/]{43}=")
"""A sha256 in base64."""
LATER = frozenset({"SlowDown", "RequestTimeout", "ConditionalRequestConflict"})
"""What the service says where it may be better soon."""

ACCOUNT = (
    "check the bucket's name and region; an account is read from AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or from what else AWS's tools read"
)


def open_bucket(
    name: str, prefix: str = "", *, endpoint: str | None = None, region: str | None = None
) -> Bucket:
    """Give a bucket to speak with, by what the environment says of accounts.

    ProjectError where the extra is not installed, where the names are none, or the endpoint is none
    or not encrypted.
    """
    refuse_odd_names(name, prefix)
    require("boto3", "s3", "deposit s3")
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    config = Config(
        connect_timeout=SECONDS, read_timeout=SECONDS,
        retries={"mode": "standard", "max_attempts": MOST_TRIES},
        # Services of others refuse checksums that nobody asked for.
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    )  # fmt: skip
    try:
        client = boto3.client("s3", endpoint_url=endpoint, region_name=region, config=config)
    except (BotoCoreError, ValueError) as error:
        wrong = hide_user(str(error))
        raise ProjectError("deposit s3", wrong, "check --endpoint and --region") from None
    told = client.meta.endpoint_url
    refuse_open_line(read_public_address(told, "--endpoint"), "--endpoint")
    return Bucket(name, prefix.strip("/"), S3Objects(name, client))


def refuse_odd_names(bucket: str, prefix: str) -> None:
    """Refuse names that would lead out of the bucket, or that nobody can see: ProjectError."""
    if not BUCKET.fullmatch(bucket):
        right = "write its name, such as town-data, or its ARN"
        raise ProjectError("--bucket", f"{bucket!r} is no name of a bucket", right)
    steps = prefix.strip("/").split("/")
    if not prefix.isprintable() or (len(steps) > 1 and "" in steps) or {".", ".."} & {*steps}:
        right = "write a path of names, such as data/faces"
        raise ProjectError("--prefix", f"{prefix!r} has a step that is no name", right)


class S3Objects:
    """The objects of a bucket, as `pressmark.deposit.bucket` asks for them."""

    def __init__(self, bucket: str, client: Any) -> None:
        """Keep the name of the bucket, and the client to speak with."""
        self.bucket = bucket
        self.client = client

    def look(self, key: str) -> ObjectThere | None:
        """Give size and sha256 of an object; None where there is none."""
        with self.explained(key):
            try:
                head = self.client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED")
            except self.client.exceptions.ClientError as error:
                if read_code(error) in NOT_THERE:
                    return None
                raise
        whole = head.get("ChecksumType", "FULL_OBJECT") == "FULL_OBJECT"
        told = head.get("ChecksumSHA256", "") if whole else ""
        # What is no digest, as of an object that came in parts, is asked of the object itself.
        digest = base64.b64decode(told).hex() if DIGEST.fullmatch(told) else None
        return ObjectThere(head.get("ContentLength", -1), digest)

    def read(self, key: str) -> Iterator[bytes]:
        """Give the bytes of an object, in pieces."""
        with self.explained(key):
            found = self.client.get_object(Bucket=self.bucket, Key=key)
            yield from found["Body"].iter_chunks(PIECE)

    def make(self, key: str, file: ParcelFile) -> bool:
        """Make an object of a file; False where one stands there, which stays."""
        with self.explained(key), file.path.open("rb") as body:
            try:
                self.client.put_object(
                    Bucket=self.bucket, Key=key, Body=body, ContentLength=file.size,
                    IfNoneMatch="*", ContentType=find_media_type(file.name),
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(file.sha256)).decode(),
                )  # fmt: skip
            except self.client.exceptions.ClientError as error:
                if read_code(error) in STANDS_THERE:
                    return False
                raise
        return True

    @contextmanager
    def explained(self, key: str) -> Iterator[None]:
        """Say in words what the service refuses, or that it cannot be reached."""
        from botocore import exceptions

        place = f"s3://{self.bucket}/{key}"
        try:
            yield
        except exceptions.ClientError as error:
            raise explain_code(error, place) from None
        except (
            exceptions.ConnectionError, exceptions.HTTPClientError, exceptions.IncompleteReadError
        ) as error:  # fmt: skip
            right = "try again: what was sent is kept, and nothing is overwritten"
            raise MachineError(
                place, f"cannot be reached: {hide_user(str(error))}", right
            ) from None
        except exceptions.BotoCoreError as error:
            raise ProjectError(place, hide_user(str(error)).rstrip("."), ACCOUNT) from None
        except (RecursionError, ValueError) as error:
            wrong = f"answers what S3 does not ({type(error).__name__})"
            raise ProjectError(place, wrong, "check --endpoint") from None


def read_code(error: Any) -> str:
    """Give the code of an error that the service answered with."""
    return str(error.response.get("Error", {}).get("Code", ""))


def explain_code(error: Any, place: str) -> PressmarkError:
    """Say why the service refused: MachineError where it fails itself."""
    code, said = read_code(error), error.response.get("Error", {}).get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    wrong = f"was refused with {code or status}{f': {said}' if said and said != code else ''}"
    if status >= SERVER_FAILS or code in LATER:
        return MachineError(place, wrong, "try again later: nothing is overwritten")
    right = "check the bucket's name, its region, and that the account may read and write there"
    return ProjectError(place, wrong, right)
