"""A zip is unpacked whole or refused, whoever made it; messages name it and its entry."""

import io
import random
import shutil
import stat
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pressmark.errors import MachineError, PressmarkError, ProjectError
from pressmark.files.manifest import list_files_below
from pressmark.intake.entries import DIRECTORY_BYTES, MOST_ENTRIES
from pressmark.intake.limits import MEBIBYTE, Limits
from pressmark.intake.unpacking import DamagedArchiveError, unpack
from pressmark.releases.find import find
from pressmark.verify import verify

Entry = tuple[str, bytes] | tuple[zipfile.ZipInfo, bytes]


def packed(*entries: Entry, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack entries as they are named, twice the same one too."""
    held = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(held, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in entries:
            archive.writestr(name, content)
    return held.getvalue()


def special(mode: int) -> zipfile.ZipInfo:
    """Describe an entry that is no plain file."""
    entry = zipfile.ZipInfo("strange")
    entry.create_system, entry.external_attr = 3, (mode | 0o777) << 16
    return entry


def renamed(content: bytes, old: bytes, new: bytes) -> bytes:
    """Write names into an archive that the library that packs would not write."""
    assert len(old) == len(new)
    return content.replace(old, new)


def encrypted(content: bytes) -> bytes:
    """Say of every entry that it is encrypted."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := content.find(mark, place + 1)) >= 0:
            changed[place + offset] |= 1
    return bytes(changed)


def many_small() -> bytes:
    """Pack entries of which each alone is below every bound, as the one that filled a disk was."""
    return packed(*((f"data/{number}.csv", bytes(15 * MEBIBYTE)) for number in range(8)))


def one_large() -> bytes:
    """Pack an entry that is too large for what it is packed in."""
    return packed(ONE, ("b", bytes(17 * MEBIBYTE)))


def too_many() -> bytes:
    """Pack one entry more than may be."""
    return packed(*((f"{n}", b"") for n in range(MOST_ENTRIES + 1)))


ONE = ("data/a.csv", b"a,b\n1,2\n")
Content = bytes | Callable[[], bytes]
"""An archive, or what makes it: packing some takes long, and only one test needs them."""
UNSAFE: list[tuple[Content, str]] = [
    (packed(("../a", b"")), "its entry '../a' leaves its folder"),
    (packed(("a/../../b", b"")), "its entry 'a/../../b' leaves its folder"),
    (packed(("/a", b"")), "its entry '/a' leaves its folder"),
    (packed(("C:/a", b"")), "its entry 'C:/a' leaves its folder"),
    (packed(("..\\a", b"")), r"its entry '..\\\\a' leaves its folder"),
    (packed(("../", b"")), "its entry '../' leaves its folder"),
    (packed(("a\nb", b"")), r"its entry 'a\\nb' has a name that no file can have"),
    (packed(("./", b"")), "its entry './' has a name that no file can have"),
    (packed(("x" * 256, b"")), "has a name that is too long"),
    (packed(("x/" * 65 + "y", b"")), "has a name that is too long"),
    (packed((special(stat.S_IFLNK), b"/etc")), "its entry 'strange' is a link"),
    (packed((special(stat.S_IFIFO), b"")), "its entry 'strange' is no plain file"),
    (encrypted(packed(ONE)), "its entry 'data/a.csv' is encrypted"),
    (packed(ONE, method=zipfile.ZIP_LZMA), "its entry 'data/a.csv' is packed in a rare way"),
    (one_large, "250 times its size; its largest entry is 'b'"),
    (many_small, "unpacks to more than 250 times its size"),
    (too_many, "holds 10,001 entries"),
]
DAMAGED: list[tuple[Content, str]] = [
    (b"", "is no zip archive, or is damaged"),
    (b"PK\x05\x06", "is no zip archive, or is damaged"),
    (packed(ONE)[:-5], "is no zip archive, or is damaged"),
    (renamed(packed(ONE, method=zipfile.ZIP_STORED), b"1,2", b"1,3"), "'data/a.csv' is damaged"),
    (packed(("a", b""), ("a", b"")), "'a' and 'a' would stand in one place"),
    (packed(("a", b""), ("./a", b"")), "'a' and './a' would stand in one place"),
    (packed(("a.csv", b""), ("A.csv", b"")), "'a.csv' and 'A.csv' would stand in one place"),
    (packed(("x/a", b""), ("X/b", b"")), "'x' and 'X' would stand in one place"),
    (packed(("\u00e9", b""), ("e\u0301", b"")), "would stand in one place"),
    (packed(("a", b""), ("a/b", b"")), "'a' and 'a/b' would stand in one place"),
    (packed(("a/b", b""), ("a", b"")), "'a' and 'a/b' would stand in one place"),
    (packed(("a", b""), ("a/", b"")), "'a' and 'a/' would stand in one place"),
]


def write(content: Content, path: Path) -> None:
    """Write an archive, made now where it is not yet."""
    path.write_bytes(content() if callable(content) else content)


@pytest.mark.parametrize(("content", "wrong"), [*UNSAFE, *DAMAGED])
def test_what_may_not_be_unpacked_is_refused_by_name(
    content: Content, wrong: str, tmp_path: Path
) -> None:
    path = tmp_path / "given.zip"
    write(content, path)
    with pytest.raises(ProjectError, match=wrong) as caught:
        unpack(path, tmp_path / "folder/unpacked")
    assert caught.value.place == str(path) and caught.value.right
    assert "folder" not in caught.value.wrong.replace("leaves its folder", "")
    assert isinstance(caught.value, DamagedArchiveError) is ((content, wrong) in DAMAGED)
    written = [each for each in tmp_path.rglob("folder/**/*") if each.is_file()]
    assert sum(each.stat().st_size for each in written) < 100


def test_what_is_safe_is_unpacked_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "given.zip"
    # An honest archive may hold more than 16 MiB, names of any script, and folders without files.
    large = random.Random(1).randbytes(2 * MEBIBYTE) * 9  # noqa: S311 - it must not pack
    path.write_bytes(
        packed(ONE, ("data/gr\u00f6\u00dfe.csv", large), ("empty/", b""), ("back\\slash", b"3"))
    )
    unpack(path, tmp_path / "made/here")
    folder = tmp_path / "made/here"
    assert list_files_below(folder) == (
        "back/slash", "data/a.csv", "data/gr\u00f6\u00dfe.csv",
    )  # fmt: skip
    assert (folder / "data/gr\u00f6\u00dfe.csv").read_bytes() == large
    assert (folder / "empty").is_dir() and (folder / "data/a.csv").read_bytes() == ONE[1]


def test_the_bounds_are_those_of_the_limits(tmp_path: Path) -> None:
    path = tmp_path / "given.zip"
    path.write_bytes(packed(("a", bytes(5_000)), ("b", bytes(5_000))))
    unpack(path, tmp_path / "one", Limits(file_bytes=10_000))
    with pytest.raises(ProjectError, match="unpacks to more than 9,999 bytes"):
        unpack(path, tmp_path / "two", Limits(file_bytes=9_999))
    with pytest.raises(ProjectError, match="unpacks to more than 2 times its size"):
        unpack(path, tmp_path / "three", Limits(compression_ratio=2, free_bytes=9_999))


def test_an_archive_with_a_directory_that_fills_the_memory_is_not_read(tmp_path: Path) -> None:
    content = bytearray(packed(ONE))
    place = content.rindex(b"PK\x05\x06")
    content[place + 12 : place + 16] = (DIRECTORY_BYTES + 1).to_bytes(4, "little")
    path = tmp_path / "given.zip"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match="has too many entries to be read"):
        unpack(path, tmp_path / "unpacked")


