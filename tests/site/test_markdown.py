"""Markdown of strangers becomes text and harmless marks."""

import pytest

from pressmark.site.content.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* `c`", "<p>a <em>b</em> <code>c</code></p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("a <b onclick=x>", "<p>a &lt;b onclick=x&gt;</p>\n"),
        ("[x](https://example.org/a)", '<p><a href="https://example.org/a">x</a></p>\n'),
        ("[x](mailto:a@example.org)", '<p><a href="mailto:a@example.org">x</a></p>\n'),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
        ("[x](//example.org)", "<p>[x](//example.org)</p>\n"),
        ("<javascript:alert>", "<p>&lt;javascript:alert&gt;</p>\n"),
        ("![x](https://example.org/a.png)", '<p>!<a href="https://example.org/a.png">x</a></p>\n'),
        ("# a\n\n### b", "<h3>a</h3>\n<h5>b</h5>\n"),
        ("a_b and c_d", "<p>a_b and c_d</p>\n"),
        (None, ""),
    ],
)
def test_markdown_is_written_as_html_that_cannot_harm(text: str | None, html: str) -> None:
    assert render_markdown(text) == html
