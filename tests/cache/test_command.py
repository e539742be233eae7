"""The commands that use the cache, and `--no-cache`."""

from pathlib import Path

import pytest

from pressmark import cli
from tests.cache.projects import cache_of, watch_reading

EVERYTHING = ["countries", "cities", "alone", "crowded", "plain"]


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> list[str]:
    """Run a command, and give the tables that it read and the rules that it ran."""
    monkeypatch.setattr("sys.argv", ["pressmark", *map(str, words)])
    with watch_reading() as seen, pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0
    return seen


def test_a_command_uses_the_cache_unless_it_is_told_not_to(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, build = cache_of(world), ("build", world, "--output", tmp_path / "built")
    assert run(monkeypatch, "validate", world, "--no-cache") == EVERYTHING
    assert not (world / "build").exists()
    assert run(monkeypatch, "validate", world) == EVERYTHING
    before = kept.read_bytes()
    assert run(monkeypatch, "validate", world, "--no-cache") == EVERYTHING
    assert kept.read_bytes() == before
    assert run(monkeypatch, "validate", world) == []
    before = kept.read_bytes()
    assert set(run(monkeypatch, *build, "--no-cache")) == set(EVERYTHING)
    assert kept.read_bytes() == before
    assert run(monkeypatch, *build)
    assert run(monkeypatch, *build) == []
    capsys.readouterr()


def test_release_knows_no_cache(
    world: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "validate", world) == EVERYTHING
    seen = run(monkeypatch, "release", world, "--without", "license,creator")
    assert set(seen) == set(EVERYTHING)
    capsys.readouterr()
