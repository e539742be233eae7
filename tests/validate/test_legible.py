"""The texts of a descriptor are looked at as cells are."""

import json
from pathlib import Path

from tests.packages import field, fields, places_of, report_of, write_package

TURNED = "a\u202eb"


def test_every_name_and_text_is_looked_at(tmp_path: Path) -> None:
    schema = fields(
        field(TURNED, title=f"x {TURNED}"),
        field("p\u0430ss", description="\u200b"),
        field("pass", constraints={"enum": ["1", "\x07"]}),
        field("kind", categories=[{"value": "1", "label": TURNED}]),
        {"name": "free\u202e", "type": "string", "pressmark:allow": ["bidi"]},
        field("\u043e", "integer", constraints={"enum": [1, 2]}),
        field("o"),
    )
    names = ",".join(each["name"] for each in schema["fields"])
    path = write_package(
        tmp_path, {"t": (schema, f"{names}\n1,1,1,1,1,1,1\n")}, title=TURNED, name="p\u200b"
    )
    report = report_of(path)
    assert sorted(map(str, places_of(report))) == sorted(
        map(
            str,
            [
                ("schema.hidden", None, None, "p\u200b"),
                ("schema.hidden", None, TURNED, TURNED),
                ("schema.hidden", None, "pass", "\x07"),
                ("schema.hidden_text", None, None, TURNED),
                ("schema.hidden_text", None, TURNED, f"x {TURNED}"),
                ("schema.hidden_text", None, "p\u0430ss", "\u200b"),
                ("schema.hidden_text", None, "kind", TURNED),
                ("schema.look_alike", None, "p\u0430ss", "p\u0430ss"),
                ("schema.look_alike", None, "pass", "pass"),
                ("schema.look_alike", None, "o", "o"),
            ],
        )
    )
    assert not report.valid


def test_warnings_leave_a_package_valid(tmp_path: Path) -> None:
    schema = fields(field("sc\u043ere", title=TURNED))
    report = report_of(write_package(tmp_path, {"nul": (schema, "sc\u043ere\n1\n")}))
    assert report.valid
    assert set(report.counts) == {"schema.look_alike", "schema.hidden_text", "file.name"}


def test_a_name_that_nothing_can_be_called_is_told_once(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"t": (fields(field("a")), "a\n1\n")}, name="p\x07")
    text = path.read_text("utf-8").replace('"name": "t"', '"name": "t\\u0007"')
    path.write_text(text, encoding="utf-8")
    assert places_of(report_of(path)) == [
        ("schema.name", None, None, "p\x07"), ("schema.name", None, None, "t\x07"),
    ]  # fmt: skip


def test_a_resource_that_is_no_table_is_looked_at_too(tmp_path: Path) -> None:
    path = write_package(tmp_path, {"pass": (fields(field("a")), "a\n1\n")})
    document = json.loads(path.read_text("utf-8"))
    (tmp_path / "nul").touch()
    document["resources"] += [
        {"name": TURNED, "path": "nul"},
        {"name": "x\ny", "data": {}, "title": TURNED},
        {"name": "p\u0430ss", "data": {}},
    ]
    path.write_text(json.dumps(document), encoding="utf-8")
    report = report_of(path)
    assert sorted((each.rule, each.table, each.value) for each in report.findings) == [
        ("file.name", TURNED, "nul"),
        ("schema.hidden", TURNED, TURNED),
        ("schema.hidden_text", "x\ny", TURNED),
        ("schema.look_alike", "p\u0430ss", "p\u0430ss"),
        ("schema.look_alike", "p\u0430ss", "p\u0430ss"),
        ("schema.name", "x\ny", "x\ny"),
    ]
