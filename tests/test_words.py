"""Functions are verbs: the first word of each says what it does, or what it answers."""

import ast
from collections.abc import Iterator
from pathlib import Path

PRESSMARK = Path(__file__).parent.parent / "pipeline" / "pressmark"

VERBS = frozenset({
    "accept", "add", "advise", "annotate", "announce", "answer", "apply", "ask", "begin",
    "bind", "blame", "blank", "break", "build", "call", "cast", "check", "choose", "cite",
    "clean", "clear", "collect", "compare", "compile", "complain", "conclude", "configure",
    "contain",
    "convert", "copy", "count", "cut", "decide", "decode", "define", "deposit", "derive",
    "describe", "digest", "display", "divide", "do", "doubt", "draft", "draw", "drop", "embed",
    "encode", "end", "enter", "escape", "estimate", "explain", "export", "express", "fill",
    "find", "finish", "fit", "fold", "follow", "forbid", "forget", "frame", "gather", "give",
    "group", "guard", "guess", "gunzip", "hand", "hash", "hide", "hint", "hold", "identify",
    "import", "index", "infer", "insert", "inspect", "invert", "join", "judge", "keep", "know",
    "label", "lay", "lead", "learn", "leave", "lengthen", "lighten", "limit", "link", "list",
    "load", "locate", "lock", "look", "make", "map", "mark", "match", "measure", "merge",
    "move", "name", "narrow", "normalize", "note", "number", "open", "order", "outlive",
    "overlay", "pack", "paint", "pair", "parse", "phrase", "pick", "pin", "place", "plan",
    "plug", "point", "prepare", "print", "project", "protect", "prove", "publish", "push",
    "quote", "raise", "rank", "read", "redact", "refresh", "refuse", "register", "rehearse",
    "release", "remember", "remove", "rename", "render", "renew", "replace", "report",
    "represent", "require", "resolve", "restore", "resume", "reuse", "reverse", "rewrite",
    "round", "run", "say", "scan", "seal", "search", "see", "select", "send", "serve", "settle",
    "share", "shorten", "show", "shut", "sign", "simplify", "sort", "spell", "split", "squeeze",
    "stack", "stage", "stamp", "stop", "store", "strip", "subtract", "suggest", "summarize",
    "survey", "swap", "sync", "take", "teach", "tell", "thin", "translate", "try", "turn",
    "type", "underline", "understand", "unite", "unpack", "unzip", "upgrade", "use", "validate",
    "verify", "wait", "walk", "warm", "warn", "watch", "weigh", "withdraw", "wrap", "write",
})  # fmt: skip
"""What functions do."""
ANSWERS = frozenset({
    "accepts", "allows", "are", "as", "asks", "begins", "breaks", "can", "comes", "differs",
    "ends", "finds", "fits", "has", "holds", "is", "joins", "keeps", "leads", "looks",
    "matches", "may", "names", "orders", "reaches", "repeats", "satisfies", "says", "stands",
    "takes", "touches", "was", "with", "without",
})  # fmt: skip
"""How questions begin that are answered by yes or no, and names of copies: `with_…`, `as_…`."""
BOTH = frozenset({
    "answer", "draft", "frame", "group", "index", "label", "lead", "limit", "link", "list",
    "map", "mark", "match", "name", "number", "order", "place", "point", "print", "project",
    "rank", "stamp", "type", "looks", "names", "orders",
})  # fmt: skip
"""Verbs that are nouns where they stand alone: `place` is refused, `place_in_states` is not."""
OTHERWISE = frozenset({
    "main", "pressmark", "diff", "docs", "ledger", "new", "schemas", "where_filters",
    "extra_template_vars", "handle_exception", "folder", "invenio", "s3", "zenodo",
})  # fmt: skip
"""What is named by others: programs, commands, and the hooks of Datasette."""


def nouns_in(house: Path) -> Iterator[str]:
    """Say of each function of a module which does not begin with a verb."""
    for path in sorted(house.rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                word = node.name.lstrip("_").partition("_")[0]
                known = word in VERBS | ANSWERS and node.name not in BOTH
                if not known and node.name not in OTHERWISE:
                    yield (
                        f"{path.relative_to(house)}: {node.name} is not named by a verb that"
                        " tests/test_words.py knows: say what the function does"
                    )


def test_a_function_is_named_by_what_it_does() -> None:
    assert list(nouns_in(PRESSMARK)) == []


def test_a_noun_is_seen(tmp_path: Path) -> None:
    (tmp_path / "cellar.py").write_text(
        "def place() -> None: ...\nasync def told_twice() -> None: ...\n"
        "def is_deep() -> bool: ...\ndef _find_place() -> None: ...\nclass Place: ...\n",
        "utf-8",
    )
    told = "is not named by a verb that tests/test_words.py knows: say what the function does"
    assert list(nouns_in(tmp_path)) == [f"cellar.py: place {told}", f"cellar.py: told_twice {told}"]


def test_what_may_not_stand_alone_is_a_verb() -> None:
    assert BOTH <= VERBS | ANSWERS
