"""Seeds, and the ways in which an input is changed a little."""

import json
import random
from typing import Any

from .target import Input

TYPES = (
    "any", "array", "boolean", "date", "datetime", "duration", "geojson", "geopoint", "integer",
    "list", "number", "object", "string", "time", "year", "yearmonth",
)  # fmt: skip
WORDS: tuple[bytes, ...] = (
    b'"', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc0\x80",
    b"\xed\xa0\x80", b"\xe2\x80\xae", b"1", b"-1", b"1e400", b"NaN", b"INF", b"2020-02-30", b"true",
    b"null", b"{}", b"[]", b'""', b"(", b")", b"[", b"]", b"{1001}", b"\\", b"'", b";", b"--",
    b"9" * 40, b"0" * 400, b'"required":true', b'"pattern":"("', b'"unique":true', b'"minimum":1',
    b'"enum":[1]', b'"missingValues":[]', b'"primaryKey":["a"]', b'"uniqueKeys":[["a","b"]]',
    b'"foreignKeys":[{"fields":"a","reference":{"fields":"b"}}]', b'"decimalChar":","',
    b'"groupChar":"."', b'"bareNumber":false', b'"trueValues":["1"]', b'"categories":["x"]',
    b'"format":"any"', b'"format":"%d"', b'"dialect":{"delimiter":";"}', b'"encoding":"utf-16"',
    b'"fieldsMatch":["partial"]', b'"hash":"sha1:0"', b'"bytes":1', b'"header":false',
    b'"jsonSchema":{"$ref":"#"}', b'"exclusiveMaximum":"x"', b'"pressmark:allow":["bidi"]',
    *(f'"type":"{name}"'.encode() for name in TYPES),
)  # fmt: skip
"""What is put in: the marks of both languages, and the properties that a descriptor may have."""

LONGEST = 4_000


def seeds() -> list[Input]:
    """Give sound inputs to begin with: one a type, one with keys, one in YAML."""
    inputs = [seeded({"name": "a", "type": name}, {"name": "b"}) for name in TYPES]
    keys: dict[str, Any] = {
        "primaryKey": ["a"],
        "foreignKeys": [{"fields": ["b"], "reference": {"fields": ["a"]}}],
        "missingValues": ["", "-"],
    }
    bounded = {"name": "a", "type": "integer", "constraints": {"minimum": 1, "unique": True}}
    inputs.append(seeded(bounded, {"name": "b", "type": "integer"}, **keys))
    yaml = b"resources:\n- name: t\n  path: t.csv\n  schema:\n    fields:\n    - name: a\n"
    inputs.append(Input(yaml, b'a\n"x"\n'))
    return inputs


def seeded(*fields: dict[str, Any], **schema: Any) -> Input:
    """Write one table of these fields."""
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": list(fields), **schema}}
    document = json.dumps({"name": "fuzz", "resources": [resource]}, separators=(",", ":"))
    return Input(document.encode(), b'a,b\n1,x\n2020-01-01,"y,z"\ntrue,\n')


def mutated(chance: random.Random, inputs: list[Input]) -> Input:
    """Change one input in a few places, of its descriptor or of its table."""
    given = chance.choice(inputs)
    part = chance.choice(Input._fields)
    data: bytes = getattr(given, part)
    other: bytes = getattr(chance.choice(inputs), part)
    for _ in range(1 + int(chance.expovariate(1))):
        data = changed(chance, data, other)
    return given._replace(**{part: data[:LONGEST]})


def changed(chance: random.Random, data: bytes, other: bytes) -> bytes:
    """Change one place: put in, take out, write over, repeat, or splice with another input."""
    start = chance.randint(0, len(data))
    end = min(start + int(chance.expovariate(0.1)), len(data))
    kind = chance.randrange(6)
    if kind == 0:
        word = chance.choice(WORDS)
        return data[:start] + (word + b"," if word.startswith(b'"') else word) + data[start:]
    if kind == 1:
        return data[:start] + data[end:]
    if kind == 2:
        return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]
    if kind == 3:
        return data[:start] + data[start:end] * chance.randint(2, 20) + data[end:]
    if kind == 4:
        place = chance.randint(0, len(other))
        return data[:start] + other[place : place + end - start] + data[end:]
    return data[:start] + chance.choice(WORDS) + data[end:]
