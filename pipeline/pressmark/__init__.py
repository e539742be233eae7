"""Pressmark: source records in, a judged, versioned, provable release out.

    import pressmark

    report = pressmark.validate("datapackage/releases/1.0.0")
    report.valid, report.counts

Importing this loads nothing: each name of `__all__` is loaded when it is first asked for.
"""

# ruff: noqa: TC004 - what is imported for types alone is loaded by `Interface` when asked for

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.api import (
        build,
        cite,
        compare,
        describe,
        read_project,
        release,
        validate,
        verify,
    )
    from pressmark.errors import MachineError, PressmarkError, ProjectError, ReleaseError
    from pressmark.package import Package
    from pressmark.plugins import plug_in
    from pressmark.report import Report
    from pressmark.report.finding import Finding

__version__ = "0.1.0"

__all__ = (
    "Finding",
    "MachineError",
    "Package",
    "PressmarkError",
    "ProjectError",
    "ReleaseError",
    "Report",
    "build",
    "cite",
    "compare",
    "describe",
    "plug_in",
    "read_project",
    "release",
    "validate",
    "verify",
)

HOMES = {
    "pressmark.api": (
        "build", "cite", "compare", "describe", "read_project", "release", "validate", "verify",
    ),
    "pressmark.package": ("Package",),
    "pressmark.plugins": ("plug_in",),
    "pressmark.errors": ("MachineError", "PressmarkError", "ProjectError", "ReleaseError"),
    "pressmark.report.finding": ("Finding",),
    "pressmark.report": ("Report",),
}  # fmt: skip
"""Where each public name comes from."""


class Interface(ModuleType):
    """The module as it is seen from outside: a public name is loaded when it is first asked for.

    It also keeps its names: `import` sets every loaded submodule as an attribute of its package,
    and there are rooms called `validate`, `verify` and `compare`. Without this the function
    `validate` would be gone once it had run.
    """

    def __getattr__(self, name: str) -> Any:
        """Load a public name; it stays."""
        for home, names in HOMES.items():
            if name in names:
                self.__dict__[name] = getattr(import_module(home), name)
                return self.__dict__[name]
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, but for a room that is called like a public name."""
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        """List the public names, loaded or not."""
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = Interface
