"""What the name of a column says about what it holds, in the words of several languages."""

import re
import unicodedata

KEPT_AS_TEXT = (
    ("a postal code", r"zip|postal|postcode|post_code|plz|codigo_postal|code_postal"),
    ("a telephone number", r"phone|telephone|tel|fax|mobile|telefon|telefono"),
    ("a code", r"fips|geoid|isbn|issn|ean|gtin|upc|iban|bic|ssn|lei|naics|sic|siret|siren|hs_code"),
    (
        "an official key",
        r"cik|oclc|lccn|viaf|isni|orcid|duns|nuts|lau|ags|ars|insee|nace|isco|isic",
    ),
    ("a number with letters elsewhere", r"serial|serial_(?:no|nr|number)|house_number|hausnummer"),
    ("a version", r"version|release|section"),
)
"""What is written in digits and is no number, by words of a column's name."""
ADDRESS_WORDS = "ur[il]|link|href|website|homepage|web_page|wikidata|dbpedia"
"""A column that is not called so may hold something else than addresses tomorrow."""
YEAR_WORDS = (
    r"(?<!per)(?<!pro)(?<!par)(?<!por)"
    r"(?:(?:^|[^a-z/])(?:year|yr|annee|ano|anno|rok|år|год|date|datum|fecha|period)|jahr|jaar)"
    r"(?:$|[^a-z])"
)
"""What a column of years is called; a price per year is none."""
LONGITUDE_FIRST = re.compile(r"lo?ng?(?:itude)?_?(?:and_|y_|und_)?lat")
"""A point's name that says which of its numbers stands first."""
MEASURES = re.compile(
    r"(?:^|_)(?:rate|ratio|density|percent|percentage|pct|share|uncertainty|per|pro|revenue|price"
    r"|cost|exports|imports|latitude|longitude|lat|lon|lng|meters|metres|value|wert|valor|valeur"
    r"|kosten|cout|costo|usd|eur|gbp|chf|kwh|mwh|gwh|twh|kw|mw|gw|ha|km2|m2|m3|mm|celsius|index)"
    r"(?:$|_)|dichte(?:$|_)|anteil(?:$|_)|quote(?:$|_)"
)
"""Names of what is measured, and its units: whole numbers of it are so by chance."""


def strip_accents(name: str) -> str:
    """Write a name without accents, its marks as they stand, and `modelYear` in two words."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", letters)


def fold_name(name: str) -> str:
    """Write a name in lower case without accents, with single underscores between its words."""
    return simplify_name(strip_accents(name))


def explain_kept_text(name: str) -> str | None:
    """Say what a column holds whose name says that its digits are no number."""
    for what, names in KEPT_AS_TEXT:
        if re.search(rf"(?:^|_)(?:{names})[0-9]{{0,2}}s?(?:$|_)", fold_name(name)):
            return what
    return None


def is_measured(name: str) -> bool:
    """Whether a name is that of a measure, so that its numbers are whole by chance."""
    return bool(MEASURES.search(fold_name(name)))


def simplify_name(name: str) -> str:
    """Write a name in lower case with single underscores."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()).strip("_")
