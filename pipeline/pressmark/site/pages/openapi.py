"""What the site answers in JSON, described for programs (OpenAPI 3.1.0)."""

from collections.abc import Mapping, Sequence
from typing import Any

from datasette.utils import tilde_encode
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pressmark.compare.comparison import KINDS
from pressmark.package import Statement
from pressmark.site.address import (
    CATALOG,
    CITE_FORMS,
    COMPARISON_JSON,
    DICTIONARY_JSON,
    FRONT,
    HEALTH,
    LINKSET,
    READY,
    READY_FOR,
    RECORD_JSON,
    TABLE_JSON,
    find_prefix,
    find_public_address,
)
from pressmark.site.content.openapi_schemas import SCHEMAS
from pressmark.site.downloads.served_release import ServedRelease, find_latest, list_questions
from pressmark.site.site import SHORT_WHILE, Site
from pressmark.site.tables.patterns import name_parameters

JSON = "application/json"
TEXT = {"type": "string"}
REFUSALS = {
    "400": "What is asked is not understood; the sentence says what would be right.",
    "404": "There is no such thing; the sentence names what was probably meant.",
    "503": "There is no answer now; the header Retry-After says when to come again.",
}


async def send_openapi(site: Site, _request: Request) -> Response:
    """Send the description."""
    return JSONResponse(describe_site(site.releases), headers=SHORT_WHILE)


def describe_site(releases: Sequence[ServedRelease]) -> dict[str, Any]:
    """Give the description of every JSON answer; the paths of questions are of the newest release.

    Its server is the public address, or, where the site was not told one, the path it stands below.
    """
    newest = find_latest(releases)
    told = find_public_address()
    questions = {
        TABLE_JSON.format(
            database=newest.database_name, table=tilde_encode(each.name)
        ): describe_question(each)
        for each in list_questions(newest)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": newest.title,
            "version": newest.version,
            "description": "Published data, read only. Addresses with a version never change.",
        },
        "servers": [{"url": str(told) if told else find_prefix() or FRONT}],
        "paths": {**list_paths(releases), **questions},
        "components": {
            "schemas": SCHEMAS,
            "responses": {f"refused{code}": refuse(text) for code, text in REFUSALS.items()},
        },
    }


def list_paths(releases: Sequence[ServedRelease]) -> dict[str, Any]:
    """Describe what is there for every release."""
    versions = [each.version for each in releases]
    version, old, new = (name_in_path(each, versions) for each in ("version", "old", "new"))
    database = name_in_path("database", [each.database_name for each in releases])
    table, key = name_in_path("table"), name_in_path("key")
    day = name_in_query("day", "A day as YYYY-MM-DD; what is answered is as of that day.")
    return {
        CATALOG: describe_answer("listReleases", "Every release with its files", "Releases"),
        LINKSET: describe_answer(
            "listLinks", "Every link of a release and its files; not where the site has no address",
            "Linkset", [version], kind="application/linkset+json",
        ),
        RECORD_JSON: describe_answer(
            "readRecord", "A record; the parts of its key are joined by commas", "Record",
            [version, table, key, day],
        ),
        DICTIONARY_JSON: describe_answer(
            "describeTable", "What the columns of a table hold", "Dictionary", [version, table]
        ),
        TABLE_JSON: describe_answer(
            "readTable", "Records of a table, or the rows of a view or a question", "Rows",
            [database, table, *list_table_arguments()],
        ),
        COMPARISON_JSON: describe_answer(
            "compareReleases", "What changed from an older version to a newer one", "Comparison",
            [old, new, *list_comparison_arguments()],
        ),
        CITE_FORMS[1]: describe_answer(
            "citeQuery", "The citation of a query, with the digest of its result", "Citation",
            list_citation_arguments(releases),
        ),
        **list_states(),
    }  # fmt: skip


def list_states() -> dict[str, Any]:
    """Describe what is there for whoever operates the site."""
    return {
        HEALTH: describe_state(
            "readHealth", "Whether every file is as it was published", "Health", "Files changed."
        ),
        READY: describe_state(
            "readReadiness", "Whether the site serves all that the ledger has", "Readiness",
            "Files changed.",
        ),
        READY_FOR: describe_state(
            "awaitRelease", "Whether a release is served", "Readiness",
            "It is not served, or files changed.", name_in_path("version"),
        ),
    }  # fmt: skip