def test_no_change_of_a_byte_ends_otherwise_than_in_a_message(tmp_path: Path) -> None:
    content = packed(ONE, ("b.csv", b"c\n" * 100))
    path = tmp_path / "given.zip"
    changed = [content[:end] for end in range(0, len(content), 3)]
    changed += [
        content[:place] + bytes([value]) + content[place + 1 :]
        for place in range(len(content))
        for value in (0x00, 0x7F, 0xFF)
    ]
    places = []
    for each in changed:
        path.write_bytes(each)
        try:
            unpack(path, tmp_path / "unpacked")
        except ProjectError as error:
            places.append(error.place)
        shutil.rmtree(tmp_path / "unpacked")
    assert len(places) > len(changed) // 2 and set(places) == {str(path)}


def test_a_disk_that_refuses_is_the_machine_and_names_the_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "given.zip"
    path.write_bytes(packed(ONE))

    def full(*_: object, **__: object) -> Any:
        raise OSError(28, "No space left on device", str(tmp_path / "unpacked/data/a.csv"))

    monkeypatch.setattr(Path, "open", opens_only(path, full))
    with pytest.raises(MachineError) as caught:
        unpack(path, tmp_path / "unpacked")
    assert caught.value.place == str(path)
    assert caught.value.wrong == (
        "its entry 'data/a.csv' cannot be unpacked: no space left on device"
    )
    monkeypatch.undo()
    with pytest.raises(MachineError, match="no such file"):
        unpack(tmp_path / "gone.zip", tmp_path / "unpacked")


def opens_only(path: Path, otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """Open one path as ever, and any other as told."""
    plain = Path.open

    def opened(self: Path, *words: Any, **named: Any) -> Any:
        return (plain if self == path else otherwise)(self, *words, **named)

    return opened


@pytest.mark.parametrize(("content", "wrong"), [*UNSAFE, *DAMAGED])
def test_every_command_that_takes_a_zip_refuses_the_same(
    content: Content, wrong: str, tmp_path: Path
) -> None:
    path = tmp_path / "given.zip"
    write(content, path)
    with pytest.raises(PressmarkError, match=wrong) as caught, find(str(path)):
        pass
    assert caught.value.place == str(path)
    if (content, wrong) in DAMAGED:
        check = verify(str(path)).checks[0]
        assert (check.name, check.state) == ("zip", "failed")
        assert check.sentence.startswith("it cannot be unpacked: ")
    else:
        with pytest.raises(ProjectError, match=wrong):
            verify(str(path))


def test_a_zip_that_is_no_release_is_not_verified(tmp_path: Path) -> None:
    path = tmp_path / "given.zip"
    path.write_bytes(packed(ONE))
    with pytest.raises(ProjectError, match=r"given\.zip: holds no datapackage\.json"):
        verify(str(path))
