"""The folder that stands beside a ledger while releases are replaced together with it."""

from pathlib import Path

from pressmark.errors import ReleaseError

JOURNAL = ".redacting"


def refuse_unfinished(folder: Path) -> None:
    """Stop where releases are being replaced, or somebody was stopped while replacing them."""
    if (folder / JOURNAL).is_dir():
        wrong = "a redaction has not ended: releases and ledger are old in part, and new in part"
        right = "if none is running, ask for it again with pressmark redact, which ends it first"
        raise ReleaseError(str(folder), wrong, right)