def list_comparison_arguments() -> list[dict[str, Any]]:
    """Give the arguments by which records that changed are chosen."""
    change = name_in_query("change", "What happened to the records that are listed.")
    return [
        name_in_query("table", "The table whose records are listed; all without it."),
        {**change, "schema": {**TEXT, "enum": list(KINDS)}},
        name_in_query("after", "The number that the page before gave in the address of `next`."),
    ]


def list_citation_arguments(releases: Sequence[ServedRelease]) -> list[dict[str, Any]]:
    """Give the arguments that name a query."""
    database = name_in_query("db", "The database that is asked.")
    known = {**TEXT, "enum": [each.database_name for each in releases]}
    return [
        {**database, "required": True, "schema": known},
        name_in_query("sql", "One SELECT."),
        name_in_query("query", "The name of a question, in place of `sql`."),
        name_more("parameters", "The value of each parameter that the query takes, by its name."),
    ]


def list_table_arguments() -> list[dict[str, Any]]:
    """Give the arguments of a table that most programs need, and its filters."""
    return [
        SHAPE,
        name_in_query("_size", "How many records stand on a page."),
        name_in_query("_next", "What the page before gave in `next`."),
        name_in_query("_sort", "The column that orders the records."),
        name_in_query("_sort_desc", "The column that orders the records, from the highest."),
        name_more("filters", "Comparisons: a column, or a column, `__` and a comparison."),
    ]


def name_more(name: str, description: str) -> dict[str, Any]:
    """Describe arguments that have names of their own."""
    more = {"style": "form", "explode": True}
    schema = {"type": "object", "additionalProperties": TEXT}
    return {**name_in_query(name, description), **more, "schema": schema}


SHAPE = {
    "name": "_shape",
    "in": "query",
    "description": "How rows are written: as objects, or as lists in the order of the columns.",
    "schema": {"type": "string", "enum": ["arrays", "objects"], "default": "arrays"},
}


def describe_question(question: Statement) -> dict[str, Any]:
    """Describe a named question, with an example of what it takes."""
    told = {each.name: each for each in question.parameters}
    given = [
        {
            **name_in_query(name, told[name].help if name in told else name),
            "required": True,
            "example": question.example.get(name, ""),
        }
        for name in name_parameters(question.select)
    ]
    title = question.heading("title", question.name)
    return describe_answer("", title, "Rows", [SHAPE, *given])


def describe_state(
    name: str, summary: str, schema: str, otherwise: str, *given: Mapping[str, Any]
) -> dict[str, Any]:
    """Describe what the site says of itself, with 200 and, where that is `otherwise`, with 503."""
    found = describe_answer(name, summary, schema, given)["get"]
    wrong = {"description": otherwise, "content": hold(JSON, schema)}
    return {"get": {**found, "responses": {"200": found["responses"]["200"], "503": wrong}}}


def describe_answer(
    name: str,
    summary: str,
    schema: str,
    parameters: Sequence[Mapping[str, Any]] = (),
    *,
    kind: str = JSON,
) -> dict[str, Any]:
    """Describe what one path answers, by a name that programs may call it, where it has one."""
    refused = {code: {"$ref": f"#/components/responses/refused{code}"} for code in REFUSALS}
    answered = {"description": summary, "content": hold(kind, schema)}
    return {
        "get": {
            **({"operationId": name} if name else {}),
            "summary": summary,
            "parameters": list(parameters),
            "responses": {"200": answered, **refused},
        }
    }


def refuse(sentence: str) -> dict[str, Any]:
    """Describe a refusal."""
    return {"description": sentence, "content": hold(JSON, "Refusal")}


def hold(kind: str, schema: str) -> dict[str, Any]:
    """Give the content of an answer."""
    return {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def name_in_path(name: str, known: Sequence[str] = ()) -> dict[str, Any]:
    """Describe a part of a path; `known` are all that there are."""
    schema = {**TEXT, "enum": list(known)} if known else TEXT
    return {"name": name, "in": "path", "required": True, "schema": schema}


def name_in_query(name: str, description: str) -> dict[str, Any]:
    """Describe an argument."""
    return {"name": name, "in": "query", "description": description, "schema": TEXT}
