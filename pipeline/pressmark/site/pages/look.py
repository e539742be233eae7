"""What pages look like: stylesheet, fonts and icon, which readers keep for a year."""

import base64
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pressmark.site.own_files import FONTS, FONTS_SHEET, STATIC_FILES, hash_static
from pressmark.site.site import SHORT_WHILE, Site

FACES = (
    ("Public Sans", "public-sans.woff2", "400 600"),
    ("Pressmark Serif", "pressmark-serif.woff2", "600"),
)
"""Family, file and weights of each font."""
KINDS = {
    ".css": "text/css",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
FAVICON = "favicon.ico"
A_DAY = {"Cache-Control": "public, max-age=86400"}
A_YEAR = {"Cache-Control": "public, immutable, max-age=31536000"}
LICENSES = """
/* Both fonts are under the SIL Open Font License 1.1, whose texts stand beside this sheet:
   fonts/OFL-public-sans.txt and fonts/OFL-source-serif.txt */
"""


async def send_own_file(_site: Site, request: Request) -> Response:
    """Send one of our own files; it never changes at an address that names its digest."""
    name = request.path_params["file"]
    path = FONTS if name == FONTS_SHEET else list_files().get(name)
    if path is None:
        raise HTTPException(404)
    content = write_fonts_sheet() if path is FONTS else path.read_bytes()
    is_named = request.url.query == hash_static(path)
    kind = KINDS[Path(name).suffix]
    return Response(content, headers=A_YEAR if is_named else SHORT_WHILE, media_type=kind)


async def send_favicon(_site: Site, _request: Request) -> Response:
    """Send the icon to who asks for it where icons used to be; pages name another one."""
    content = list_files()[FAVICON].read_bytes()
    return Response(content, headers=A_DAY, media_type=KINDS[".ico"])


@cache
def list_files() -> dict[str, Path]:
    """List our own files by their names."""
    found = (path for path in STATIC_FILES.rglob("*") if path.is_file())
    return {path.relative_to(STATIC_FILES).as_posix(): path for path in found}


@cache
def write_fonts_sheet() -> bytes:
    """Write the sheet that holds both fonts, so that they cost one request and not two."""
    rules = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weights}; font-display: swap;'
        f' src: url(data:font/woff2;base64,{pack_font(file)}) format("woff2"); }}\n'
        for family, file, weights in FACES
    ]
    return (LICENSES + "".join(rules)).encode()


def pack_font(file: str) -> str:
    """Write a font as text."""
    return base64.b64encode((FONTS / file).read_bytes()).decode()
