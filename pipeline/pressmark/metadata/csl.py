"""`citation.json`: CSL-JSON, a list of one item."""

from typing import Any

from pressmark.metadata.creator import Creator
from pressmark.metadata.texts import keep_said, render_json
from pressmark.metadata.values import Values


def write(values: Values) -> str:
    """Write one item of the type `dataset` (CSL 1.0.2, "csl-data")."""
    day = values.date
    item = {
        "id": values.key,
        "type": "dataset",
        "title": values.title,
        "author": [make_name(each) for each in values.creators],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "version": values.version,
        "publisher": values.house,
        "abstract": values.description,
        "keyword": ", ".join(values.keywords),
        "DOI": values.doi,
        "URL": values.link,
        "note": ". ".join(values.notes),
    }
    return render_json([keep_said(item)])


def make_name(creator: Creator) -> dict[str, Any]:
    """Write a person's names apart, any other name as it is."""
    if creator.family and creator.given:
        return {"family": creator.family, "given": creator.given}
    return {"literal": creator.name}
