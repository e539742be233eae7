"""Every bomb ends with a refusal or an answer, and server and sandbox are there afterwards."""

from urllib.parse import quote_plus

import pytest

from tests.site.bombs import ANSWERED, BOMBS
from tests.site.visitor import Visitor

HERE = "/odd-things-1-10-0"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_and_nothing_else(visitor: Visitor, name: str) -> None:
    """400 with a sentence; 414 where the address itself is too long for a server."""
    select = quote_plus(BOMBS[name])
    answer = visitor.get(f"{HERE}.json?sql={select}&_timelimit=100")
    assert answer.status_code in ((200, 400, 414) if name in ANSWERED else (400, 414))
    if answer.status_code == 400:
        assert answer.json()["error"]
    assert visitor.get(f"{HERE}/towns/ber").status_code == 200
    assert visitor.get(f"{HERE}.json?sql=select+1&_shape=arrayfirst").json() == [1]


def test_every_bomb_that_may_be_answered_is_there() -> None:
    assert set(BOMBS) >= ANSWERED
