"""`citation.ris`: RIS, one tag a line, as reference managers import it."""

from pressmark.metadata.texts import join_lines
from pressmark.metadata.values import Values


def write(values: Values) -> str:
    """Write one reference of the type DATA."""
    tags = [
        ("TY", "DATA"),
        ("ID", values.key),
        ("TI", values.title),
        *(("AU", each.inverted) for each in values.creators),
        ("PY", values.year),
        ("DA", values.day.replace("-", "/")),
        ("ET", values.version),
        ("PB", values.house),
        ("DO", values.doi),
        ("UR", values.link),
        ("AB", join_lines(values.description)),
        *(("KW", word) for word in values.keywords),
        *(("N1", note) for note in values.notes),
    ]
    return "".join(f"{tag}  - {text}\n" for tag, text in tags if text) + "ER  - \n"
