"""A small package with everything that could go wrong in a page."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pressmark.package.project import read_package
from pressmark.site import ServedFile, ServedRelease

MANY = 5300
STREETS = "straße und platz"
BAD = "<script>alert('x')</script> \"quoted\" & 100%"

TABLES: dict[str, Any] = {
    "towns": {
        "title": "Towns",
        "description": "Where people live.",
        "schema": {
            "fields": [
                {"name": "code", "type": "string", "title": "Code"},
                {"name": "name", "type": "string", "title": "Name", "description": "As spoken."},
                {
                    "name": "part_of",
                    "type": "string",
                    "title": "Part of",
                    "constraints": {"pattern": "[a-z]+"},
                },
            ],
            "primaryKey": ["code"],
            "foreignKeys": [{"fields": ["part_of"], "reference": {"fields": ["code"]}}],
            "pressmark:label": "name",
        },
    },
    "people": {
        "title": "People <em>",
        "schema": {
            "fields": [
                {"name": "id", "type": "integer", "title": "Number"},
                {"name": "full_name", "type": "string", "title": "Full name"},
                {"name": "active", "type": "boolean", "title": "Active"},
                {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
                {"name": "town", "type": "string", "title": "Town", "description": "Home."},
                {"name": "link", "type": "string"},
            ],
            "primaryKey": ["id"],
            "foreignKeys": [
                {"fields": ["town"], "reference": {"resource": "towns", "fields": ["code"]}}
            ],
            "pressmark:label": "full_name",
        },
    },
    STREETS: {
        "schema": {
            "fields": [
                {"name": "town", "type": "string"},
                {"name": "nr. %", "type": "integer"},
                {"name": "note", "type": "string"},
            ],
            "primaryKey": ["town", "nr. %"],
        },
    },
    "numbers": {
        "schema": {"fields": [{"name": "n", "type": "integer"}], "primaryKey": ["n"]},
    },
}

DATABASE = f"""
create table towns (code text primary key, name text, part_of text references towns(code)) strict;
insert into towns values ('ber', 'Berlin', null), ('kre', 'Kreuzberg', 'ber');
create table people (id integer primary key, full_name text, active integer, kind text,
  town text references towns(code), link text) strict;
insert into people values
  (1, 'Ada "the first" Lovelace', 1, 'a', 'ber', 'https://example.org/ada'),
  (2, '<script>alert(''x'')</script> "quoted" & 100%', 0, 'b', 'kre', 'javascript:alert(1)'),
  (3, 'Bo', 1, 'b', null, null);
create table "{STREETS}" (town text, "nr. %" integer, note text,
  primary key (town, "nr. %")) strict;
insert into "{STREETS}" values ('ber', 1, 'the word pragma, in Berlin'), ('ber', 2, null);
create table numbers (n integer primary key) strict;
with recursive counted(n) as (select 1 union all select n + 1 from counted where n < {MANY})
  insert into numbers select n from counted;
create view in_towns as select people.id, people.full_name, towns.name as town_name
  from people join towns on towns.code = people.town;
create virtual table towns_fts using fts5(name, content="towns");
insert into towns_fts(towns_fts) values ('rebuild');
create virtual table people_fts using fts5(full_name, content="people");
insert into people_fts(people_fts) values ('rebuild');
create virtual table "{STREETS}_fts" using fts5(note, content="{STREETS}");
insert into "{STREETS}_fts"("{STREETS}_fts") values ('rebuild');
"""

QUERIES = {
    "everyone": "-- title: Who is there?\n-- description: All <b>people</b>.\n"
    "select id, full_name from people order by id",
    "living_in": "-- title: Who lives in a town?\n-- parameter: town = ber (the code of the town)\n"
    "select full_name from people where town = :town",
    "all numbers": "select n from numbers order by n",
}
VIEW = (
    "-- title: People in towns\n-- description: Put together.\n"
    "-- column: town_name = the town as spoken\n"
    "select people.id, people.full_name, towns.name as town_name"
    " from people join towns on towns.code = people.town"
)


def descriptor(version: str) -> dict[str, Any]:
    """Write the package's descriptor."""
    return {
        "name": "odd-things",
        "title": "Odd & things",
        "version": version,
        "created": "2026-03-04T00:00:00Z",
        "description": "What it is <b>about</b>.\n\nWhat it is not.",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://example.org/terms"}],
        "sources": [{"title": "Hearsay", "path": "javascript:alert('source')"}],
        "contributors": [{"title": "Ada Lovelace", "roles": ["creator"]}],
        "resources": [
            {"name": name, "path": f"data/{position}.csv", **table}
            for position, (name, table) in enumerate(TABLES.items())
        ],
        "pressmark:queries": [f"queries/{name}.sql" for name in QUERIES],
        "pressmark:views": ["views/in_towns.sql"],
    }


def publish(
    folder: Path, document: Mapping[str, Any], *, script: str = DATABASE, trusted: bool = True
) -> ServedRelease:
    """Write a package with its files below `folder` and give it as the site takes it."""
    texts = {
        "datapackage.json": json.dumps(document),
        "data/0.csv": "code,name,part_of\nber,Berlin,\nkre,Kreuzberg,ber\n",
        "report.html": "<script>alert('report')</script>",
        "CHANGES.md": "# Changes\n",
        f"{document.get('name', 'bare')}.zip": "PK",
        "views/in_towns.sql": VIEW,
        **{f"queries/{name}.sql": text for name, text in QUERIES.items()},
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    database = folder / "odd ?#%41.sqlite"
    connection = sqlite3.connect(database)
    connection.executescript(script)
    tables = [table["name"] for table in document["resources"]]
    counts = {
        table: connection.execute(f'select count(*) from "{table}"').fetchone()[0]
        for table in tables
    }
    connection.commit()
    connection.close()
    paths = [*(folder / name for name in texts), database]
    return ServedRelease(
        package=read_package(folder / "datapackage.json", trusted=trusted),
        database=database,
        files=tuple(
            ServedFile(
                path.relative_to(folder).as_posix(),
                path,
                hashlib.sha256(path.read_bytes()).hexdigest(),
            )
            for path in paths
        ),
        records=counts,
    )
