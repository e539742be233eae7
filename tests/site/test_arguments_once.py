"""The arguments of a request are read once, and are those that Datasette reads."""

from unittest.mock import Mock

import pytest
from datasette.utils.asgi import Request

from pressmark.site.tables import arguments_once

ADDRESS = "/t?_col=a&_col=b%2Cc&empty=&x=1+2"


def test_they_are_those_that_datasette_reads() -> None:
    request = Request.fake(ADDRESS)
    read, kept = arguments_once.READ(request), arguments_once.read_once(request)
    assert {each: kept.getlist(each) for each in kept} == {
        each: read.getlist(each) for each in read
    }
    assert kept.getlist("_col") == ["a", "b,c"] and kept["empty"] == "" and kept["x"] == "1 2"


def test_they_are_read_once_for_each_address_of_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Mock(side_effect=arguments_once.READ)
    monkeypatch.setattr(arguments_once, "READ", reading)
    request = Request.fake(ADDRESS)
    assert arguments_once.read_once(request) is arguments_once.read_once(request)
    assert reading.call_count == 1
    request.scope["query_string"] = b"x=3"
    assert arguments_once.read_once(request)["x"] == "3"
    assert arguments_once.read_once(Request.fake(ADDRESS))["x"] == "1 2"
