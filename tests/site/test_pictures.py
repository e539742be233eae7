"""Maps and statuses over time of any package: on pages, as files, in frames, to share."""

import asyncio
import csv
import io
import json
import re
import struct
import time
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from pressmark.errors import ProjectError
from pressmark.package.project import read_project
from pressmark.package.statement import Statement
from pressmark.public_address import parse_public_address
from pressmark.site import ServedRelease, build_app
from pressmark.site.charts import DrawingError, Drawn
from pressmark.site.content import picture_file
from pressmark.site.overload import TryAgainError
from tests.site.charts.drawings import SVG, TWO, elements
from tests.site.test_answer_first import ANSWER, SOURCES, STATUSES, section
from tests.site.visitor import Visitor

BAD = "<script>alert(''x'')</script> & \"so\""
SHAPES = "datapackage/shapes/land.json"
MAP = section(
    "map",
    f"-- page: front\n-- shape: map\n-- shapes: {SHAPES}\n-- area: code\n"
    "-- description: What & <how>.",
    f"select '{BAD}' as label, 'open' as status, 'B<2>' as area, null as latitude,"
    " null as longitude, 'open since ' || :day as words, 'Areas' as layer,"
    " 'towns' as record_table, 'kre' as record_key"
    " union all select 'Berlin', 'shut', null, 51, 11, 'Shut.', 'Towns', 'towns', 'ber'"
    " union all select 'Nowhere', 'shut', 'ZZ', null, null, 'Shut.', 'Areas', null, null",
)
LANES = section(
    "lanes",
    "-- page: front\n-- shape: lanes\n-- order: 2",
    f"select '{BAD}' as lane, 'open' as status, '2020' as since, null as until, 'x' as words,"
    " '2021' as confirmed, 'towns' as record_table, 'kre' as record_key",
)
LANES_OF_A_TOWN = section(
    "lanes_of_a_town",
    "-- page: record towns\n-- shape: lanes",
    "select :key as lane, 'shut' as status, '2020' as since, :day as until, 'Shut <b>' as words",
)
PAGES = (STATUSES, SOURCES, ANSWER, MAP, LANES, LANES_OF_A_TOWN)


def shown(release: ServedRelease, *pages: Statement, shapes: str = TWO) -> ServedRelease:
    """Give a release with sections and its file of areas."""
    return replace(release, pages=pages, shapes=((SHAPES, shapes),))


@pytest.fixture(scope="module")
def newest(releases: tuple[ServedRelease, ...]) -> ServedRelease:
    """The newest release, with a map and lanes."""
    return shown(next(each for each in releases if each.version == "1.10.0"), *PAGES)


@pytest.fixture(scope="module")
def reader(newest: ServedRelease) -> Visitor:
    """Visit its site."""
    return Visitor(build_app([newest]))


def test_the_front_page_draws_the_map_of_any_country(reader: Visitor) -> None:
    page = reader.text("/")
    assert page.count('class="chart broad"') == 1 == page.count('class="chart narrow"')
    assert "<script" not in page and "alert(''x'')" not in page
    assert "&lt;script&gt;alert('x')&lt;/script&gt; &amp; \"so\": open since 4 March 2026" in page
    assert "Not on the map: Nowhere." in page
    assert 'href="/record/1.10.0/towns/kre"' in page
    for layer in ("All", "Areas", "Towns"):
        assert f">{layer}</label>" in page
    assert "The map as a table: 3 rows" in page
    assert 'id="hatched-cond"' in page and 'fill="url(#hatched-cond)"' in page
    assert "style=" not in page
    assert page.count("Open &lt;now&gt;") >= 2


def test_every_mark_is_a_link_that_says_its_sentence(reader: Visitor) -> None:
    page = reader.text("/")
    svg = page[page.index('<svg class="chart broad"') :].split("</svg>", 1)[0] + "</svg>"
    links = elements(svg, "a")
    assert [each.get("href") for each in links] == [
        "/record/1.10.0/towns/kre",
        "/record/1.10.0/towns/ber",
    ]
    assert [each.findtext(f"{SVG}title") for each in links][1] == "Berlin: Shut."


def test_a_records_page_draws_its_lanes(reader: Visitor) -> None:
    page = reader.text("/record/1.10.0/towns/ber")
    assert "ber: Shut &lt;b&gt;" in page and 'class="lane"' in page
    assert "og:image" not in page


