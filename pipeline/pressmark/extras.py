"""What an install may leave out, and how its absence is said."""

import importlib.util

from pressmark.errors import ProjectError

JUDGE = "frictionless"
"""The second judge: the module, and the distribution that it is in."""


def require(module: str, extra: str, what: str) -> None:
    """Raise ProjectError where `module` is not installed: `what` needs the extra that brings it."""
    if importlib.util.find_spec(module) is None:
        wrong = f"needs the extra [{extra}]"
        raise ProjectError(what, wrong, f"install it: pip install 'pressmark[{extra}]'")


def refuse_without_judge() -> None:
    """Stop before anything is done where the second judge is not installed: ProjectError."""
    require(JUDGE, "second-judge", "--second-judge")
