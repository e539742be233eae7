"""How much of a file is held at once, and where reading stops."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds on memory: bytes read at a time, bytes of one record, columns of one table."""

    block_bytes: int = 8 * MEBIBYTE
    record_bytes: int = 64 * MEBIBYTE
    columns: int = 10_000
