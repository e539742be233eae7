"""The CSV of a question: whole, or an error before the first byte."""

import pytest

from tests.site.packages import BAD
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
    answer = visitor.text(f"{HERE}/living_in.csv?town=nowhere")
    assert answer == "full_name\n"


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
