"""What a request line names: a path, or the whole address, as clients of a proxy write it."""

import re
from urllib.parse import unquote

from starlette.types import Scope

from pressmark.site.address import FRONT

WHOLE = re.compile(rb"[Hh][Tt][Tt][Pp][Ss]?://([^/?#]*)")


def use_origin_form(scope: Scope) -> Scope:
    """Give a request whose line names a path; the host that the line names is the one asked for.

    It counts instead of that in the header `Host` (RFC 9112, section 3.2.2).
    """
    raw: bytes = scope.get("raw_path") or b""
    named = WHOLE.match(raw)
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if named is None or len(hosts) > 1:
        return scope
    path = raw[named.end() :] or FRONT.encode()
    others = [each for each in scope["headers"] if each[0] != b"host"]
    return {
        **scope,
        "raw_path": path,
        "path": unquote(path.decode("latin-1")),
        "headers": [(b"host", named[1]), *others],
    }
