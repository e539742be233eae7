"""The CSV of a question: whole, or an error before the first byte."""

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope

from pressmark.site import ServedRelease, build_app
from pressmark.site.middleware.unread import UnreadAnswers
from pressmark.site.tables import export
from tests.site.packages import BAD, MANY
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


@pytest.mark.parametrize("arguments", ["", "?_size=max&_labels=on", "?_shape=array&_nl=on&_dl=1"])
def test_a_named_question(visitor: Visitor, arguments: str) -> None:
    """With a header, a file name, and values as they are."""
    answer = visitor.get(f"{HERE}/everyone.csv{arguments}")
    quoted = BAD.replace('"', '""')
    assert answer.status_code == 200
    assert answer.text == (f'id,full_name\n1,"Ada ""the first"" Lovelace"\n2,"{quoted}"\n3,Bo\n')
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''everyone.csv"


def test_parameters_reach_the_question(visitor: Visitor) -> None:
    """As on the page."""
    answer = visitor.text(f"{HERE}/living_in.csv?town=kre")
    quoted = BAD.replace('"', '""')
    assert answer == f'full_name\n"{quoted}"\n'


def test_own_sql(visitor: Visitor) -> None:
    """No value, an empty text, infinity, bytes."""
    answer = visitor.text(f"{HERE}.csv?sql=select+null+as+a,''+as+b,9e999+as+c,x'00ff'+as+d")
    assert answer == "a,b,c,d\n,,inf,AP8=\n"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (".csv?sql=select+absent", "no such column: absent"),
        (".csv?sql=delete+from+towns", "Statement must be a SELECT"),
        (".csv", "no question in this address"),
        ("/all+numbers.csv", "never cut"),
        ("/all+numbers.csv", "/releases/1.10.0/"),
    ],
)
def test_what_cannot_be_answered_whole_is_refused(
    visitor: Visitor, address: str, said: str
) -> None:
    """Never status 200 with an empty or a shortened file, which Datasette gives."""
    answer = visitor.get(HERE + address)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert said in answer.text


def test_head_is_answered_too(visitor: Visitor) -> None:
    """Datasette is asked for the answer all the same."""
    assert visitor.ask("HEAD", f"{HERE}/everyone.csv").status_code == 200


def test_a_whole_table_is_the_file_of_the_release(visitor: Visitor) -> None:
    """Complete, with its digest; the form of the export does not matter."""
    for arguments in ("", "?_size=max", "?_stream=on&_dl=1", "?_shape=array&_nl=on"):
        answer = visitor.get(f"{HERE}/towns.csv{arguments}")
        assert answer.status_code == 307
        assert answer.headers["location"] == "/releases/1.10.0/data/0.csv"
    answer = visitor.get(f"{HERE}/towns.spreadsheet-safe.csv")
    assert answer.headers["location"] == "/releases/1.10.0/data/0.spreadsheet-safe.csv"


@pytest.mark.parametrize(
    "arguments", ["code=ber", "_labels=on", "_col=code", "_size=1", "_next=ber"]
)
def test_a_part_of_a_table_is_not_that_file(visitor: Visitor, arguments: str) -> None:
    """Filters, labels, columns and pages are what was asked for."""
    assert visitor.get(f"{HERE}/towns.csv?{arguments}").status_code == 200


def test_labels_are_columns_of_their_own(visitor: Visitor) -> None:
    """Beside the keys that they stand for."""
    answer = visitor.text(f"{HERE}/people.csv?_labels=on&_col=town&_size=max")
    assert answer == "id,town,town_label\n1,ber,Berlin\n2,kre,Kreuzberg\n3,,\n"


def test_one_record_is_exported(visitor: Visitor) -> None:
    """As a table of one row."""
    assert visitor.text(f"{HERE}/towns/ber.csv") == "code,name,part_of\nber,Berlin,\n"


def test_a_page_names_the_next(visitor: Visitor) -> None:
    """Whoever asks for seven records gets seven and is told where the rest is."""
    answer = visitor.get(f"{HERE}/numbers.csv?_size=7")
    assert answer.headers["link"].endswith('; rel="next"')
    assert ".csv?" in answer.headers["link"]
    assert answer.text == "n\n1\n2\n3\n4\n5\n6\n7\n"
    assert "link" not in visitor.get(f"{HERE}/numbers.csv?n__lt=7").headers


