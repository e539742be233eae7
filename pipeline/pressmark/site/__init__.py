"""Published releases → one read-only web app: Datasette's pages inside a public face of our own."""

from pressmark.site import alone  # isort: skip - before anything else imports Datasette
from pressmark.site.app import build_app
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.site.following import Following
from pressmark.site.operation import Operation
from pressmark.site.server import refuse_unavailable, serve
from pressmark.site.signals import outlive_hang_ups

__all__ = [
    "Following",
    "Operation",
    "ServedFile",
    "ServedRelease",
    "alone",
    "build_app",
    "outlive_hang_ups",
    "refuse_unavailable",
    "serve",
]
