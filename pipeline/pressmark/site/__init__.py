"""Published releases → one read-only web app: Datasette's pages inside a public face of our own."""

from pressmark.site import alone  # isort: skip - before anything else imports Datasette
from pressmark.site.app import build_app
from pressmark.site.downloads.served_release import ServedFile, ServedRelease
from pressmark.site.following import Following
from pressmark.site.server import serve

__all__ = ["Following", "ServedFile", "ServedRelease", "alone", "build_app", "serve"]
