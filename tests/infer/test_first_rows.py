"""Where a table's header stands, what stands above it, and how its cells are parted."""

import pytest

from pressmark.infer.encoding import find_encoding
from pressmark.infer.rows_layout import lay_out_delimited

TITLED = "Visits in 2016\n\nid,name,visitors\n1,Anna,20\n2,Bob,30\n3,Cem,1\n"
GROUPED = "place,2015,,2016,\n,men,women,men,women\nBerlin,1,2,3,4\nRome,1,2,3,4\nOslo,1,2,3,4\n"

LAYOUTS: tuple[tuple[str, tuple[str, ...], dict[str, object]], ...] = (
    ("a,b\n1,2\n", ("a", "b"), {}),
    ("a;b\n1,5;2\n3,5;4\n", ("a", "b"), {"delimiter": ";"}),
    ("a\tb\n1\t2\n", ("a", "b"), {"delimiter": "\t"}),
    ("a|b\n1|2\n", ("a", "b"), {"delimiter": "|"}),
    ("a\n1\n2\n", ("a",), {}),
    ("sep=;\na;b\n1;2\n", ("a", "b"), {"delimiter": ";", "headerRows": (2,)}),
    (TITLED, ("id", "name", "visitors"), {"headerRows": (3,)}),
    ("1,Anna\n2,Bob\n3,Cem\n", ("column_1", "column_2"), {"header": False}),
    ("id,,id\n1,2,3\n4,5,6\n", ("id", "column_2", "id_2"), {}),
    ("place,2015,2016\nBerlin,12.5,13\nRome,1,2\n", ("place", "2015", "2016"), {}),
    (
        GROUPED,
        ("place", "2015 men", "2015 women", "2016 men", "2016 women"),
        {"headerRows": (1, 2)},
    ),
    ('"a, or b";c\n"1;2";3\n"1;2";4\n', ("a, or b", "c"), {"delimiter": ";"}),
)


@pytest.mark.parametrize(("text", "columns", "dialect"), LAYOUTS)
def test_the_first_rows_show_the_layout(
    text: str, columns: tuple[str, ...], dialect: dict[str, object]
) -> None:
    found = lay_out_delimited(text, whole=True)
    assert (found.columns, found.dialect) == (columns, dialect)


def test_what_is_decided_is_said() -> None:
    said = [doubt.words for doubt in lay_out_delimited(TITLED, whole=True).doubts]
    assert said == ['The header is row 3; above it stands "Visits in 2016", left out.']
    bare = lay_out_delimited("1,Anna\n2,Bob\n3,Cem\n", whole=True).doubts
    assert [doubt.weight for doubt in bare] == [3]
    named = lay_out_delimited("id,,id\n1,2,3\n4,5,6\n", whole=True).doubts
    assert [doubt.words for doubt in named] == [
        "Column 2 has no name: it is called 'column_2'.",
        "Column 3 is a second 'id': it is called 'id_2'.",
    ]


ENCODED = (
    ("Łódź".encode(), "utf-8", 0),
    ("\ufeffŁódź".encode(), "utf-8", 0),
    ("Łódź".encode("utf-16"), "utf-16", 0),
    ("Łódź".encode("utf-32"), "utf-32", 0),
    ("façade".encode("windows-1252"), "windows-1252", 1),
    (b"fa\x81ade", "iso-8859-1", 1),
    ("Łódź".encode()[:-1], "iso-8859-1", 1),
)


@pytest.mark.parametrize(("raw", "name", "doubts"), ENCODED)
def test_all_bytes_show_the_encoding(raw: bytes, name: str, doubts: int) -> None:
    found, said = find_encoding(lambda: iter([raw[:5], raw[5:]]))
    assert (found, len(said)) == (name, doubts)