@pytest.mark.parametrize("name", ["map", "lanes"])
def test_a_picture_stands_alone(reader: Visitor, name: str) -> None:
    """Its colors are written out, and it asks for nothing from elsewhere."""
    answer = reader.get(f"/picture/1.10.0/{name}.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    svg = answer.text
    for never in ("class=", "style=", "<script", "<image", "<use", "@import", "var("):
        assert never not in svg
    texts = [each.text for each in elements(svg, "text")]
    assert f"The {name}" in texts
    assert any("Odd & things, version 1.10.0 · 4 March 2026" in str(each) for each in texts)
    assert "Open <now>" in texts


@pytest.mark.parametrize("name", ["map", "lanes"])
def test_a_picture_is_a_png_too(reader: Visitor, name: str) -> None:
    answer = reader.get(f"/picture/1.10.0/{name}.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert struct.unpack(">I", answer.content[16:20])[0] == 2240
    assert reader.get(f"/picture/1.10.0/{name}.png").content == answer.content


def test_a_picture_has_its_data(reader: Visitor) -> None:
    answer = reader.get("/picture/1.10.0/map.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["label"] for row in rows] == [
        "<script>alert('x')</script> & \"so\"",
        "Berlin",
        "Nowhere",
    ]
    assert (rows[1]["latitude"], rows[0]["latitude"], rows[1]["record_key"]) == ("51", "", "ber")


@pytest.mark.parametrize(
    "address", ["/picture/1.10.0/map.svg", "/share/1.10.0.png", "/embed/1.10.0/map"]
)
def test_a_picture_is_kept_like_a_page(reader: Visitor, address: str) -> None:
    head, whole = reader.ask("HEAD", address), reader.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert whole.headers["cache-control"] == "max-age=60"
    assert reader.get(address, if_none_match=whole.headers["etag"]).status_code == 304
    assert reader.ask("POST", address).status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/picture/1.10.0/map", "/picture/1.10.0/map.gif", "/picture/1.10.0/nope.svg",
        "/picture/9.9.9/map.svg", "/picture/1.10.0/answer.svg", "/picture/1.10.0/..%2fmap.svg",
        "/embed/1.10.0/nope", "/embed/9.9.9/map", "/share/9.9.9.png", "/share/1.10.0.svg",
        "/share/1.10.0/towns/nope.png", "/share/1.10.0/towns/ber", "/share/1.10.0/people/1.png",
        "/share/1.10.0/nope/1.png", "/share/1.10.0/towns/a/b.png",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_not_found(reader: Visitor, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "meant", "said"),
    [
        ("/picture/1.10.0/mpa.svg", "/picture/1.10.0/map.svg", "pictures of lanes, map"),
        ("/picture/1.10.0/map.gif", "/picture/1.10.0/map.svg", "each as .svg or .png or .csv."),
        ("/picture/1.10.0/map.pgn", "/picture/1.10.0/map.png", ""),
        ("/picture/1.10.0/map", "/picture/1.10.0/map.svg", ""),
        ("/picture/1.10/map.svg", "/picture/1.10.0/map.svg", ""),
        ("/picture/9/map.svg", "/picture/1.10.0/map.svg", "There is no version 9 here."),
        ("/picture/1.10.0", None, "Version 1.10.0 has pictures of lanes, map"),
        ("/picture", None, "Version 1.10.0 has pictures of lanes, map"),
        ("/picture/1.10.0/lane.csv", "/picture/1.10.0/lanes.csv", ""),
        ("/embed/1.10.0/mpa", "/embed/1.10.0/map", "pictures of lanes, map."),
        ("/embed/1.10.0/map.svg", "/embed/1.10.0/map", ""),
        ("/embed/1.1.0/map", "/embed/1.10.0/map", ""),
        ("/share/1.10.0.svg", "/share/1.10.0.png", ""),
        ("/share/1.10.0", "/share/1.10.0.png", "ends in .png"),
        ("/share/1.10.0/twns/ber.png", "/share/1.10.0/towns/ber.png", ""),
        ("/share/1.10.0/towns/nope.png", None, "There is no such record in this version"),
        ("/share/1.10.0/people/1.png", None, "says no answer first"),
        ("/find/1.10.0/twns?name=x", "/find/1.10.0/towns", ""),
        ("/find/1.1.0/towns?name=x", "/find/1.10.0/towns", ""),
        (
            "/find/1.10.0/stra~C3~9Fe~20und~20platz?name=x",
            None,
            "are not told by one field, so no name leads to one.",
        ),
    ],
)
def test_where_there_is_none_the_page_names_what_there_is(
    reader: Visitor, address: str, meant: str | None, said: str
) -> None:
    """As every page that is missing does."""
    answer = reader.get(address)
    assert answer.status_code == 404
    text = unescape(answer.text)
    assert said in text
    if address.endswith(".csv"):
        assert f"did you mean {meant}?" in text
    elif meant:
        assert f'Did you mean <a href="{meant}">{meant}</a>?' in text


@pytest.mark.parametrize(
    "rest", ["/picture/{}/map.svg", "/embed/{}/map", "/share/{}.png", "/share/{}/towns/ber.png"]
)
def test_latest_leads_to_the_newest(reader: Visitor, rest: str) -> None:
    answer = reader.get(rest.format("latest"))
    assert (answer.status_code, answer.headers["location"]) == (307, rest.format("1.10.0"))


def test_a_frame_is_for_all_and_no_other_page_is(reader: Visitor) -> None:
    framed = reader.get("/embed/1.10.0/map")
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    assert "<script" not in framed.text and "chart broad" in framed.text
    for address in ("/", "/record/1.10.0/towns/ber", "/picture/1.10.0/map.svg", "/embed/1.10.0/no"):
        answer = reader.get(address)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], address
        assert answer.headers["x-frame-options"] == "DENY"


