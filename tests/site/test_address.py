"""Addresses are made in one module; a record's leads to that record whatever its key."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from datasette.utils import tilde_encode
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from pressmark.public_address import PublicAddress, encode_tilde, make_record_path
from pressmark.site import address
from pressmark.site.content.record_key import read_keys

SITE = Path(address.__file__).parent
TEMPLATES = SITE / "templates"
SEPARATING = frozenset({
    "count", "endswith", "join", "partition", "removeprefix", "rpartition", "rsplit", "rstrip",
    "split", "strip",
})  # fmt: skip
"""What a lone slash may be given to: these read or join steps, and name no page."""
ATTRIBUTE = re.compile(r"""(?:href|src|action|content)=["']?/""")


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give every text and bytes of a module that begins with a slash, with its line.

    Docstrings may speak of addresses; a lone slash may part or join the steps of one.
    """
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in SEPARATING
        ):
            told |= {id(each) for each in (*node.args, node.func.value) if is_slash(each)}
        if isinstance(node, ast.JoinedStr):
            told |= {id(each) for each in node.values[1:] if is_slash(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if text.startswith("/") and id(node) not in told:
                yield node.lineno, text


def is_slash(node: ast.AST) -> bool:
    """Whether a node is a slash alone."""
    return isinstance(node, ast.Constant) and node.value == "/"


def written_in(source: str) -> list[str]:
    """Give every address that a template writes itself."""
    tree = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do"]).parse(source)
    texts = [each.value for each in tree.find_all(nodes.Const) if isinstance(each.value, str)]
    data = [each.data for each in tree.find_all(nodes.TemplateData)]
    found = [text for text in texts if text.startswith("/")]
    return found + [match[0] for text in data for match in ATTRIBUTE.finditer(text)]


def test_the_readers_see_what_they_look_for() -> None:
    lines = (
        'a = "/x"', 'b = f"/y/{a}"', 'c = f"{a}/z"', 'd = a.split("/")', 'e = rb"/w"', '"/doc"',
        'f = "/"', 'g = f"{a}/{b}"',
    )  # fmt: skip
    found = [text for _, text in literals(ast.parse("\n".join(lines)))]
    assert sorted(found) == sorted(["/x", "/y/", "/z", "/w", "/"])
    template = (
        '<a href="/x">{{ "/y" ~ a }}<b href={{ z }}>'
        "<form action='/w'>{% if a == 'b' %}/{% endif %}"
    )
    assert len(written_in(template)) == 3


@pytest.mark.parametrize("path", sorted(SITE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_other_module_writes_an_address(path: Path) -> None:
    if path != Path(address.__file__):
        found = list(literals(ast.parse(path.read_text("utf-8"))))
        assert found == [], f"{path}: make it in pressmark.site.address"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*")), ids=lambda path: path.name)
def test_no_template_writes_an_address(path: Path) -> None:
    assert written_in(path.read_text("utf-8")) == []


def test_static_files_name_no_address() -> None:
    """Neither a font nor a picture stands behind the style sheet at an address of its own."""
    for path in (each for each in (SITE / "static").glob("*") if each.is_file()):
        content = path.read_bytes()
        assert b"url(" not in content and not re.search(rb"""["'`]/[a-z]""", content), path


@given(st.text())
def test_a_step_is_written_as_datasette_reads_it(text: str) -> None:
    assert encode_tilde(text) == tilde_encode(text)


KEY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.lists(KEY | st.integers(), min_size=1, max_size=3), KEY)
def test_an_address_of_a_record_gives_its_key_back(key: list[str | int], table: str) -> None:
    """It has characters that no proxy and no browser changes, and its first reading is the key."""
    path = make_record_path("1.0.0", table, key)
    assert re.fullmatch(r"/record/1\.0\.0/[A-Za-z0-9_~+-]+/[A-Za-z0-9_~+,-]+", path)
    written = path.split("/")[4]
    assert next(read_keys(written, len(key))) == tuple(map(str, key))


@given(KEY)
def test_every_writer_of_a_record_gives_the_same_address(key: str) -> None:
    public = PublicAddress("https://data.example.org", "/faces")
    with address.serve_at(public):
        page = address.link_record("1.0.0", "items", [key])
        assert address.make_absolute(page) == public.below(
            make_record_path("1.0.0", "items", [key])
        )
        assert address.without_prefix(page) == make_record_path("1.0.0", "items", [key])


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        (b"/a", b"/faces/a"), (b"/faces/a", b"/faces/a"), (b"/faces", b"/faces"),
        (b"/faces?a=/b", b"/faces?a=/b"), (b"/facesx", b"/faces/facesx"),
        (b"//evil.example", b"/faces/"), (b"https://evil.example", b"/faces/"), (b"a", b"/faces/"),
    ],
)  # fmt: skip
def test_a_redirect_stays_here(location: bytes, kept: bytes) -> None:
    with address.serve_at(PublicAddress("https://data.example.org", "/faces")):
        assert address.keep_here(location) == kept
    assert address.keep_here(location) == (
        location if location.startswith(b"/") and not location.startswith(b"//") else b"/"
    )
