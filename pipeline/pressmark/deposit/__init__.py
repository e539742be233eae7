"""A published release, proven → the same files in a repository, a bucket or a folder of others.

Nothing is deposited that does not verify, nothing that stands there is overwritten, and what was
stopped in the middle goes on when it is called again.
"""

from pressmark.deposit.bucket import Bucket, deposit_in_bucket
from pressmark.deposit.folder import deposit_in_folder
from pressmark.deposit.invenio import deposit_record
from pressmark.deposit.outcome import Deposited
from pressmark.deposit.parcel import Parcel, UnprovenError, pack
from pressmark.deposit.repository import Repository
from pressmark.deposit.token import Token, read_token

__all__ = [
    "Bucket",
    "Deposited",
    "Parcel",
    "Repository",
    "Token",
    "UnprovenError",
    "deposit_in_bucket",
    "deposit_in_folder",
    "deposit_record",
    "pack",
    "read_token",
]
