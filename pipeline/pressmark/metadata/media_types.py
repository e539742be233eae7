"""The media type of a file by the end of its name: what publishers put beside their tables.

It is decided here and not by what a descriptor says, nor by the machine, so that the same release
tells the same everywhere, and no publisher can make a browser run a file.
"""

from pathlib import PurePosixPath

OTHER = "application/octet-stream"
MEDIA_TYPES = (
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("json", "application/json"),
    ("geojson", "application/geo+json"),
    ("topojson", "application/json"),
    ("jsonld", "application/ld+json"),
    ("jsonl", "application/jsonl"),
    ("ndjson", "application/x-ndjson"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("xml", "application/xml"),
    ("kml", "application/vnd.google-earth.kml+xml"),
    ("gml", "application/gml+xml"),
    ("rdf", "application/rdf+xml"),
    ("ttl", "text/turtle"),
    ("bib", "text/plain"),
    ("sql", "text/plain"),
    ("py", "text/plain"),
    ("r", "text/plain"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("svg", "image/svg+xml"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("parquet", "application/vnd.apache.parquet"),
    ("sqlite", "application/vnd.sqlite3"),
    ("gpkg", "application/geopackage+sqlite3"),
    ("gz", "application/gzip"),
    ("zip", "application/zip"),
)


def find_media_type(path: str) -> str:
    """Give the media type of a file of that name; bytes of an unknown kind are just that."""
    ending = PurePosixPath(path).suffix.removeprefix(".").lower()
    return dict(MEDIA_TYPES).get(ending, OTHER)
