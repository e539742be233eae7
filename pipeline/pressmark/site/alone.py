"""Datasette without the plug-ins of the environment: what stands beside it is not asked to serve.

Datasette imports every distribution with an entry point `datasette` when it is itself imported, and
knows one way not to. So this is imported before any other module of the site.
"""

import sys
from types import ModuleType

NOT_TO_LOAD = "_called_from_test"
"""With this attribute of `sys` Datasette loads no plug-in (datasette/plugins.py)."""
MAGIC = "datasette.default_magic_parameters"
UNITS = "datasette.vendored.pint"
"""What reads the units of measure that Datasette knows. That takes a third of the time in which a
site starts, and Datasette asks for one only where a column names its unit, which none of ours does.
"""


def import_alone() -> None:
    """Import Datasette, unless it is there already, none of its plug-ins and no units."""
    there, units = hasattr(sys, NOT_TO_LOAD), UNITS in sys.modules
    if not there:
        setattr(sys, NOT_TO_LOAD, True)
    if not units:
        sys.modules[UNITS] = know_no_units()
    try:
        import datasette.plugins  # noqa: F401 - for what it does
    finally:
        if not there:
            delattr(sys, NOT_TO_LOAD)
        if not units:
            del sys.modules[UNITS]


def know_no_units() -> ModuleType:
    """Give what stands in the place of the module that reads units."""
    module = ModuleType(UNITS)
    setattr(module, "UnitRegistry", lambda: None)  # noqa: B010 - a module has no such name of itself
    return module


def leave_plugins_out() -> None:
    """Take out the plug-ins that somebody loaded who imported Datasette first, and one of its own.

    That one puts the host, a cookie or the time into the answer of a question with a parameter that
    is named for them.
    """
    from datasette.plugins import pm

    if pm.has_plugin(MAGIC):
        pm.unregister(name=MAGIC)

    for plugin, _ in pm.list_plugin_distinfo():
        if pm.is_registered(plugin):
            pm.unregister(plugin)


import_alone()
