"""What a stranger's SELECT may use: an allow-list of functions, and a limit for each size."""

from typing import Any

NAMES_OF_FUNCTIONS = """
    -> ->> abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling char coalesce concat
    concat_ws cos cosh count cume_dist current_date current_time current_timestamp date datetime
    degrees dense_rank escape_fts exp first_value floor glob group_concat hex highlight
    if ifnull iif instr json json_array json_array_length json_error_position json_extract
    json_group_array json_group_object json_insert json_object json_patch json_pretty json_quote
    json_remove json_replace json_set json_type json_valid julianday lag last_value lead length
    like likelihood likely ln log log10 log2 lower ltrim match max median min mod nth_value
    ntile nullif octet_length percent_rank percentile percentile_cont percentile_disc pi pow
    power quote radians random rank replace round row_number rtrim sign sin sinh snippet
    sqlite_version sqrt strftime string_agg substr substring sum tan tanh time timediff total
    trim trunc typeof unhex unicode unixepoch unlikely upper
"""
FUNCTIONS = frozenset(NAMES_OF_FUNCTIONS.split())
"""Every function a SELECT may call; SQLite has others, which leak, bomb or change something.

`escape_fts` is Datasette's, which its search writes into its SQL.
"""

UNREPEATABLE = frozenset({"random", "sqlite_version"})
"""Those of them that answer something else another time; the clock is noticed when it is read."""

TABLE_FUNCTIONS = frozenset({"json_each", "json_tree"})
"""Table-valued functions of SQLite that a SELECT may read; they take no more than their argument.

`generate_series` is no part of SQLite's library; a recursive WITH counts as well.
"""

HIDDEN_TABLES = frozenset({
    "bytecode", "carray", "completion", "dbstat", "fsdir", "fts3tokenize", "generate_series",
    "sqlite_dbdata", "sqlite_dbpage", "sqlite_dbptr", "sqlite_stmt", "tables_used", "zipfile",
})  # fmt: skip
"""Tables that an SQLite may bring without listing them among its modules."""

MODULES = frozenset({"fts5"})
"""The virtual tables that a release's file is made with."""

MEGABYTE = 1 << 20
LIMITS = {
    "length": 8 * MEGABYTE,
    "sql_length": 100_000,
    "column": 2000,
    "expr_depth": 1000,
    "compound_select": 200,
    "vdbe_op": 200_000,
    "function_arg": 100,
    "like_pattern_length": 1000,
    "variable_number": 10_000,
    "trigger_depth": 1,
    "attached": 0,
    "worker_threads": 0,
}
"""The sizes that SQLite checks, by the end of their names (SQLITE_LIMIT_…), in its units."""

SETTINGS = {
    "defensive": 1,
    "trusted_schema": 0,
    "enable_load_extension": 0,
    "enable_fts3_tokenizer": 0,
    # An unknown name in double quotes would be read as a text, and compared with what it is.
    "dqs_dml": 0,
    "dqs_ddl": 0,
}
"""What a connection does or does not, by the end of its name (SQLITE_DBCONFIG_…)."""

HEAP = 96 * MEGABYTE
"""What SQLite may take, in bytes."""
MEMORY = 256 * MEGABYTE
"""What the whole process may take of address space, in bytes."""
ANSWER = 8 * MEGABYTE
"""The longest answer, in bytes of JSON."""
CELLS = 250_000
"""The most values of an answer: each costs the process that reads it more than its bytes."""


NICE = 10
"""By how much a process that asks strangers' SQL stands back behind all others."""


def make_policy(nice: int = NICE) -> dict[str, Any]:
    """Give all of it as JSON takes it, for the process that asks and stands back by so much."""
    return {
        "nice": nice,
        "functions": sorted(FUNCTIONS),
        "unrepeatable": sorted(UNREPEATABLE),
        "table_functions": sorted(TABLE_FUNCTIONS),
        "hidden_tables": sorted(HIDDEN_TABLES),
        "modules": sorted(MODULES),
        "limits": LIMITS,
        "settings": SETTINGS,
        "heap": HEAP,
        "memory": MEMORY,
        "answer": ANSWER,
        "cells": CELLS,
    }
