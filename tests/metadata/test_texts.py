"""Any text stands in every file as it was written: files are read back by their own readers."""

import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pressmark.metadata import CATALOGUE, Values, read_values
from pressmark.metadata.texts import BREAKS, check_web_address, join_lines, strip_controls
from pressmark.package import Descriptor
from tests.metadata import parsing

NASTY = (
    "{", "}", "{{", "&", "%", "#", "$", "_", "~", "^", "\\", '"', "'", "''", "``", "--", "---",
    "\n", "\r\n", "\t", "\u2028", "</script>", "<!--", "ER  - ", "\nAU  - x", " and ", ",", "é",
    "שלום", "\u202eabc", "日本", "😀", "!`", "?`", "- a", ": ", "yes", "1e3", "\x85", "\x1b",
    "\\textbackslash{}", "@comment{", "\u00a0",
)  # fmt: skip
WORDS = st.lists(
    st.sampled_from(NASTY)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5),
    max_size=6,
).map("".join)
MAPPERS = {mapper.format: mapper for mapper in CATALOGUE}


def of(**properties: Any) -> Values:
    """Give the values of a package with some properties."""
    table = {"name": "t", "hash": "sha256:" + 64 * "0", "schema": {"fields": [{"name": "a"}]}}
    document = {"resources": [table], **properties}
    return read_values(Descriptor.model_validate_json(json.dumps(document), by_alias=True), "small")


def written(format_: str, values: Values) -> str:
    """Write one file."""
    return MAPPERS[format_].write(values)


def spaced(text: str) -> str:
    """Put one space for every run of spaces, as BibTeX reads them."""
    return re.sub(r"\s+", " ", text).strip()


@given(WORDS)
def test_a_title_is_read_back_as_it_is(text: str) -> None:
    values = of(title=text, contributors=[{"title": "A", "roles": ["creator", "publisher"]}])
    title = join_lines(text) or "small"
    assert values.title == title
    assert parsing.ris(written("ris", values))["TI"] == [title]
    assert spaced(parsing.bibtex(written("bibtex", values)).fields["title"]) == spaced(title)
    assert yaml.safe_load(written("cff", values))["title"] == title
    assert json.loads(written("csl", values))[0]["title"] == title
    assert json.loads(written("datacite", values))["titles"] == [{"title": title}]
    assert json.loads(written("dcat", values))["dct:title"] == title
    for format_ in ("schema-org", "croissant"):
        assert json.loads(written(format_, values))["name"] == title
    assert written("text", values).startswith(f"A: {title}")


@example("", "", "~\xa00")
@given(WORDS, WORDS, WORDS)
def test_names_are_read_back_one_by_one(given_: str, family: str, body: str) -> None:
    contributors = [
        {"givenName": "x" + given_, "familyName": "x" + family},
        {"organization": "x" + body},
    ]
    values = of(contributors=contributors)
    first, last, name = (join_lines("x" + each) for each in (given_, family, body))
    assert [each.inverted for each in values.creators] == [f"{last}, {first}", name]
    tags = parsing.ris(written("ris", values))
    assert tags["AU"] == [f"{last}, {first}", name]
    authors = [spaced(author) for author in parsing.bibtex(written("bibtex", values)).authors]
    assert authors == [spaced(f"{last}, {first}"), spaced(name)]
    people = yaml.safe_load(written("cff", values))["authors"]
    assert people == [{"family-names": last, "given-names": first}, {"name": name}]
    author = json.loads(written("csl", values))[0]["author"]
    assert author == [{"family": last, "given": first}, {"literal": name}]


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3))
def test_descriptions_and_keywords_are_read_back(text: str, words: list[str]) -> None:
    values = of(description=text, keywords=words, contributors=[{"title": "A"}])
    keywords = [word for word in dict.fromkeys(map(join_lines, words)) if word]
    found = yaml.safe_load(written("cff", values))
    assert found.get("abstract", "") == strip_controls(text)
    assert found.get("keywords", []) == keywords
    assert parsing.ris(written("ris", values)).get("KW", []) == keywords
    for format_ in ("schema-org", "croissant"):
        document = json.loads(written(format_, values))
        assert document.get("description", "") == strip_controls(text)
        assert document.get("keywords", []) == keywords


@given(WORDS)
def test_json_may_stand_in_a_page(text: str) -> None:
    values = of(title=text, description=text, keywords=[text, "x"])
    for format_ in ("schema-org", "dcat", "croissant", "csl", "datacite"):
        document = written(format_, values)
        assert not set("<>&\u2028\u2029") & set(document)


@given(WORDS)
def test_text_and_ris_keep_their_lines(text: str) -> None:
    values = of(title=text, description=text, contributors=[{"title": text + "x"}])
    assert len(written("text", values).splitlines()) == 2
    assert set(parsing.ris(written("ris", values))) <= {"TY", "ID", "TI", "AU", "AB", "N1"}


def test_paragraphs_keep_their_lines_and_lose_what_nobody_sees() -> None:
    assert strip_controls(" a\r\n\r\nb\tc\x1b\x00d\n") == "a\n\nb\tcd"
    assert strip_controls(None) == ""


@given(WORDS)
def test_one_line_is_one_line(text: str) -> None:
    line = join_lines(text)
    assert len(line.splitlines()) <= 1 and not BREAKS.search(line.replace(" ", ""))


@pytest.mark.parametrize(
    ("written_", "address"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("https://example.org/a b", False),
        ('https://example.org/"x', False),
        ("https:///x", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("LICENSE.md", False),
        (None, False),
    ],
)
def test_only_whole_web_addresses_are_given(written_: str | None, address: bool) -> None:
    assert check_web_address(written_) == (written_ if address else None)
