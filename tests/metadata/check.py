"""Judge the golden files by their standards: `make check-catalogue`.

Runs in an environment of its own, which holds the judges and nothing of Pressmark. CITATION.cff is
judged by its schema 1.2.0, datacite.json by the `datacite` library (schema 4.5), croissant.json by
`mlcroissant`, which also reads every record through it, dcat.jsonld by SHACL shapes.
"""

import argparse
import ast
import csv
import importlib.resources
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LICENCES = HERE.parent.parent / "pipeline/pressmark/metadata/licence.py"


def cff_schema() -> Any:
    """Give the JSON schema of CITATION.cff 1.2.0, as `check-jsonschema` brings it."""
    schemas = importlib.resources.files("check_jsonschema") / "builtin_schemas/vendor"
    return json.loads((schemas / "citation-file-format.json").read_text("utf-8"))


def cff_faults(path: Path) -> Iterator[str]:
    """Judge CITATION.cff, read by another YAML parser than the one that wrote it."""
    from jsonschema import Draft7Validator, FormatChecker
    from ruamel.yaml import YAML

    document = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    validator = Draft7Validator(cff_schema(), format_checker=FormatChecker())
    yield from (f"{error.json_path}: {error.message}" for error in validator.iter_errors(document))


def datacite_faults(path: Path) -> Iterator[str]:
    """Judge datacite.json, and turn it into the XML that registries take."""
    from datacite import schema45

    document = json.loads(path.read_text("utf-8"))
    yield from (error.message for error in schema45.validator.iter_errors(document))
    if "<resource" not in schema45.tostring(document):
        yield "cannot be written as XML"


def croissant_faults(path: Path) -> Iterator[str]:
    """Judge croissant.json, and read every record of every table through it."""
    import mlcroissant

    dataset = mlcroissant.Dataset(jsonld=path)
    for warning in sorted(dataset.metadata.ctx.issues.warnings):
        sys.stdout.write(f"  (mlcroissant warns: {warning})\n")
    for records in dataset.metadata.record_sets:
        read = sum(1 for _ in dataset.records(records.uuid))
        with (path.parent / f"data/{records.uuid}.csv").open(encoding="utf-8", newline="") as file:
            there = sum(1 for _ in csv.reader(file)) - 1
        if read != there:
            yield f"{read} records of {records.uuid} were read, {there} are there"


def dcat_faults(path: Path, shapes: tuple[Path, ...]) -> Iterator[str]:
    """Judge dcat.jsonld by shapes; a package without a description is DCAT, but not DCAT-AP."""
    import pyshacl
    import rdflib

    graph = rdflib.Graph().parse(path, format="json-ld", publicID="https://example.org/release/")
    for each in shapes:
        fits, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(each))
        if not fits:
            yield f"{each.name}: {text}"


def licence_faults() -> Iterator[str]:
    """Judge the names of licences that are written into CITATION.cff as those of SPDX."""
    known = cff_schema()["definitions"]["license-enum"]["enum"]
    for node in ast.parse(LICENCES.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SPDX":
            names = ast.literal_eval(node.value)
            yield from (f"{name} is not in the schema" for name in names if name not in known)
            return
    yield "no list of names was found"


def judged(name: str, faults: Iterator[str]) -> bool:
    """Print what is wrong with a file, or that nothing is."""
    try:
        found = list(faults)
    except Exception as error:  # noqa: BLE001 - a judge that breaks off has refused the file
        found = [f"{type(error).__name__}: {error}"]
    sys.stdout.write(f"{name}: {'; '.join(found) if found else 'valid'}\n")
    return not found


def main() -> int:
    """Judge every file of every golden package; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="releases to judge")
    parser.add_argument("--shapes", type=Path, help="a folder with further SHACL shapes (*.ttl)")
    options = parser.parse_args()
    logging.getLogger("absl").setLevel(logging.ERROR)
    more = sorted(options.shapes.glob("*.ttl")) if options.shapes else []
    shapes = (HERE / "dcat-ap.ttl", *more)
    judges: tuple[tuple[str, Callable[[Path], Iterator[str]]], ...] = (
        ("CITATION.cff", cff_faults),
        ("datacite.json", datacite_faults),
        ("croissant.json", croissant_faults),
        ("dcat.jsonld", lambda path: dcat_faults(path, shapes)),
    )
    answers = [judged("names of licences", licence_faults())]
    for folder in options.folders or sorted((HERE / "golden").iterdir()):
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        described = package.get("description", "").strip()
        for name, judge in judges:
            if not (folder / name).exists():
                sys.stdout.write(f"{folder.name}/{name}: not written\n")
            elif name == "dcat.jsonld" and not described:
                sys.stdout.write(
                    f"{folder.name}/{name}: DCAT, but not DCAT-AP, which asks for a description\n"
                )
            else:
                answers.append(judged(f"{folder.name}/{name}", judge(folder / name)))
    sys.stdout.write(f"{len(answers)} judged, {answers.count(False)} wrong\n")
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
