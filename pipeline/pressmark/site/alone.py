"""Datasette without the plug-ins of the environment: what stands beside it is not asked to serve.

Datasette imports every distribution with an entry point `datasette` when it is itself imported, and
knows one way not to. So this is imported before any other module of the site.
"""

import sys

NOT_TO_LOAD = "_called_from_test"
"""With this attribute of `sys` Datasette loads no plug-in (datasette/plugins.py)."""


def import_alone() -> None:
    """Import Datasette, unless it is there already, and none of its plug-ins."""
    there = hasattr(sys, NOT_TO_LOAD)
    if not there:
        setattr(sys, NOT_TO_LOAD, True)
    try:
        import datasette.plugins  # noqa: F401 - for what it does
    finally:
        if not there:
            delattr(sys, NOT_TO_LOAD)


def leave_plugins_out() -> None:
    """Take out the plug-ins that somebody loaded who imported Datasette first."""
    from datasette.plugins import pm

    for plugin, _ in pm.list_plugin_distinfo():
        if pm.is_registered(plugin):
            pm.unregister(plugin)


import_alone()
