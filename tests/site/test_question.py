"""Questions of strangers: what they are given is judged before they are asked."""

import re
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import ProjectError
from pressmark.sandbox import Busy
from pressmark.site import build_app
from pressmark.site.served import read_served_releases
from pressmark.site.tables.kept_answers import KeptAnswers
from tests.packages import field, fields, read, write_package
from tests.site import packages
from tests.site.visitor import Visitor

HERE = "/small-1-0-0"
BROWSER = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"

TOWNS = fields(field("code"), field("name"), primaryKey="code", **{"pressmark:label": "name"})
TOWN_ROWS = (
    "code,name\npor-me,Portland (Maine)\npor-or,Portland (Oregon)\nzur,Zürich\nsao,São Paulo\n"
    "x y,Winston-Salem\n"
)
VISITS = fields(
    field("id", "integer"),
    field("town"),
    field("day", "date"),
    field("guests", "integer"),
    field("mood", constraints={"enum": ["very_good", "bad"]}),
    primaryKey="id",
)
VISIT_ROWS = (
    "id,town,day,guests,mood\n1,zur,2021-05-18,2,very_good\n2,zur,2021-05-19,10,bad\n"
    "3,sao,2021-05-18,9,very_good\n4,x y,2021-05-20,1,bad\n"
)
LARGE = fields(field("id"), field("name"), primaryKey="id", **{"pressmark:label": "name"})
LARGE_ROWS = "id,name\n" + "".join(f"l{n},Number {n} of many\n" for n in range(10_001))
TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "towns": (TOWNS, TOWN_ROWS),
    "visits": (VISITS, VISIT_ROWS),
    "lots": (LARGE, LARGE_ROWS),
}
QUERIES = {
    "moods": "select distinct mood, replace(mood, '_', ' ') as words from visits order by 1",
    "guests": (
        "-- title: Who came?\n-- parameter: town: key of towns = zur (a town)\n"
        "-- parameter: since: date or empty = 2021-05-18\n"
        "-- parameter: least: integer = 1 (how many)\n"
        "-- parameter: mood: choice of moods =\n"
        "-- parameter: word: text =\n"
        "select id, guests, count(*) as n, :word as word from visits where town = :town"
        " and (:since = '' or day >= cast(:since as date)) and (:mood = '' or mood = :mood)"
        " group by id, guests having max(guests) >= :least order by id"
    ),
    "one": "-- parameter: visit: key of visits = 1\nselect day from visits where id = :visit",
    "lot": "-- parameter: lot: key of lots = l1\nselect name from lots where id = :lot",
    "old": "-- parameter: mood = bad\n-- parameter: who = sao\n"
    "select id from visits where mood = :mood and town = :who order by id",
    "all": "select id from visits order by id",
    "few": "-- columns: day, guests\n-- parameter: mood: choice of feelings =\n"
    "select id, town, day, guests from visits where :mood = '' or mood = :mood order by id",
    "led": "-- columns: who -> code, where -> link, guests\n"
    "select name as who, 'the <map>' as \"where\", code, case code when 'zur' then"
    " 'https://example.org/?a=1&b=2' when 'sao' then 'javascript:alert(1)' end as link,"
    " 1 as guests from towns where code in ('zur', 'sao', 'por-me') order by code",
    "beside": "-- parameter: table: table = visits\n-- parameter: key: key beside table = 1\n"
    "select :table as t, :key as k",
}
VIEWS = {
    "feelings": "-- title: Feelings\nselect distinct mood, 'feeling ' || replace(mood, '_', ' ')"
    " as words from visits",
}
GOOD = "town=zur&since=2021-05-18&least=1&mood=bad&word=x"


