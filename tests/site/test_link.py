"""Which addresses of a package may become a link."""

import pytest

from pressmark.site.downloads.link import check_link


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "http://example.org",
        "HTTPS://example.org/",
        "mailto:ada@example.org",
    ],
)
def test_web_and_mail_addresses_pass(address: str) -> None:
    """They come back as they are."""
    assert check_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        7,
        b"https://example.org",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/relative",
        "LICENSE.txt",
        "https:///no-host",
        "https:\\\\example.org",
        "https://example.org/a b",
        "https://example.org/\n",
        "mailto:",
    ],
)
def test_everything_else_is_dropped(address: str | None) -> None:
    """Whatever is no whole web or mail address never becomes a link."""
    assert check_link(address) is None