def test_an_answer_is_shared_as_a_picture(reader: Visitor) -> None:
    for address in ("/share/1.10.0.png", "/share/1.10.0/towns/ber.png"):
        answer = reader.get(address)
        assert answer.headers["content-type"] == "image/png"
        assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)


def test_a_site_that_knows_its_address_names_it(newest: ServedRelease) -> None:
    visitor = Visitor(
        build_app([newest], public=parse_public_address("https://data.example.org/odd"))
    )
    page = visitor.text("/odd/")
    assert "https://data.example.org/odd/embed/1.10.0/map" in page
    shared = "https://data.example.org/odd/share/1.10.0"
    assert f'<meta property="og:image" content="{shared}.png">' in page
    record = visitor.text("/odd/record/1.10.0/towns/ber")
    assert f'<meta property="og:image" content="{shared}/towns/ber.png">' in record
    svg = visitor.text("/odd/picture/1.10.0/map.svg")
    assert 'href="https://data.example.org/odd/record/1.10.0/towns/kre"' in svg


OURS = (
    "/picture/1.10.0/map.svg", "/picture/1.10.0/map.csv", "/picture/1.10.0/map.png",
    "/embed/1.10.0/map", "/embed/1.10.0/lanes", "/share/1.10.0.png", "/share/1.10.0/towns/ber.png",
)  # fmt: skip
LINK = re.compile(r'(?:href|src|action)="([^"#][^"]*)"')


@pytest.mark.parametrize("prefix", ["/odd", "/a/~b"])
def test_behind_a_proxy_pictures_lead_where_the_site_is(newest: ServedRelease, prefix: str) -> None:
    """Whether the proxy takes the prefix off or not; framed pages alone may be framed."""
    origin = "https://data.example.org"
    visitor = Visitor(build_app([newest], public=parse_public_address(f"{origin}{prefix}")))
    for address in OURS:
        stripped, whole = visitor.get(address), visitor.get(f"{prefix}{address}")
        assert (stripped.status_code, whole.status_code) == (200, 200), address
        assert stripped.content == whole.content
        policy = whole.headers["content-security-policy"]
        assert ("frame-ancestors *" in policy) is address.startswith("/embed/")
        assert ("x-frame-options" in whole.headers) is not address.startswith("/embed/")
        assert "script-src 'none'" in policy
        if "text/html" in whole.headers["content-type"] or "svg" in whole.headers["content-type"]:
            assert "<script" not in whole.text and "onload" not in whole.text
            links = [unescape(each) for each in LINK.findall(whole.text)]
            assert links
            for each in links:
                path = each.removeprefix(origin)
                assert path.startswith(f"{prefix}/"), (address, each)
                assert address.startswith("/embed/") or each.startswith(origin)
                if not path.partition("?")[0].startswith(f"{prefix}/static"):
                    assert visitor.get(path).status_code == 200
    for address in ("/picture/latest/map.svg", "/embed/latest/map", "/share/latest.png"):
        led = visitor.get(f"{prefix}{address}").headers["location"]
        assert led == prefix + address.replace("latest", "1.10.0")
    for address in ("/picture/1.10.0/mpa.svg", "/embed/1.10.0/mpa", "/share/1.10.0.svg"):
        missing = visitor.get(f"{prefix}{address}")
        assert missing.status_code == 404 and f'Did you mean <a href="{prefix}/' in missing.text
        assert "frame-ancestors 'none'" in missing.headers["content-security-policy"]


