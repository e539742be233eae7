"""The description of the JSON answers: valid by the standard, and true of the answers."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator

from pressmark.public_address import parse_public_address
from pressmark.site import ServedRelease, build_app
from tests.site.visitor import Visitor

REFERENCE = {"type": "object", "required": ["$ref"], "properties": {"$ref": {"type": "string"}}}
CONTENT = {
    "type": "object",
    "additionalProperties": {"type": "object", "required": ["schema"]},
}
RESPONSE = {
    "type": "object",
    "required": ["description"],
    "properties": {"description": {"type": "string"}, "content": CONTENT},
    "additionalProperties": False,
}
PARAMETER = {
    "type": "object",
    "required": ["name", "in", "schema"],
    "properties": {
        "name": {"type": "string"},
        "in": {"enum": ["query", "header", "path", "cookie"]},
        "description": {"type": "string"},
        "required": {"type": "boolean"},
        "schema": {"type": ["object", "boolean"]},
        "style": {"enum": ["form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]},
        "explode": {"type": "boolean"},
        "example": True,
    },
    "additionalProperties": False,
    "if": {"properties": {"in": {"const": "path"}}},
    "then": {"required": ["required"], "properties": {"required": {"const": True}}},
}
OPERATION = {
    "type": "object",
    "required": ["responses"],
    "properties": {
        "operationId": {"type": "string"},
        "summary": {"type": "string"},
        "parameters": {"type": "array", "items": PARAMETER},
        "responses": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[1-5](?:[0-9]{2}|XX)$"},
            "additionalProperties": {"oneOf": [REFERENCE, RESPONSE]},
        },
    },
    "additionalProperties": False,
}
DESCRIPTION = {
    "type": "object",
    "required": ["openapi", "info", "paths"],
    "properties": {
        "openapi": {"pattern": r"^3\.1\.\d+$"},
        "info": {
            "type": "object",
            "required": ["title", "version"],
            "properties": {
                each: {"type": "string"} for each in ("title", "version", "description")
            },
            "additionalProperties": False,
        },
        "servers": {
            "type": "array",
            "items": {"required": ["url"], "properties": {"url": {"type": "string"}}},
        },
        "paths": {
            "type": "object",
            "propertyNames": {"pattern": "^/"},
            "additionalProperties": {
                "type": "object",
                "required": ["get"],
                "properties": {"get": OPERATION},
                "additionalProperties": False,
            },
        },
        "components": {
            "type": "object",
            "properties": {
                "schemas": {"type": "object"},
                "responses": {"type": "object", "additionalProperties": RESPONSE},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
"""What OpenAPI 3.1.0 (section 4) says of the objects that this description is made of."""

ANSWERS = (
    ("/releases.json", "Releases"), ("/record/1.10.0/people/1.json", "Record"),
    ("/record/1.0.0/towns/ber.json", "Record"), ("/dictionary/1.10.0/people.json", "Dictionary"),
    ("/odd-things-1-10-0/people.json?_shape=objects&_size=2&kind=b", "Rows"),
    ("/odd-things-1-10-0/numbers.json?_size=5&n__gt=7", "Rows"),
    ("/odd-things-1-10-0/in_towns.json", "Rows"), ("/-/health", "Health"),
    ("/-/ready", "Readiness"), ("/-/ready/1.9.0", "Readiness"), ("/-/ready/9.9.9", "Readiness"),
    ("/linkset/1.10.0", "Linkset"), ("/odd-things-1-10-0/people.json?nope=1", "Refusal"),
    ("/odd-things-1-10-0/nope.json", "Refusal"), ("/compare/1.10.0/1.10.0.json", "Comparison"),
    ("/compare/9.0.0/1.10.0.json", "Refusal"), ("/cite.json?db=nope", "Refusal"),
)  # fmt: skip


@pytest.fixture(scope="module")
def public(releases: tuple[ServedRelease, ...]) -> Visitor:
    """Visit three releases at a public address."""
    return Visitor(build_app(releases, public=parse_public_address("https://data.example.org/x")))


@pytest.fixture(scope="module")
def described(public: Visitor) -> dict[str, Any]:
    """Give the description."""
    found = public.get("/openapi.json").json()
    assert isinstance(found, dict)
    return found


def find_references(document: Any) -> set[str]:
    """Find everything that is pointed to."""
    if isinstance(document, list):
        return set().union(*map(find_references, document))
    if not isinstance(document, dict):
        return set()
    own = {document["$ref"]} if "$ref" in document else set()
    return own.union(*map(find_references, document.values()))


def test_the_description_is_valid(described: dict[str, Any]) -> None:
    """By the rules of OpenAPI for its parts, and of JSON Schema for its schemas."""
    Draft202012Validator.check_schema(DESCRIPTION)
    assert [each.message for each in Draft202012Validator(DESCRIPTION).iter_errors(described)] == []
    assert described["servers"] == [{"url": "https://data.example.org/x"}]
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in find_references(described):
        _, _, kind, name = reference.split("/")
        assert name in described["components"][kind]
    names = [each["get"].get("operationId") for each in described["paths"].values()]
    assert len({name for name in names if name}) == len([name for name in names if name])
    for path, each in described["paths"].items():
        given = [it for it in each["get"]["parameters"] if it["in"] == "path"]
        assert [it["name"] for it in given] == re.findall(r"{([^}]*)}", path)
        places = [(it["in"], it["name"]) for it in each["get"]["parameters"]]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize(("address", "name"), ANSWERS)
def test_answers_are_as_described(
    public: Visitor, described: dict[str, Any], address: str, name: str
) -> None:
    """Each by the schema that the description gives it, refusals too."""
    schema = {**described, "$ref": f"#/components/schemas/{name}"}
    answer = public.get(address).json()
    assert [each.message for each in Draft202012Validator(schema).iter_errors(answer)] == []


def test_every_question_is_answered_as_described(
    public: Visitor, described: dict[str, Any]
) -> None:
    """At its path, with the example of each thing that it takes."""
    asked = [each for each in described["paths"] if each.startswith("/odd-things-1-10-0/")]
    assert len(asked) == 3
    for path in asked:
        given = described["paths"][path]["get"]["parameters"]
        query = urlencode({each["name"]: each["example"] for each in given if "example" in each})
        answer = public.get(f"{path}?{query}")
        # One has more rows than an answer; that is a refusal that is described too.
        name = "Refusal" if "all+numbers" in path else "Rows"
        schema = {**described, "$ref": f"#/components/schemas/{name}"}
        found = Draft202012Validator(schema).iter_errors(answer.json())
        assert [each.message for each in found] == [], path
