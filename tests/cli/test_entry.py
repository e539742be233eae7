"""How the command begins, before anything of the package is read."""

import gc
import sys

import pytest

from pressmark import __main__ as entry
from pressmark import cli


def test_a_command_seldom_searches_for_circles(monkeypatch: pytest.MonkeyPatch) -> None:
    before, seen = gc.get_threshold(), []
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(cli, "main", lambda: seen.append((gc.isenabled(), gc.get_threshold())))
    try:
        entry.main()
    finally:
        gc.set_threshold(*before)
    assert seen == [(True, (entry.OBJECTS_BETWEEN, *before[1:]))]
