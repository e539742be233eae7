"""Lines that load a table's CSV into Stata 14 or newer ("import delimited", "Datetime conversion").

Every column comes as a text named v1, v2, … and is then made typed: so nothing is guessed, and a
name that Stata cannot have does not stand in the way. Stata has one missing text, the empty one,
no numbers beyond 2^53, which stop these lines, and milliseconds.
"""

import re
import textwrap

from pressmark.formats.loading import Loading

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,31}", re.ASCII)
"""Names of variables, of letters that no version of Stata takes amiss ("Names" in its guide)."""
RESERVED = {
    "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_skip", "_weight", "byte",
    "double", "e", "float", "if", "in", "int", "long", "r", "str", "strL", "using", "with",
}  # fmt: skip
TAKEN = re.compile(r"v[0-9]+|str[0-9]+|typed")
SAFE = re.compile(r"[\w .,:;()+*/=<>-]*", re.ASCII)
LARGEST = 2**53
WIDTH = 88
TYPED = (
    ("integer", "double", "real(`name')", ""),
    ("double", "double", "real(`name')", ""),
    ("boolean", "byte", 'cond(`name\' == "true", 1, cond(`name\' == "false", 0, .))', ""),
    ("date", "long", 'date(`name\', "YMD")', "%td"),
    ("timestamp", "double", 'clock(subinstr(`name\', "T", " ", 1), "YMDhms")', "%tc"),
)
"""How a column of each storage is made of its text: type, expression, format."""


def render_stata(table: Loading) -> str:
    """Write the lines that load one table and save it beside them."""
    every = [f"v{number}" for number in range(1, len(table.columns) + 1)]
    written = [
        f'import delimited "{table.source}", delimiters(",") varnames(nonames) rowrange(2) ///',
        '    stringcols(_all) bindquotes(strict) maxquotedrows(unlimited) encoding("utf-8") clear',
    ]
    if table.missing:
        said = render_text(table.missing)
        written += ["foreach name of varlist _all {",
                    f"    replace `name' = \"\" if `name' == {said}", "}"]  # fmt: skip
    for kind, stored, value, shown in TYPED:
        names = [each for each, (_, of) in zip(every, table.columns, strict=True) if of == kind]
        if names:
            written += write_typing(names, kind, stored, value, shown)
    written += [*wrap_line(f"order {' '.join(every)}"), *write_renaming(table)]
    return "\n".join([*written, f'save "{table.target}.dta", replace']) + "\n"


def write_typing(names: list[str], kind: str, stored: str, value: str, shown: str) -> list[str]:
    """Write the loop that makes some columns typed; a value that is lost stops it."""
    exact = [f"    assert missing(typed) | abs(typed) <= {LARGEST}"] if kind == "integer" else []
    return [
        *wrap_line(f"foreach name in {' '.join(names)} {{"),
        f"    generate {stored} typed = {value}",
        '    assert missing(typed) == (`name\' == "")',
        *exact,
        *([f"    format typed {shown}"] if shown else []),
        "    drop `name'",
        "    rename typed `name'",
        "}",
    ]


def write_renaming(table: Loading) -> list[str]:
    """Write what gives columns their names; the others keep a number, and a label says the name."""
    old, new, labels = [], [], []
    for number, (name, _) in enumerate(table.columns, start=1):
        if can_be_a_name(name):
            old.append(f"v{number}")
            new.append(name)
        else:
            shown = "".join(each if SAFE.fullmatch(each) else "?" for each in name)[:80]
            labels.append(f'label variable v{number} "{shown}"')
    pairs = f"rename ({' '.join(old)}) ({' '.join(new)})"
    return [*labels, *(wrap_line(pairs) if old else [])]


def can_be_a_name(name: str) -> bool:
    """Whether Stata can have a variable of that name, and none of these lines has it already."""
    return NAME.fullmatch(name) is not None and name not in RESERVED and not TAKEN.fullmatch(name)


def render_text(value: str) -> str:
    """Write any text as an expression: what Stata would read as a macro or an end is spelled."""
    if SAFE.fullmatch(value):
        return f'"{value}"'
    return " + ".join(f"uchar({ord(each)})" for each in value)


def wrap_line(line: str) -> list[str]:
    """Cut a line into lines of which each but the last says that it goes on."""
    cut = textwrap.wrap(line, WIDTH, subsequent_indent="    ",
                        break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return [f"{each} ///" for each in cut[:-1]] + cut[-1:]
