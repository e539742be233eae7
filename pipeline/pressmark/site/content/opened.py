"""The database of a release, opened to be read when a site starts."""

import sqlite3

from pressmark.site.downloads.served_release import ServedRelease


def opened(release: ServedRelease, earlier: ServedRelease | None = None) -> sqlite3.Connection:
    """Open a release's database to be read, and beside it that of the version before."""
    uri, *before = (
        f"{each.database.resolve().as_uri()}?mode=ro&immutable=1"
        for each in (release, earlier)
        if each
    )
    connection = sqlite3.connect(uri, uri=True)
    for each in before:
        connection.execute("attach ? as earlier", (each,))
    return connection
