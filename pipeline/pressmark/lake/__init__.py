"""All releases as one frozen DuckLake: a catalogue over the Parquet files that they have.

A DuckLake is a DuckDB file whose tables say which Parquet files hold which table at which snapshot
(docs/how-to/lake.md). Here a snapshot is a release, and nothing of a release is written again.
"""

from pressmark.lake.catalogue import CATALOGUE, write_catalogue
from pressmark.lake.snapshots import LakeRelease

__all__ = ["CATALOGUE", "LakeRelease", "write_catalogue"]
