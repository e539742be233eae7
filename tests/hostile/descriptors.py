"""Descriptors that explode, point elsewhere within themselves, or ask for what there is not."""

import json
from typing import Any

from .entry import Entry, descriptor, field, refused, resource, schema

HERE = "datapackage.json"
DEEP = 10_000
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
AUTHORED = "datapackage.yaml"
GOOD = ("t.csv", b"a,b\n1,2\n")
FAULT = (("descriptor.value", None, None, None),)


def with_field(**more: Any) -> dict[str, Any]:
    """Write a table of one field that says more."""
    return resource(schema={"fields": [field("a", **more)]})


def one_field(**more: Any) -> dict[str, Any]:
    """Write a table of one field whose schema says more."""
    return resource(schema=schema("a") | more)


def faulty(name: str, table: dict[str, Any], about: str | None = None, **more: Any) -> Entry:
    """Describe a package of which one property is wrong: its records are judged all the same."""
    files = ((HERE, descriptor(table)), ("t.csv", b"a\n"))
    found = () if more else (("descriptor.value", None, None, about),)
    return Entry(name, files, 1, found, **more)


def key(fields: Any, table: str | None, there: Any) -> list[dict[str, Any]]:
    """Write one foreign key."""
    reference = {"fields": there} | ({"resource": table} if table is not None else {})
    return [{"fields": fields, "reference": reference}]


def yaml(name: str, text: str, said: str) -> Entry:
    """Describe a package whose descriptor is YAML."""
    return Entry(name, ((AUTHORED, text.encode()),), 2, said=said, project=AUTHORED)


DESCRIPTORS: tuple[Entry, ...] = (
    refused("JSON of 10,000 levels", f"{HERE}: is nested too deeply",
            written=b'{"resources":' + b"[" * DEEP + b"]" * DEEP + b"}"),
    refused("objects of 10,000 levels", f"{HERE}: is nested too deeply",
            written=b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    refused("JSON of 200 levels", f"{HERE}: is nested too deeply",
            written=descriptor(more=json.loads("[" * 900 + "]" * 900))),
    yaml("YAML of 10,000 levels", "resources: " + "[" * DEEP + "]" * DEEP,
         f"{AUTHORED}: is nested too deeply"),
    yaml("YAML anchors that explode", BOMB, f"{AUTHORED}, line 2, column 8: is not plain YAML"),
    yaml("YAML that merges itself", "a: &a\n  <<: *a\n",
         f"{AUTHORED}, line 2, column 7: is not plain YAML: aliases"),
    yaml("a YAML tag that calls Python", "a: !!python/object/apply:os.system [id]\n",
         f"{AUTHORED}, line 1, column 4: is not plain YAML: tags"),
    yaml("a YAML key that is a list", "? [a, b]\n: c\n", f"{AUTHORED}"),
    refused("an empty descriptor", f"{HERE}, line 1, column 1: is not JSON", written=b""),
    refused("a list for a descriptor", f"{HERE}: does not hold an object", written=b"[]"),
    refused("half a descriptor", f"{HERE}, line 1, column ", written=descriptor()[:40]),
    refused("a descriptor that is not UTF-8", f"{HERE}: byte 0 is not UTF-8",
            written=b"\xff\xfe{}"),
    refused("a key given twice", f"{HERE}: gives the key 'name' twice",
            written=b'{"name":"a","name":"b"}'),
    refused("a number of 10,000 digits", f"{HERE}: holds a number of more than 1,000 digits",
            written=b'{"a":' + b"9" * DEEP + b"}"),
    refused("NaN in a descriptor", f"{HERE}: holds NaN", written=descriptor(more=float("nan"))),
    refused("a surrogate in a descriptor", f"{HERE}: holds U+D800", resource("\ud800")),
    refused("a NUL in a descriptor", f"{HERE}: holds U+0000", resource("a\0b")),
    refused("no tables", f"{HERE}: resources is no list", written=b'{"resources": []}'),
    Entry("a table that is a text", ((HERE, b'{"resources": ["t.csv"]}'), GOOD), 1, FAULT),
    Entry("two tables of one name", ((HERE, descriptor(resource(), resource())), GOOD), 1, FAULT),
    Entry("200 resources without names",
          ((HERE, descriptor(*[{"path": "t.csv"}] * 200)), GOOD), 1,
          counts=(("descriptor.value", 200),)),
    faulty("a schema without fields", resource(schema={"fields": []})),
    faulty("a type that is none", resource(schema={"fields": [field("a", "Integer")]}), "a"),
    faulty("a field named twice", resource(schema=schema("a a"))),
    faulty("a key of unknown fields", one_field(primaryKey="x")),
    faulty("a reference to an unknown table", one_field(foreignKeys=key("a", "x", "a"))),
    faulty("a reference to an unknown field", one_field(foreignKeys=key("a", "t", "x"))),
    faulty("a bound of another type",
           with_field(type="integer", constraints={"minimum": "x"}), "a"),
    faulty("a negative length", with_field(constraints={"minLength": -1}), "a"),
    faulty("an encoding that is none", one_field() | {"encoding": "../../etc/passwd"}),
    faulty("an encoding that runs code", one_field() | {"encoding": "idna"}),
    faulty("a hash of an unknown algorithm", one_field() | {"hash": "rot13:abc"}),
    faulty("a schema that refers to itself in a circle", with_field(type="object", constraints={
        "jsonSchema": {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}}), "a"),
    faulty("a jsonSchema that would be fetched", with_field(type="object", constraints={
        "jsonSchema": {"$ref": "http://127.0.0.1:PORT/s.json"}}), "a"),
    faulty("40,000 faults", one_field(uniqueKeys=[["x"]] * 20_000) | {"sources": [{}] * 20_000},
           counts=(("descriptor.value", 40_000),)),
)  # fmt: skip