def test_a_long_export_is_one_answer_of_known_length(visitor: Visitor) -> None:
    """Of several pages of Datasette's."""
    answer = visitor.get(f"{HERE}/numbers.csv?n__gt=0")
    assert len(answer.content) == int(answer.headers["content-length"])
    assert answer.text.splitlines()[1:] == [str(number) for number in range(1, MANY + 1)]


def test_what_fails_on_its_second_page_is_an_error(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Datasette would have sent status 200 and the first page by then."""
    asked: list[bytes] = []
    collected = export.collect

    async def collect(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[int, str, bytes]:
        asked.append(scope["query_string"])
        if len(asked) == 2:
            return 400, "", b'{"ok": false, "error": "too long"}'
        return await collected(app, scope, receive)

    monkeypatch.setattr(export, "collect", collect)
    answer = visitor.get(f"{HERE}/numbers.csv?n__gt=0")
    assert (answer.status_code, answer.text) == (400, "too long\n")
    assert b"_next=5000" in asked[1]


def test_what_is_too_large_to_write_is_an_error(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It leads to the complete files."""
    monkeypatch.setattr(export, "LARGEST", 1000)
    answer = visitor.get(f"{HERE}/numbers.csv?n__gt=0")
    assert answer.status_code == 400
    assert "/releases/1.10.0/" in answer.text


def test_exports_are_made_two_at_a_time(
    releases: tuple[ServedRelease, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes when both places are taken for long is asked to come again."""
    monkeypatch.setattr(export, "AT_ONCE", 0)
    monkeypatch.setattr(export, "PATIENCE", 0.01)
    answer = Visitor(build_app(releases)).get(f"{HERE}/numbers.csv?n__gt=0")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("shape", ["array", "arrayfirst", "object", "array&_nl=on"])
def test_a_list_of_a_table_is_whole_or_an_error(visitor: Visitor, shape: str) -> None:
    """It has no room to say what follows; a page is given to whoever asks for one."""
    for size in ("", "&_size=max"):
        answer = visitor.get(f"{HERE}/numbers.json?_shape={shape}{size}")
        assert answer.status_code == 400
        assert "/releases/1.10.0/" in answer.json()["error"]
    answer = visitor.get(f"{HERE}/numbers.json?_shape={shape}&_size=10")
    assert answer.status_code == 200
    assert answer.headers["link"].endswith('rel="next"')
    assert visitor.get(f"{HERE}/towns.json?_shape={shape}").status_code == 200
    assert visitor.get(f"{HERE}/numbers.json?_shape={shape}&n__lt=9").status_code == 200


def test_objects_of_a_table_name_the_next_page(visitor: Visitor) -> None:
    """In the answer itself."""
    answer = visitor.get(f"{HERE}/numbers.json?_shape=objects&_size=max").json()
    assert answer["next"] == "5000"
    assert visitor.get(answer["next_url"]).json()["next"] is None


def test_shapes_that_do_not_fit_are_refused(visitor: Visitor) -> None:
    """With a status that says so."""
    for address in (
        ".json?_shape=array",
        "/everyone.json?_shape=object",
        "/in_towns.json?_shape=x",
    ):
        assert visitor.get(HERE + address).status_code == 400


async def test_exports_that_nobody_reads_fill_no_disk(
    releases: tuple[ServedRelease, ...],
) -> None:
    """Beyond a bound the next has to wait, until one of them was read or given up."""
    visitor = Visitor(build_app(releases))
    unread = UnreadAnswers(on_disk=1000)
    exports = export.Exports(visitor.app, releases, unread)
    scope: Scope = {
        "type": "http",
        "scheme": "http",
        "method": "GET",
        "path": f"{HERE}/everyone.csv",
        "query_string": b"",
        "headers": [],
        "client": None,
    }

    async def receive() -> Message:
        return {"type": "http.request"}

    pieces: list[Message] = []

    async def send(message: Message) -> None:
        pieces.append(message)

    waiting = await exports.answer(scope, receive)
    assert (waiting.status_code, len(unread.held)) == (200, 1)
    unread.on_disk = next(iter(unread.held)).size
    refused = await exports.answer(scope, receive)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
    await waiting(scope, receive, send)
    assert sum(len(each.get("body", b"")) for each in pieces) == unread.on_disk
    assert not unread.held
    again = await exports.answer(scope, receive)
    assert again.status_code == 200
    await again(scope, receive, send)
    assert not unread.held
