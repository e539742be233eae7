"""What each rule asks for, in words for people who edit spreadsheets."""

MEANINGS: dict[str, dict[str, str]] = {
    "file": {
        "missing": "A file is not there",
        "encoding": "A file is not in the encoding that it should have",
        "hash": "A file is not the one that was described",
        "bytes": "A file has another size than was described",
        "empty": "A file is empty",
        "dialect": "A file is written in a way that is not read",
        "line_ends": "Lines end in a way that is not read",
        "too_large": "A table is too large",
        "compressed_bomb": "A compressed file unpacks to far too much",
        "unsafe": "A path leads out of the package",
        "format": "A file is not in the format that it should have",
    },
    "header": {
        "missing": "A column is missing",
        "extra": "A column is not known",
        "order": "Columns stand in another order",
        "duplicate": "Two columns have one name",
        "blank": "A column has no name",
    },
    "record": {
        "format": "A record is not in the format that it should have",
        "short": "A record has too few cells",
        "long": "A record has too many cells",
        "blank": "A line is blank",
        "too_large": "A record is too long",
        "unclosed_quote": "A quote opens and never closes",
        "stray_quote": "A quote stands where it should not",
    },
    "cell": {
        "type": "A value is not of the kind that its column holds",
        "required": "A value is missing",
        "min_length": "A text is too short",
        "max_length": "A text is too long",
        "minimum": "A value is too low",
        "maximum": "A value is too high",
        "exclusive_minimum": "A value is too low",
        "exclusive_maximum": "A value is too high",
        "pattern": "A text does not have the form that its column asks for",
        "enum": "A value is not one of those allowed",
        "category": "A value is not one of the categories",
        "json_schema": "A value does not have the structure that its column asks for",
        "control": "A text holds characters that nobody can see",
        "bidi": "A text holds characters that hide or turn text around",
        "formula": "A spreadsheet would run a text as a formula",
        "precision": "A number has more digits than can be kept exactly as a number",
        "too_large": "A cell is too long",
    },
    "key": {
        "primary": "Two records have the same key",
        "unique": "A value that must be unique is repeated",
        "foreign": "A reference leads nowhere",
        "parent_not_unique": "A reference leads to several records",
    },
    "schema": {"pattern": "A pattern could not be checked"},
    "evidence": {
        "passage_changed": "A quoted passage is not in its source",
        "source_missing": "A source is not there",
        "out_of_range": "A quoted passage lies outside its source",
    },
}
"""By the two parts of a rule's name."""


def meaning(rule: str) -> str:
    """Say in words what a rule that found something found."""
    kind, _, name = rule.partition(".")
    if kind == "rule":
        return f"The dataset's own rule {name} is broken"
    return MEANINGS.get(kind, {}).get(name, f"The rule {rule} is broken")
