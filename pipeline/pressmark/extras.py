"""What an install may leave out, and how its absence is said."""

import importlib.util

from pressmark.errors import ProjectError


def require(module: str, extra: str, what: str) -> None:
    """Raise ProjectError where `module` is not installed: `what` needs the extra that brings it."""
    if importlib.util.find_spec(module) is None:
        wrong = f"needs the extra [{extra}]"
        raise ProjectError(what, wrong, f"install it: pip install 'pressmark[{extra}]'")
