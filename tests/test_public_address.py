"""What is a public address, and what would be right where a text is none."""

import pytest

from pressmark.errors import ProjectError
from pressmark.public_address import PublicAddress, parse_public_address, read_public_address


@pytest.mark.parametrize(
    ("text", "origin", "prefix"),
    [
        ("https://data.example.org/faces", "https://data.example.org", "/faces"),
        ("https://data.example.org/faces/", "https://data.example.org", "/faces"),
        ("https://data.example.org", "https://data.example.org", ""),
        ("https://data.example.org/", "https://data.example.org", ""),
        ("HTTPS://Data.Example.org:443/A/b/", "https://data.example.org", "/A/b"),
        ("http://a.example:80", "http://a.example", ""),
        ("http://a.example:443", "http://a.example:443", ""),
        ("http://localhost:8001/~jane/x.y", "http://localhost:8001", "/~jane/x.y"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001", ""),
        ("http://[2001:DB8::1]:8001/a", "http://[2001:db8::1]:8001", "/a"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example", ""),
    ],
)
def test_an_address_is_read(text: str, origin: str, prefix: str) -> None:
    read = parse_public_address(text)
    assert read == PublicAddress(origin, prefix)
    assert parse_public_address(str(read)) == read
    assert f"{read.scheme}://{read.authority}" == origin
    assert read.below("/releases") == f"{origin}{prefix}/releases"


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("data.example.org", "has no scheme", "write https://data.example.org"),
        ("data.example.org:8001/x", "has no scheme", "write https://data.example.org:8001/x"),
        ("//data.example.org", "has no scheme", "write https://data.example.org"),
        ("/faces", "has no scheme", "write https://faces"),
        ("ftp://a.example/x", "the scheme ftp", "write https://a.example/x"),
        ("file:///srv", "the scheme file", "write https:///srv"),
        ("https://a.example/x?y=1", "a query or a fragment", "write https://a.example/x"),
        ("https://a.example/x#y", "a query or a fragment", "write https://a.example/x"),
        ("https://a.example?", "a query or a fragment", "write https://a.example"),
        ("https://a.example/x y", "a character that no address has", "write it as readers"),
        (" https://a.example", "a character that no address has", "write it as readers"),
        ("", "none at all", "write it as readers"),
        ("https://", "has no host", "write it as readers"),
        ("https:///faces", "has no host", "write it as readers"),
        ("https://a_-.example", "has the host 'a_-.example', which is none", "write it as"),
        ("https://a..example", "which is none", "write it as"),
        ("https://a@b.example", "names a user", "write it as"),
        ("https://a.example:99999", "a host or a port that is none", "write it as"),
        ("https://a.example:x", "a host or a port that is none", "write it as"),
        ("https://a.example:0", "a port that is none", "write it as"),
        ("https://a.example:", "a port that is none", "write it as"),
        ("https://[::1", "a host or a port that is none", "write it as"),
        ("https://bücher.example", "not of ASCII", "write the host as xn--bcher-kva.example"),
        ("https://a.example/ä", "has the step 'ä'", "write a path of letters"),
        ("https://a.example/a//b", "has the step ''", "write a path of letters"),
        ("https://a.example/a/../b", "has the step '..'", "write a path of letters"),
        ("https://a.example/a%20b", "has the step 'a%20b'", "write a path of letters"),
        ("https://a.example/<x>", "has the step '<x>'", "write a path of letters"),
    ],
)
def test_what_is_no_address_is_told(text: str, wrong: str, right: str) -> None:
    with pytest.raises(ProjectError) as refused:
        read_public_address(text)
    assert refused.value.place == "--public-address"
    assert wrong in refused.value.wrong and repr(text.replace("a@", "…@")) in refused.value.wrong
    assert refused.value.right.startswith(right)
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    ["https://me:hunter2@data.test", "me:hunter2@data.test", "ftp://me:hunter2@data.test",
     "https://me:hun/ter2@data.test", "https://me:hunter2@data.test?a", "//me:hunter2@data.test",
     "https://me:hun ter2@data.test"],
)  # fmt: skip
def test_a_password_in_an_address_is_not_told(text: str) -> None:
    with pytest.raises(ProjectError) as refused:
        read_public_address(text)
    assert "ter2" not in str(refused.value) and "data.test" in str(refused.value)
