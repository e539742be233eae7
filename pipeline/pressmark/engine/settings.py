"""How DuckDB is opened, and locked before anything of a package reaches it."""

OPENED_FROM = "v1.0.0"
"""The storage that files are written in: what DuckDB 2.0 writes by itself, no DuckDB 1 opens."""
LOCKED = (
    "enable_external_access=false",
    "enable_progress_bar=false",
    "python_enable_replacements=false",
    "autoload_known_extensions=false",
    "autoinstall_known_extensions=false",
    "lock_configuration=true",
)
"""No host file, no download, no bar of progress, which programs without a file are printed."""
NO_WAITING = "NONE"
"""A file is written beside its place, and thrown away where it is not whole: statements do not wait
for the disk, which took 0.2 s of forty small ones. What is published is made durable as a whole."""


def choose_settings(block_size: int | None, *, compressed: bool) -> dict[str, str | int]:
    """Give the settings by which a new file is written."""
    settings: dict[str, str | int] = {
        "storage_compatibility_version": OPENED_FROM,
        "fsync_mode": NO_WAITING,
    }
    settings |= {"default_block_size": block_size} if block_size else {}
    return settings if compressed else settings | {"force_compression": "uncompressed"}
