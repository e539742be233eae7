"""The files of the site's look, which stand beside its code: stylesheet, icons and fonts."""

import hashlib
from functools import cache
from pathlib import Path

STATIC_FILES = Path(__file__).parent / "static"
FONTS, FONTS_SHEET = STATIC_FILES / "fonts", "fonts.css"
"""Where the fonts are, and the name of the sheet that is made of them."""


@cache
def hash_static(path: Path) -> str:
    """Give the first digits of the sha256 of a file, or of the files of a folder together."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()[:8]
