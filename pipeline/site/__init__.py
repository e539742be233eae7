"""Published releases → one read-only web app: Datasette's pages inside a public face of our own."""

from pipeline.site.app import build_app
from pipeline.site.content.part import with_charts
from pipeline.site.release import ServedFile, ServedRelease
from pipeline.site.server import serve

__all__ = ["ServedFile", "ServedRelease", "build_app", "serve", "with_charts"]