def test_without_the_library_there_is_no_png_and_no_link_to_one(
    newest: ServedRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pressmark.site.charts.png.find_spec", lambda _name: None)
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    visitor = Visitor(build_app([newest]))
    page = visitor.text("/")
    assert "/picture/1.10.0/map.svg" in page and "map.png" not in page and "/share/" not in page
    answer = visitor.get("/picture/1.10.0/map.png")
    assert answer.status_code == 404 and "no library that draws it. Take the SVG." in answer.text


def test_a_line_before_the_pen_has_an_end(
    newest: ServedRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_file, "MOST_WAITING", 0)
    answer = Visitor(build_app([newest])).get("/picture/1.10.0/lanes.png")
    assert answer.status_code == 503
    assert "Too many pictures wait to be drawn" in answer.text
    assert answer.headers["retry-after"]


def test_many_at_once_wait_for_one_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each picture is drawn once, whoever goes away; more than may wait are told to come again."""
    drawn: list[str] = []

    def slowly(picture: Drawn, *, scale: float) -> bytes:
        drawn.append(picture.svg)
        time.sleep(0.01)
        return picture.svg.encode() * int(scale)

    monkeypatch.setattr(picture_file, "draw_png", slowly)
    pictures = picture_file.Pictures(budget=40)

    async def ask() -> list[bytes | BaseException]:
        gone = asyncio.create_task(pictures.png(Drawn("0", 1, 1)))
        await asyncio.sleep(0)
        asking = [pictures.png(Drawn(str(n % 10), 1, 1)) for n in range(24)]
        told = asyncio.gather(*asking, return_exceptions=True)
        await asyncio.sleep(0)
        gone.cancel()
        return await told

    answers = asyncio.run(ask())
    assert sorted(drawn) == [str(n) for n in range(8)]
    refused = [n for n, each in enumerate(answers) if isinstance(each, TryAgainError)]
    assert refused == [8, 9, 18, 19]
    assert answers[0] == answers[10] == b"00"
    assert not pictures.begun and sum(map(len, pictures.kept.values())) <= 40
    assert asyncio.run(pictures.png(Drawn("0", 1, 1))) == b"00" and len(drawn) == 8


def test_a_picture_that_cannot_be_drawn_is_not_kept_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(_picture: Drawn, *, scale: float) -> bytes:
        raise DrawingError(str(scale))

    monkeypatch.setattr(picture_file, "draw_png", never)
    pictures = picture_file.Pictures()
    with pytest.raises(DrawingError):
        asyncio.run(pictures.png(Drawn("0", 1, 1)))
    assert not pictures.begun


def test_what_was_drawn_makes_room() -> None:
    kept = picture_file.Pictures(budget=10)
    kept.keep(b"one", b"12345678")
    kept.keep(b"two", b"12345678")
    assert list(kept.kept) == [b"two"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<svg/>", "land.json cannot be drawn: it is no JSON"),
        ('{"type": "FeatureCollection", "features": []}', "holds no area"),
        (TWO.replace("code", "kode"), "no area has a property 'code'"),
        (TWO.replace("10,", "100000,"), "degrees"),
    ],
)
def test_a_wrong_file_of_areas_is_refused_when_the_site_starts(
    newest: ServedRelease, text: str, told: str
) -> None:
    with pytest.raises(ProjectError, match=f"pages/map.sql.*{told}"):
        build_app([shown(newest, *PAGES, shapes=text)])


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("-- projection: albersUsa", "did you mean albers-usa?"),
        ("-- projektion: conic", "did you mean projection?"),
    ],
)
def test_a_wrong_heading_is_refused_with_the_nearest(
    newest: ServedRelease, headings: str, told: str
) -> None:
    wrong = section(
        "map", f"-- page: front\n-- shape: map\n-- shapes: {SHAPES}\n{headings}", MAP.select
    )
    with pytest.raises(ProjectError) as refused:
        build_app([shown(newest, STATUSES, wrong)])
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("datapackage/shapes/none.json", "none.json"),
        ("../land.json", "leaves the package"),
        ("/etc/passwd", "leaves the package"),
        ("https://example.org/land.json", "cannot be followed|is missing|no such|there is no"),
    ],
)
def test_a_file_of_areas_is_one_of_the_project(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "datapackage" / "pages").mkdir(parents=True)
    (tmp_path / "datapackage" / "records").mkdir()
    (tmp_path / "schemas").mkdir()
    (tmp_path / "datapackage" / "records" / "t.csv").write_text("a\n1\n")
    (tmp_path / "schemas" / "t.yaml").write_text("fields:\n  - name: a\n    type: integer\n")
    (tmp_path / "datapackage" / "datapackage.yaml").write_text("name: x\nresources:\n  - name: t\n")
    page = tmp_path / "datapackage" / "pages" / "map.sql"
    page.write_text(f"-- title: M\n-- page: front\n-- shape: map\n-- shapes: {written}\nselect 1\n")
    with pytest.raises(ProjectError, match=told):
        read_project(tmp_path)
    (tmp_path / "datapackage" / "shapes").mkdir()
    (tmp_path / "datapackage" / "shapes" / "land.json").write_text(json.dumps({}))
    page.write_text(page.read_text().replace(written, SHAPES))
    assert read_project(tmp_path).shapes == ((SHAPES, "{}"),)
