"""Compiles every template of the site when it is imported, for all processes forked of this one."""

from pressmark.site.tables.datasette_app import build_datasette
from pressmark.site.tables.sandboxes import Sandboxes

ENVIRONMENT = build_datasette([], Sandboxes()).jinja_env
for name in ENVIRONMENT.list_templates():
    ENVIRONMENT.get_template(name)
