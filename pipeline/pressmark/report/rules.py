"""Every rule, once: its name, what it means to a reader, its severity, and an example of it.

Rooms that judge name a rule by its value here, never by its text. The table of
docs/reference/rules.md, the titles of the renderings and the rules of SARIF are all read from
`RULES`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from pressmark.errors import ProjectError
from pressmark.plugins import PREFIX, join_registry, list_added, name_chosen
from pressmark.report.finding import Severity
from pressmark.report.rule import Rule
from pressmark.report.sheet_rules import SHEET_RULES

# fmt: off
FILE_MISSING = Rule("file.missing", "A file is not there",
    "a path at which there is no file", "Data Resource: path", hides_records=True,
    given='{"path": "none.csv"}')
FILE_EMPTY = Rule("file.empty", "A file is empty",
    "a file of no bytes", "Table Schema: fieldsMatch", hides_records=True, file="(nothing)")
FILE_ENCODING = Rule("file.encoding", "A file is not in the encoding that it should have",
    "a byte that is not of the encoding that is given, UTF-8 if none is", "Data Resource: encoding",
    file=r"a,b\n1,\xff\n")
FILE_LINE_ENDS = Rule("file.line_ends", "Lines end in a way that is not read",
    "a lone carriage return that ends a line", "Table Dialect: lineTerminator", file=r"a,b\r1,2\r")
FILE_DIALECT = Rule("file.dialect", "A file is written in a way that is not read",
    "a dialect that cannot be meant: one mark for two things, a sheet that is not there",
    "Table Dialect", hides_records=True, given=r'{"dialect": {"delimiter": "\""}}',
    file=r"a,b\n1,2\n")
FILE_FORMAT = Rule("file.format", "A file is not in the format that it should have",
    "a file that is not what it says: broken JSON, gzip, zip, workbook or Parquet",
    "Data Resource: format", hides_records=True, given='{"format": "json"}', file='[{"a": 1')
FILE_UNSAFE = Rule("file.unsafe", "A path leads out of the package",
    "an archive whose entry would be unpacked outside its folder", "Data Resource: path",
    hides_records=True, given='{"path": "t.zip"}', file="(zip of `../t.csv`)")
FILE_TOO_LARGE = Rule("file.too_large", "A table is too large",
    "more columns or bytes than are read",
    "ours: reading is bounded", hides_records=True, given='{"pressmark:limits": {"columns": 2}}',
    file=r"a,b,c\n1,2,3\n")
FILE_COMPRESSED_BOMB = Rule("file.compressed_bomb", "A compressed file unpacks to far too much",
    "a packed file that unpacks to hundreds of times its size", "ours: reading is bounded",
    hides_records=True, given='{"path": "t.csv.gz"}', file="(gzip of 100 MB of zeros)")
FILE_NAME = Rule("file.name", "A file has a name that not every system takes",
    "a name that Windows refuses, or a path that is too long for it", "Data Resource: path",
    severity="warning", given='{"path": "aux.csv"}', file=r"a,b\n1,2\n")
FILE_BYTES = Rule("file.bytes", "A file has another size than was described",
    "a file of another size than its descriptor says", "Data Resource: bytes", given='{"bytes": 3}',
    file=r"a,b\n1,2\n")
FILE_HASH = Rule("file.hash", "A file is not the one that was described",
    "a file with another digest than its descriptor says", "Data Resource: hash",
    given='{"hash": "d41d8cd98f00b204e9800998ecf8427e"}', file=r"a,b\n1,2\n")
HEADER_MISSING = Rule("header.missing", "A column is missing",
    "a field of the schema that the header lacks", "Table Schema: fieldsMatch", file=r"a\n1\n")
HEADER_ROW = Rule("header.row", "The header stands below other rows",
    "a title or a note above the header", "Table Dialect: headerRows",
    file=r"A title\na,b\n1,2\n")
HEADER_EXTRA = Rule("header.extra", "A column is not known",
    "a column that the schema does not know", "Table Schema: fieldsMatch", file=r"a,b,c\n1,2,3\n")
HEADER_ORDER = Rule("header.order", "Columns stand in another order",
    "the right columns in another order", "Table Schema: fieldsMatch", file=r"b,a\n2,1\n")
HEADER_DUPLICATE = Rule("header.duplicate", "Two columns have one name",
    "two columns of one name", "Table Schema: fields", file=r"a,b,b\n1,2,3\n")
HEADER_BLANK = Rule("header.blank", "A column has no name",
    "a column without a name", "Table Schema: fields", file=r"a,b,\n1,2,3\n")
HEADER_SEPARATOR = Rule("header.separator", "The first line is for a spreadsheet program",
    "a line such as `sep=;`, by which Excel is told what stands between cells",
    "RFC 4180, section 2",
    file=r"sep=,\na,b\n1,2\n")
HEADER_REPEATED = Rule("header.repeated", "A part of a table repeats its header",
    "a header in a later file of a table, which is read as no record",
    "Data Resource: path, multiple files", severity="warning", needs="a table in several files")
RECORD_SHORT = Rule("record.short", "A record has too few cells",
    "a record with fewer cells than the header", "RFC 4180, section 2", file=r"a,b\n1\n")
RECORD_LONG = Rule("record.long", "A record has too many cells",
    "a record with more cells than the header", "RFC 4180, section 2", file=r"a,b\n1,2,\n")
RECORD_FORMAT = Rule("record.format", "A record is not in the format that it should have",
    "an item of a JSON table that is no record", "Table Dialect: itemType",
    given='{"format": "json"}', file='[{"a": "1", "b": "2"}, 3]')
RECORD_BLANK = Rule("record.blank", "A line is blank",
    "a blank line", "RFC 4180, section 2", file=r"a,b\n\n1,2\n")
RECORD_TOO_LARGE = Rule("record.too_large", "A record is too long",
    "a record larger than is read, often an unclosed quote", "ours: reading is bounded",
    hides_records=True, given='{"pressmark:limits": {"recordBytes": 8}}', file=r"a,b\n123456,789\n")
RECORD_UNCLOSED_QUOTE = Rule("record.unclosed_quote", "A quote opens and never closes",
    "a quote that opens and never closes", "RFC 4180, section 2", hides_records=True,
    file=r'a,b\n1,"2\n')
RECORD_STRAY_QUOTE = Rule("record.stray_quote", "A quote stands where it should not",
    "text behind a closing quote, or a quote inside an unquoted cell", "RFC 4180, section 2",
    file=r'a,b\n1,"2"x\n')
CELL_TOO_LARGE = Rule("cell.too_large", "A cell is too long",
    "a cell larger than is read", "ours: reading is bounded",
    given='{"pressmark:limits": {"cellBytes": 4}}', file=r"a,b\n12345,x\n")
CELL_TYPE = Rule("cell.type", "A value is not of the kind that its column holds",
    "a text that is not of the field's type, or names no value of it", "Field Types",
    given='{"type": "date"}', file=r"a,b\n2021-02-30,x\n")
CELL_REQUIRED = Rule("cell.required", "A value is missing",
    "an empty cell in a required field or a primary key", "Field Constraints: required",
    given='{"constraints": {"required": true}}', file=r"a,b\n,x\n")
CELL_MIN_LENGTH = Rule("cell.min_length", "A text is too short",
    "a text shorter than `minLength`", "Field Constraints: minLength",
    given='{"constraints": {"minLength": 3}}', file=r"a,b\nxy,x\n")
CELL_MAX_LENGTH = Rule("cell.max_length", "A text is too long",
    "a text longer than `maxLength`", "Field Constraints: maxLength",
    given='{"constraints": {"maxLength": 3}}', file=r"a,b\nxyzx,x\n")
CELL_MINIMUM = Rule("cell.minimum", "A value is too low",
    "a value below `minimum`", "Field Constraints: minimum",
    given='{"type": "integer", "constraints": {"minimum": 3}}', file=r"a,b\n2,x\n")
CELL_MAXIMUM = Rule("cell.maximum", "A value is too high",
    "a value above `maximum`", "Field Constraints: maximum",
    given='{"type": "date", "constraints": {"maximum": "2021-05-18"}}', file=r"a,b\n2021-05-19,x\n")
CELL_EXCLUSIVE_MINIMUM = Rule("cell.exclusive_minimum", "A value is too low",
    "a value not above `exclusiveMinimum`", "Field Constraints: exclusiveMinimum",
    given='{"type": "number", "constraints": {"exclusiveMinimum": 0}}', file=r"a,b\n0.0,x\n")
CELL_EXCLUSIVE_MAXIMUM = Rule("cell.exclusive_maximum", "A value is too high",
    "a value not below `exclusiveMaximum`", "Field Constraints: exclusiveMaximum",
    given='{"type": "time", "constraints": {"exclusiveMaximum": "12:00:00"}}',
    file=r"a,b\n12:00:00,x\n")
CELL_PATTERN = Rule("cell.pattern", "A text does not have the form that its column asks for",
    "a text that `pattern` does not match as a whole", "Field Constraints: pattern",
    given='{"constraints": {"pattern": "[A-Z]{2}"}}', file=r"a,b\nXYZ,x\n")
CELL_ENUM = Rule("cell.enum", "A value is not one of those allowed",
    "a value that `enum` does not list", "Field Constraints: enum",
    given='{"constraints": {"enum": ["ban", "limit"]}}', file=r"a,b\nbann,x\n")
CELL_CATEGORY = Rule("cell.category", "A value is not one of the categories",
    "a value that `categories` do not list", "Field: categories",
    given='{"categories": ["yes", "no"]}', file=r"a,b\nmaybe,x\n")
CELL_JSON_SCHEMA = Rule("cell.json_schema",
    "A value does not have the structure that its column asks for",
    "an array or object that `jsonSchema` does not allow", "Field Constraints: jsonSchema",
    given='{"type": "object", "constraints": {"jsonSchema": {"required": ["name"]}}}',
    file=r"a,b\n{},x\n")
CELL_PRECISION = Rule("cell.precision",
    "A number has more digits than can be kept exactly as a number",
    "a value more exact than its column can be, which is kept as text", "ours: nothing is rounded",
    severity="warning", given='{"type": "integer"}', file=r"a,b\n12345678901234567890,x\n")
CELL_FORMULA = Rule("cell.formula", "A spreadsheet would run a text as a formula",
    "text that a spreadsheet would run; at most three a field are listed",
    "ours: text that no program runs (OWASP, CSV Injection)", severity="warning",
    file=r"a,b\n=1+1,x\n")
CELL_SHEET_ERROR = Rule("cell.sheet_error", "A text is the error of a spreadsheet",
    "a text such as `#REF!`, which a spreadsheet shows in place of a result; at most three a field "
    "are listed", "ours: what no publisher means", severity="warning", file=r"a,b\n#REF!,x\n")
CELL_CONTROL = Rule("cell.control", "A text holds characters that nobody can see",
    "control characters that nobody can see", "ours: text that people can see",
    file=r"a,b\nx\x07y,x\n")
CELL_BIDI = Rule("cell.bidi", "A text holds characters that hide or turn text around",
    "characters that hide or turn text around",
    "ours: text that people can see (Unicode Technical Report 36)", file=r"a,b\nx\xe2\x80\x8by,x\n")
CELL_UNLIKE = Rule("cell.unlike", "A value is unlike nearly all others of its column",
    "a value that alone, or nearly, keeps a column from being of numbers or dates",
    "ours: files without a schema", severity="warning", needs="`validate FILE` without a schema")
KEY_PRIMARY = Rule("key.primary", "Two records have the same key",
    "a primary key that another record has", "Table Schema: primaryKey",
    given='{"primaryKey": "a"}', file=r"a,b\n1,x\n1,y\n")
KEY_UNIQUE = Rule("key.unique", "A value that must be unique is repeated",
    "a value that must be unique and is not", "Table Schema: uniqueKeys",
    given='{"uniqueKeys": [["a", "b"]]}', file=r"a,b\n1,x\n1,x\n")
KEY_FOREIGN = Rule("key.foreign", "A reference leads nowhere",
    "a reference to a record that is not there", "Table Schema: foreignKeys",
    given='{"foreignKeys": [{"fields": "b", "reference": {"fields": "a"}}]}',
    file=r"a,b\n1,1\n2,3\n")
KEY_PARENT_NOT_UNIQUE = Rule("key.parent_not_unique", "A reference leads to several records",
    "a reference to fields that several records share", "Table Schema: foreignKeys",
    given='{"foreignKeys": [{"fields": "b", "reference": {"fields": "a"}}]}',
    file=r"a,b\n1,1\n1,1\n")
OWN = Rule("rule.<name>", "The dataset's own rule is broken",
    "whatever your own rule selects", "ours: what only a dataset knows",
    given='{"primaryKey": "a", "pressmark:rules": ["alike.sql"]}', file=r"a,b\n1,1\n")
SCHEMA_HIDDEN = Rule("schema.hidden", "A name holds characters that nobody can see",
    "a name, a path or an allowed value with characters that are invisible or turn text around",
    "ours: text that people can see (Unicode Technical Report 36)",
    given=r'{"constraints": {"enum": ["1", "2\u200b"]}}', file=r"a,b\n1,2\n")
SCHEMA_HIDDEN_TEXT = Rule("schema.hidden_text", "A description holds characters nobody can see",
    "a title, description or label with such characters", "ours: text that people can see",
    severity="warning", given=r'{"title": "A\u202eb"}', file=r"a,b\n1,2\n")
SCHEMA_LOOK_ALIKE = Rule("schema.look_alike", "A name looks like another",
    "a word of letters from two alphabets that look the same, or two names that look the same",
    "ours: text that people can see (Unicode Technical Standard 39)", severity="warning",
    given=r'{"constraints": {"enum": ["1", "\u0440ass"]}}', file=r"a,b\n1,2\n")
DESCRIPTOR_VALUE = Rule("descriptor.value", "A property of the descriptor is not as it should be",
    "a property whose value the standard does not allow, such as an empty homepage", "Data Package",
    given='{"constraints": {"minimum": "x"}, "type": "integer"}', file=r"a,b\n1,x\n")
SCHEMA_PATTERN = Rule("schema.pattern", "A pattern could not be checked",
    "a pattern that cannot be checked", "Field Constraints: pattern", severity="warning",
    given='{"constraints": {"pattern": "(?=x).*"}}', file=r"a,b\nx,y\n")
SCHEMA_MISSING = Rule("schema.missing", "A schema or dialect is not there",
    "an address of a schema or dialect, of which no copy is in the folder of schemas, or a path "
    "without a file",
    "Data Resource: schema", hides_records=True,
    needs="a descriptor that names a schema by address or path")
SCHEMA_NAME = Rule("schema.name", "A name cannot be that of a table or a package",
    "a name with a line end or another control character", "Data Resource: name",
    needs="a package or a table of such a name")
SCHEMA_PROPERTY = Rule("schema.property",
    "A property is not known where it stands, and was probably meant to be another",
    "a property that the standard does not know there, and that resembles one that it does",
    "Data Package: Customization", severity="warning",
    needs="a descriptor that somebody else wrote")
SCHEMA_WIDE = Rule("schema.wide", "A table is wider than SQLite can hold",
    "more than 2,000 fields, or 2,000 and no primary key: the database, and so the site, hold the "
    "first 1,900 and all keys",
    "ours: nothing is lost in silence", severity="warning", needs="2,001 fields")
SCHEMA_DOUBT = Rule("schema.doubt", "What was found in a file might be meant otherwise",
    "an encoding, a header, a type or a sum below a table that `describe` is not sure of",
    "ours: files without a schema", severity="warning", needs="`validate FILE` without a schema")
EVIDENCE_SOURCE_MISSING = Rule("evidence.source_missing", "A source is not there",
    "a source whose text is not in the folder", "ours: evidence",
    needs="`validate --sources FOLDER`")
EVIDENCE_OUT_OF_RANGE = Rule("evidence.out_of_range", "A quoted passage lies outside its source",
    "a passage behind the end of its source's text", "ours: evidence",
    needs="`validate --sources FOLDER`")
EVIDENCE_PASSAGE_CHANGED = Rule("evidence.passage_changed", "A quoted passage is not in its source",
    "a passage that reads otherwise in its source than was recorded", "ours: evidence",
    needs="`validate --sources FOLDER`")

RULES: tuple[Rule, ...] = (
    FILE_MISSING, FILE_EMPTY, FILE_ENCODING, FILE_LINE_ENDS, FILE_DIALECT, FILE_FORMAT, FILE_UNSAFE,
    FILE_TOO_LARGE, FILE_COMPRESSED_BOMB, FILE_NAME, FILE_BYTES, FILE_HASH, HEADER_SEPARATOR,
    HEADER_ROW, HEADER_MISSING, HEADER_EXTRA, HEADER_ORDER, HEADER_DUPLICATE, HEADER_BLANK,
    HEADER_REPEATED, *SHEET_RULES, RECORD_SHORT, RECORD_LONG, RECORD_FORMAT, RECORD_BLANK,
    RECORD_TOO_LARGE, RECORD_UNCLOSED_QUOTE, RECORD_STRAY_QUOTE, CELL_TOO_LARGE, CELL_TYPE,
    CELL_REQUIRED, CELL_MIN_LENGTH, CELL_MAX_LENGTH, CELL_MINIMUM, CELL_MAXIMUM,
    CELL_EXCLUSIVE_MINIMUM, CELL_EXCLUSIVE_MAXIMUM, CELL_PATTERN, CELL_ENUM, CELL_CATEGORY,
    CELL_JSON_SCHEMA, CELL_PRECISION, CELL_FORMULA, CELL_SHEET_ERROR, CELL_CONTROL, CELL_BIDI,
    CELL_UNLIKE, KEY_PRIMARY, KEY_UNIQUE, KEY_FOREIGN, KEY_PARENT_NOT_UNIQUE, OWN, DESCRIPTOR_VALUE,
    SCHEMA_MISSING, SCHEMA_NAME, SCHEMA_HIDDEN, SCHEMA_HIDDEN_TEXT, SCHEMA_LOOK_ALIKE,
    SCHEMA_PATTERN, SCHEMA_PROPERTY, SCHEMA_WIDE, SCHEMA_DOUBT, EVIDENCE_SOURCE_MISSING,
    EVIDENCE_OUT_OF_RANGE, EVIDENCE_PASSAGE_CHANGED,
)
"""Every rule, in the order in which a reader should mend what they find."""
# fmt: on

KINDS = tuple(dict.fromkeys(rule.kind for rule in RULES))
"""What rules are about, in the same order."""
BY_ID = {rule.id: rule for rule in RULES}
NAME = re.compile(r"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*")
"""How the rule of a plug-in is named: its kind, a dot, and what it is about."""


def make_own_rule(name: str, severity: Severity = "error") -> Rule:
    """Give a rule that only one dataset has, by the name of its file."""
    title = f"The dataset's own rule {name} is broken"
    return replace(OWN, id=f"{OWN.kind}.{name}", title=title, severity=severity)


def find_rule(name: str, plugged: Iterable[Rule] = ()) -> Rule:
    """Give the rule of a finding, the dataset's own ones too, or one of those `plugged` in.

    KeyError where there is none.
    """
    kind, _, rest = name.partition(".")
    if kind == OWN.kind:
        return make_own_rule(rest)
    return ({each.id: each for each in plugged} | BY_ID)[name]


def list_plugged_rules() -> tuple[Rule, ...]:
    """Give the rules of the plug-ins in use; ProjectError where one is not named as rules are."""
    rules: tuple[Rule, ...] = tuple(each.rule for each in list_added("rules"))
    for rule in rules:
        if not NAME.fullmatch(rule.id) or rule.kind == OWN.kind:
            wrong = f"the rule is named {rule.id!r}"
            right = f"name it as in my.rule; those of {OWN.kind} are a dataset's own"
            raise ProjectError(f"{name_chosen()}, {PREFIX}rules", wrong, right)
    return rules


def list_known_rules() -> tuple[Rule, ...]:
    """Give every rule but a dataset's own ones, those of plug-ins last; ProjectError as there."""
    list_plugged_rules()
    return join_registry("rules", RULES, lambda rule: rule.id, of=lambda each: each.rule)


def rank_rule(name: str) -> int:
    """Give the place of a rule, by its kind, in the order of mending; new kinds come last."""
    kind = name.partition(".")[0]
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