def visit(folder: Path, queries: dict[str, str]) -> Visitor:
    """Build the package with these questions as `pressmark serve` does, and visit its site."""
    for name, text in (queries | VIEWS).items():
        (folder / f"{name}.sql").write_text(text, "utf-8")
    (folder / "withdrawn.csv").write_text(
        "table,key,reason,replaced_by,version\ntowns,old,It never was.,,1.0.0\n", "utf-8"
    )
    extra = {
        "pressmark:queries": [f"{name}.sql" for name in queries],
        "pressmark:views": [f"{name}.sql" for name in VIEWS],
        "pressmark:withdrawn": "withdrawn.csv",
    }
    path = write_package(folder, TABLES, **extra)
    report, releases = read_served_releases(read(path), folder / "out")
    assert report
    assert report.valid
    return Visitor(build_app(releases))


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Visit a package with typed questions."""
    return visit(tmp_path_factory.mktemp("typed"), QUERIES)


def asked(values: str, **changed: str) -> str:
    """Write arguments with some of them changed; one that is `-` is left out."""
    pairs = dict(pair.split("=", 1) for pair in values.split("&")) | changed
    return "&".join(f"{name}={value}" for name, value in pairs.items() if value != "-")


def test_what_is_sound_is_answered(guest: Visitor) -> None:
    """A number is a number: as a text 10 would be less than 9."""
    rows = guest.get(f"{HERE}/guests.json?{asked(GOOD, mood='', least='10')}").json()["rows"]
    assert rows == [[2, 10, 1, "x"]]
    page = guest.text(f"{HERE}/guests?{asked(GOOD, mood='', least='9')}")
    assert "1 row" in page
    cited = guest.get(f"/cite.json?db={HERE[1:]}&query=guests&{GOOD}").json()
    assert cited["result"]["rows"] == 1
    assert cited["query"]["parameters"]["least"] == "1"
    again = guest.get(f"/cite.csv?db={HERE[1:]}&query=guests&{GOOD}").text
    assert again == "id,guests,n,word\n2,10,1,x\n"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"since": "06/01/2021"}, "“06/01/2021” is no day; write 2021-06-01, or 2021-01-06."),
        ({"since": "2021-13-45"}, "“2021-13-45” is no day; write a day, such as 2021-05-18."),
        ({"since": "%202021-05-18"}, "is no day; write 2021-05-18."),
        ({"since": "2021-05-18%00"}, "is no day"),
        ({"since": "now"}, "is no day"),
        ({"least": "1.5"}, "least: “1.5” is no whole number; write 1."),
        ({"least": "1,000"}, "is no whole number; write 1000."),
        ({"least": "007"}, "is no whole number; write 7."),
        ({"least": "9" * 30}, "is no whole number; write 1."),
        ({"least": ""}, "least: it is empty; write least=1, for example."),
        ({"least": "-"}, "least: it is missing; write least=1, for example."),
        ({"town": "-"}, "town: it is missing; write town=zur, for example."),
        ({"town": "zurrich"}, "town: “zurrich” is none of towns; did you mean Zürich (zur)?"),
        ({"town": "Atlantis"}, "town: “Atlantis” is none of towns; choose one of "),
        ({"town": "1"}, "“1” is none of towns"),
        ({"town": "x" * 3000}, "town: “xxx"),
        ({"town": "old"}, "town: “old” is gone: The record was withdrawn in version 1.0.0: It"),
        ({"town": "Portland"}, "fits 2 of towns; choose one"),
        ({"town": "zur&town=sao"}, "The argument town is given twice. Write it once."),
        ({"mood": "god"}, "mood: “god” is none of the choices"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_what_is_not_is_refused_everywhere(
    guest: Visitor, changed: dict[str, str], said: str, ending: str
) -> None:
    """As a page, JSON, CSV and citation; nothing is asked."""
    answer = guest.get(f"{HERE}/guests{ending}?{asked(GOOD, **changed)}")
    assert answer.status_code == 400
    assert said in answer.text.replace("&lt;", "<")
    cited = guest.get(f"/cite{ending}?db={HERE[1:]}&query=guests&{asked(GOOD, **changed)}")
    assert cited.status_code == 400
    assert said in cited.text


def test_the_sql_of_a_question_is_not_cited_either(guest: Visitor) -> None:
    """Its citation would have the name of the question in its address."""
    select = "select+day+from+visits+where+id+%3D+:visit"
    assert guest.get(f"/cite.json?db={HERE[1:]}&sql={select}&visit=1").status_code == 200
    assert guest.get(f"/cite.json?db={HERE[1:]}&sql={select}&visit=x").status_code == 400


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"town": "Zurich"}, "town=zur"),
        ({"town": "ZÜRICH"}, "town=zur"),
        ({"town": "ZUR"}, "town=zur"),
        ({"town": "portland (maine)"}, "town=por-me"),
        ({"town": "paulo"}, "town=sao"),
        ({"town": "winston%20%20salem"}, "town=x+y"),
        ({"mood": "Very good"}, "mood=very_good"),
    ],
)
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_name_leads_to_the_address_with_the_key(
    guest: Visitor, changed: dict[str, str], key: str, ending: str
) -> None:
    """Capitals, diacritics and separators make no difference, and a part is enough."""
    answer = guest.get(f"{HERE}/guests{ending}?_shape=array&{asked(GOOD, **changed)}")
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert address.startswith(f"{HERE}/guests{ending}?_shape=array&")
    assert key in address.split("&")
    assert "word=x" in address.split("&")
    cited = guest.get(f"/cite{ending}?db={HERE[1:]}&query=guests&{asked(GOOD, **changed)}")
    assert cited.status_code == 303
    assert cited.headers["location"].startswith(f"/cite{ending}?db={HERE[1:]}&query=guests&")
    assert key in cited.headers["location"].split("&")


def test_a_number_that_is_a_key_leads_to_it(guest: Visitor) -> None:
    assert guest.get(f"{HERE}/one?visit=01").headers["location"] == f"{HERE}/one?visit=1"
    assert guest.get(f"{HERE}/one.json?visit=1").json()["rows"] == [["2021-05-18"]]


@pytest.mark.parametrize("address", [f"{HERE}/guests", "/cite"])
def test_several_are_choices_to_browsers_and_wrong_to_programs(
    guest: Visitor, address: str
) -> None:
    """`curl -f` and `requests` take 300 for success."""
    of = "" if address != "/cite" else f"db={HERE[1:]}&query=guests&"
    values = of + asked(GOOD, town="Portland")
    page = guest.get(f"{address}?{values}", accept=BROWSER)
    assert page.status_code == 300
    assert "location" not in page.headers
    links = re.findall(r'<a href="([^"]*town=por-[^"]*)"', page.text)
    assert len(links) == 2
    for link in links:
        assert guest.get(link.replace("&amp;", "&")).status_code == 200
    assert guest.get(f"{address}?{values}", accept="*/*").status_code == 400
    assert guest.get(f"{address}.json?{values}", accept=BROWSER).status_code == 400
    both = of + asked(GOOD, town="Portland", least="x")
    assert guest.get(f"{address}?{both}", accept=BROWSER).status_code == 400


def test_programs_are_told_the_choices(guest: Visitor) -> None:
    told = guest.get(f"{HERE}/guests.json?{asked(GOOD, town='Portland')}").json()
    assert (told["ok"], told["status"]) == (False, 400)
    (fault,) = told["faults"]
    assert (fault["parameter"], fault["value"]) == ("town", "Portland")
    assert [each["key"] for each in fault["choices"]] == ["por-me", "por-or"]
    assert fault["choices"][0]["name"] == "Portland (Maine)"
    assert guest.get(fault["choices"][0]["address"]).json()["ok"]
    lines = guest.get(f"{HERE}/guests.csv?{asked(GOOD, town='Portland')}").text.splitlines()
    assert lines[1].startswith(f"{HERE}/guests.csv?town=por-me&")


def test_what_is_empty_and_may_be_is_asked(guest: Visitor) -> None:
    values = asked(GOOD, since="", mood="-", word="-")
    assert len(guest.get(f"{HERE}/guests.json?{values}").json()["rows"]) == 2


def test_a_page_that_is_asked_for_nothing_is_the_form(guest: Visitor) -> None:
    """Filled in with the example; programs are told what is missing."""
    page = guest.text(f"{HERE}/guests")
    assert "Nothing was asked yet" in page
    assert 'value="2021-05-18"' in page
    assert "No row fits" not in page
    told = guest.get(f"{HERE}/guests.json")
    assert told.status_code == 400
    assert "town: it is missing" in told.json()["error"]
    assert guest.get(f"{HERE}/guests?nothing=1").status_code == 400
    assert "4 rows" in guest.text(f"{HERE}/all")


def test_the_form_offers_what_fits_each_type(guest: Visitor) -> None:
    for page in (guest.text(f"{HERE}/guests"), guest.text(f"{HERE}/guests?{GOOD}")):
        assert re.search(r'<select id="parameter-\d" name="town" required', page)
        assert '<option value="zur" selected>Zürich</option>' in page
        assert re.search(r'<input type="date" id="parameter-\d" name="since"', page)
        assert re.search(r'<input type="number" id="parameter-\d" name="least".* required', page)
        assert re.search(r'<select id="parameter-\d" name="mood"(?! required)', page)
        assert ">very good</option>" in page
        assert "Type:" not in page
        assert "<script>" not in page


def test_choices_may_be_the_rows_of_a_view(guest: Visitor) -> None:
    """Shown in words, taken in words, and refused by name where they are none."""
    page = guest.text(f"{HERE}/few")
    assert "Feelings" not in page, "who chooses from a list needs not know where it comes from"
    assert '<option value="very_good">feeling very good</option>' in page
    assert '<option value="">any</option>' in page
    assert len(guest.get(f"{HERE}/few.json").json()["rows"]) == 4
    assert len(guest.get(f"{HERE}/few.json?mood=bad").json()["rows"]) == 2
    moved = guest.get(f"{HERE}/few.json?mood=Feeling Bad")
    assert moved.headers["location"] == f"{HERE}/few.json?mood=bad"
    of = f"db={HERE[1:]}&query=few&"
    for address in (f"{HERE}/few?", f"{HERE}/few.json?", f"{HERE}/few.csv?",
                    f"/cite?{of}", f"/cite.json?{of}", f"/cite.csv?{of}"):  # fmt: skip
        answer = guest.get(f"{address}mood=very_god")
        assert answer.status_code == 400, address
        assert "did you mean feeling very good (very_good)?" in answer.text, address


def test_a_key_beside_a_table_is_one_of_that_table(guest: Visitor) -> None:
    assert guest.get(f"{HERE}/beside.json?table=towns&key=zur").json()["rows"] == [["towns", "zur"]]
    wrong = guest.get(f"{HERE}/beside.json?table=visits&key=zur")
    assert wrong.status_code == 400
    assert "“zur” is none of visits" in wrong.text
    assert "did you mean towns" in guest.get(f"{HERE}/beside.json?table=twns&key=zur").text


def test_a_page_shows_the_columns_of_the_heading(guest: Visitor) -> None:
    """JSON, CSV and citations have all; so does the page that is asked for all."""
    page = guest.text(f"{HERE}/few?mood=bad")
    heads = re.findall(r'<th scope="col" title="([^"]+)"', page)
    assert heads == ["day", "guests"]
    assert re.findall(r'<td data-l="(\w+)"', page) == ["Guests"] * 2
    link = re.search(r'<a href="([^"]+)" rel="nofollow">All 4 columns</a>', page)
    assert link
    whole = guest.text(link[1].replace("&amp;", "&"))
    assert link[1] == f"{HERE}/few?mood=bad&amp;_all=on"
    assert re.findall(r'<th scope="col" title="([^"]+)"', whole) == ["id", "town", "day", "guests"]
    assert '<input type="hidden" name="_all" value="on">' in whole
    assert f'<a href="{HERE}/few?mood=bad">Fewer columns</a>' in whole
    assert "zur" in whole
    columns = ["id", "town", "day", "guests"]
    for address in (f"{HERE}/few.json?mood=bad", f"{HERE}/few.json?mood=bad&_all=on"):
        assert guest.get(address).json()["columns"] == columns
    assert guest.text(f"{HERE}/few.csv?mood=bad&_all=on").startswith("id,town,day,guests")
    cited = guest.get(f"/cite.csv?db={HERE[1:]}&query=few&mood=bad")
    assert cited.text.startswith("id,town,day,guests")


def test_cells_lead_where_the_heading_says(guest: Visitor) -> None:
    """To the record whose key another column holds, or to an address; nowhere else."""
    record = "/record/1.0.0/towns/zur"
    for page in (guest.text(f"{HERE}/led"), guest.text(f"{HERE}/led?_all=on")):
        assert f'<div><a href="{record}">Zürich</a></div></td>' in page
        assert '<a href="https://example.org/?a=1&amp;b=2">the &lt;map&gt;</a>' in page
        assert page.count("the &lt;map&gt;</div>") == 2, "no address, and one that is not safe"
        assert 'href="javascript' not in page


def test_all_columns_are_remembered_and_nothing_else_is(guest: Visitor) -> None:
    """On the way to a key, too; a value other than yes and another name are refused."""
    moved = guest.get(f"{HERE}/few?mood=Feeling Bad&_all=on")
    assert moved.headers["location"] == f"{HERE}/few?mood=bad&_all=on"
    refused = guest.get(f"{HERE}/few?mood=god&_all=on").text
    assert '<input type="hidden" name="_all" value="on">' in refused
    told = guest.get(f"{HERE}/few.json?mood=very_god&_all=on").json()["faults"][0]
    assert told["choices"][0]["address"] == f"{HERE}/few.json?mood=very_good&_all=on"
    assert guest.get(f"{HERE}/few?_all=off").status_code == 400
    assert "did you mean _all?" in guest.get(f"{HERE}/few?_al=on").text
    assert guest.get(f"{HERE}/visits?_all=on").status_code == 400
    assert guest.get(f"{HERE}?sql=select 1&_all=on").status_code == 400


def test_without_the_heading_all_columns_are_shown(guest: Visitor) -> None:
    page = guest.text(f"{HERE}/guests?{GOOD}")
    assert re.findall(r'<th scope="col" title="([^"]+)"', page) == ["id", "guests", "n", "word"]
    assert "All columns" not in page
    assert "columns</a>" not in page
    own = guest.text(f"{HERE}?sql=select 1 as a, 2 as a, 3 as b")
    assert re.findall(r"<td[^>]*><div>(\d)</div></td>", own) == ["1", "2", "3"]


def test_what_is_wrong_stands_beside_its_box(guest: Visitor) -> None:
    page = guest.get(f"{HERE}/guests?{asked(GOOD, town='zurrich')}").text
    box = page[page.index('<select id="parameter-1"') :]
    assert box.startswith('<select id="parameter-1" name="town" required')
    assert 'aria-invalid="true"' in box[: box.index(">")]
    assert '<option value="zurrich" selected>zurrich</option>' in box
    assert box.index("did you mean Zürich") < box.index("</div>")


def test_records_of_a_large_table_are_found_by_name_too(guest: Visitor) -> None:
    """And are neither listed nor suggested."""
    found = guest.get(f"{HERE}/lot.json?lot=number 77 of")
    assert found.headers["location"] == f"{HERE}/lot.json?lot=l77"
    several = guest.get(f"{HERE}/lot.json?lot=Number 7")
    assert several.status_code == 400
    assert "fits more than 20 of lots" in several.text
    for none in ("100%25", "77", "l", "number_77"):
        assert guest.get(f"{HERE}/lot.json?lot={none}").status_code == 400, none
    assert "<option" not in guest.text(f"{HERE}/lot?lot=l1")


def test_old_headings_get_types_too(guest: Visitor) -> None:
    assert guest.get(f"{HERE}/old.json?mood=bad&who=sao").status_code == 200
    assert guest.get(f"{HERE}/old.json?mood=bad&who=2").status_code == 200
    assert guest.get(f"{HERE}/old.json?mood=bed&who=sao").status_code == 400
    assert guest.get(f"{HERE}/old.json?mood=bad&who=nobody").status_code == 400
    # What a release no longer has may stand in what it says of earlier ones.
    assert guest.get(f"{HERE}/old.json?mood=bad&who=old").status_code == 200
    assert guest.get(f"{HERE}/guests.json?{asked(GOOD, town='old')}").status_code == 400
    moved = guest.get(f"{HERE}/old.json?mood=bad&who=Zurich")
    assert moved.headers["location"] == f"{HERE}/old.json?mood=bad&who=zur"


def test_who_looks_for_a_name_while_too_many_ask_is_told_so(
    guest: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(*_arguments: Any, **_options: Any) -> None:
        raise Busy("Ask again in a moment.")

    monkeypatch.setattr(KeptAnswers, "ask", ask)
    answer = guest.get(f"{HERE}/guests.json?{asked(GOOD, town='Zurick')}")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "3"


@pytest.mark.parametrize("name", ["_header_host", "_now_epoch", "_cookie_a", "_random_chars_9"])
def test_the_magic_parameters_of_datasette_play_no_part(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would put the host, a cookie or the time into an answer."""
    monkeypatch.setitem(packages.QUERIES, "magic", f"select :{name} as told")
    release = packages.publish(tmp_path, packages.descriptor("1.0.0"))
    answer = Visitor(build_app([release])).get("/odd-things-1-0-0/magic.json", cookie="a=b")
    assert answer.json()["ok"] is False
    assert "has no value" in answer.json()["error"]


def test_nobody_may_take_their_names(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="names that begin with _ have another meaning"):
        visit(
            tmp_path,
            {"host": "-- parameter: _header_host = x\nselect :_header_host as host"},
        )
