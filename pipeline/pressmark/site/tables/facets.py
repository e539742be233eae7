"""Counts beside a table, by the values of a column: few, on its first page, of simple columns.

Datasette counts on every page and in every JSON answer, by as many columns as an address names, and
on a later page only what is left of the table behind it.
"""

import sys
from typing import Any

from datasette import hookimpl
from datasette.facets import ColumnFacet
from datasette.plugins import pm
from datasette.utils import path_with_added_args, path_with_removed_args

from pressmark.site.arguments.named import MOST_FACETS
from pressmark.site.arguments.operators import name_argument

INSTEAD_OF = "datasette.facets"
LONGEST_NUMBER = 9


def take_over() -> None:
    """Count here, once for this process, and no longer in Datasette's own ways."""
    if pm.has_plugin(INSTEAD_OF):
        pm.unregister(name=INSTEAD_OF)
    if not pm.is_registered(sys.modules[__name__]):
        pm.register(sys.modules[__name__])


class FewFacets(ColumnFacet):  # type: ignore[misc]  # datasette has no types
    """Datasette's counts by a column, of the columns that are asked for and worth it."""

    def get_facet_size(self) -> int:
        """Read how many values are shown; Datasette stumbles over digits that are none of ASCII."""
        asked = self.request.args.get("_facet_size") or ""
        most: int = self.ds.setting("max_returned_rows")
        if asked == "max":
            return most
        if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER:
            return min(int(asked), most)
        return int(self.ds.setting("default_facet_size"))

    async def facet_results(self) -> Any:
        """Count; a value of a column whose name looks like a comparison leads to that value too."""
        results, too_long = await super().facet_results()
        for each in results:
            argument = name_argument(each["name"])
            for value in each["results"] if argument != each["name"] else ():
                pair = (argument, str(value["value"]))
                value["selected"] = pair in self.get_querystring_pairs()
                changed = path_with_removed_args if value["selected"] else path_with_added_args
                path = self.ds.urls.path(changed(self.request, dict([pair])))
                value["toggle_url"] = self.ds.absolute_url(self.request, path)
        return results, too_long

    def get_configs(self) -> list[dict[str, Any]]:
        """Name the columns to count by: those asked for; a page offers those of the metadata."""
        arguments = self.request.args
        if arguments.get("_next"):
            return []
        columns = list(dict.fromkeys(arguments.getlist("_facet")))[:MOST_FACETS]
        return [{"source": "request", "config": {"simple": column}} for column in columns]


@hookimpl  # type: ignore[untyped-decorator]  # datasette has no types
def register_facet_classes() -> list[type[FewFacets]]:
    """Count in this way only."""
    return [FewFacets]
