"""What strangers with bad intentions send: raw requests, as they go over the wire.

`{db}` is the name of a served database, `{host}` the site's own name. Each has a name, and is
written as bytes so that nothing between here and the server mends it.
"""

from urllib.parse import quote_plus

HEAVY = "with recursive c(n) as (select 1 union all select n+1 from c) select count(*) from c"


def get(address: str, *headers: str, method: str = "GET") -> bytes:
    """Write a request without a body; the connection ends with it."""
    lines = [f"{method} {address} HTTP/1.1", "Host: {host}", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


def sql(statement: str, form: str = "") -> bytes:
    """Ask a statement of one's own."""
    return get(f"/{{db}}{form}?sql={quote_plus(statement)}")


def table(arguments: str, form: str = "") -> bytes:
    """Ask for a table with odd arguments."""
    return get(f"/{{db}}/people{form}?{arguments}")


PATHS = {
    f"path {path}": get(path)
    for path in (
        "/static/../../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/..%5c..%5capp.py",
        "/static/%252e%252e%252fapp.py",
        "/static/....//....//app.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/site.css%00.html",
        "/static/" + "a" * 5000,
        "/releases/1.10.0/../../../../etc/passwd",
        "/releases/1.10.0/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/releases/1.10.0/data%2f..%2f..%2fapp.py",
        "/releases/1.10.0/data/0.csv%00",
        "/releases/%2e%2e/%2e%2e/etc/passwd",
        "/releases/1.10.0//etc/passwd",
        "/releases/1.10.0/..%c0%af..%c0%afetc/passwd",
        "/releases/%c0%ae%c0%ae/x",
        "/releases/%ff%fe/",
        "/releases/1.10.0/%e2%80%ae",
        "/{db}/%00",
        "/{db}/~00",
        "/{db}/~C0~AF~C0~AE",
        "/{db}/~FF~FE/~ZZ",
        "/{db}/~",
        "/{db}/towns/~2E~2E~2F~2E~2E~2Fetc",
        "/{db}/towns/ber,x,y,,",
        "/{db}/towns/%ff",
        "/{db}/sqlite_master",
        "/{db}/sqlite_master/1",
        "/{db}/people_fts_data/1",
        "/{db}.db",
        "/{db}/people.db",
        "/{db}/people.blob?_blob_column=full_name",
        "/{db}/people/1.blob?_blob_column=full_name&_blob_hash=x",
        "/{db}.jsono",
        "/{db}/people.exe",
        "/{db}/-/query",
        "/-/settings.json",
        "//evil.example/%2f..",
        "/\\evil.example",
        "/latest/%0d%0aSet-Cookie:%20a=b",
        "/latest//evil.example/..%2f",
        "/" + "x" * 9000,
        "/?" + "a=b&" * 6000,
    )
}
METHODS = {
    f"method {method}": get("/{db}/people", "Content-Length: 0", method=method)
    for method in (
        "HEAD", "OPTIONS", "TRACE", "CONNECT", "POST", "PUT", "PATCH", "DELETE", "PROPFIND",
        "MOVE", "DEBUG", "GETGET", "get", "X" * 300,
    )
}  # fmt: skip
ARGUMENTS = {
    f"argument {arguments[:60]}{form}": table(arguments, form)
    for form in ("", ".json", ".csv")
    for arguments in (
        "_nocache=1&_trace=1&_json=id&_labels=nonsense&_shape=nonsense",
        "_shape=arrayfirst&_col=nope",
        "_json_infinity=nonsense",
        "_labels=on&_label=nope&_label=town",
        "_size=-1",
        "_size=99999999999999999999",
        "_size=0x10",
        "_size=" + "9" * 5000,
        "_size=",
        "_next=%00",
        "_next=~FF,~00,,,",
        "_next=99999999999999999999999999",
        "_sort=id;drop+table+people",
        "_sort=id&_sort_desc=id",
        "_sort=(select+1)",
        "_sort_desc=id%00",
        "_sort=town&_next=a,b,c,d",
        "&".join(f"_facet={each}" for each in ["id", "full_name", "town", "kind"] * 50),
        "_facet=nope&_facet_size=max",
        "_facet=%7B%22",
        "_facet_array=id&_facet_date=id",
        "_facet_size=%C2%B2&_facet=town",
        "_ttl=%C2%B2",
        "_col=nope",
        "_nocol=id&_nocol=full_name",
        "_nofacet=1&_nocount=1&_nosuggest=1",
        "_where=1=1;drop+table+people",
        "_where=id+in+(select+load_extension('x'))",
        "_where=(",
        "_search=%22&_searchmode=raw",
        "_search=*&_fts_table=sqlite_master&_fts_pk=x",
        "_search_nope=a",
        "_search=" + "a+OR+" * 500,
        "_through={{",
        '_through={{"table":"people"}}',
        "_through=%5B%5D",
        "_timelimit=x",
        "_timelimit=-5",
        "_timelimit=99999999999999999999",
        "id__in=%5B1",
        "id__in=" + ",".join("9" * 5 for _ in range(2500)),
        "id__gt=99999999999999999999999999",
        "id__nope=1",
        "full_name__glob=" + "*a" * 200,
        "full_name__like=" + "%25_" * 200,
        "full_name__arraycontains=x&full_name__date=x",
        "_filter_column=id&_filter_op=nope&_filter_value=//evil.example",
        "_filter_column_1=%0d%0a&_filter_op_1=exact&_filter_value_1=%0d%0a",
        "_sort_by_desc=1",
        "_extra=all&_format=json&_header=off&_stream=1&_dl=%0d%0aX:y",
        "%ff%fe=%c0%af",
        "a" * 3000 + "=1",
        "_hash=1&_auth_token=x&_internal=1",
    )
}  # fmt: skip
# Statements that only cost (bombs of time and memory) are measured by tests.bench.attack.
STATEMENTS = {
    f"sql {statement[:60]}{form}": sql(statement, form)
    for form in ("", ".json", ".csv")
    for statement in (
        "insert into towns values ('x', 'y', null)",
        "update towns set name = 'x'",
        "delete from towns",
        "replace into towns values ('x', 'y', null)",
        "drop table towns",
        "alter table towns add column x",
        "create table x (y)",
        "create temp table x as select 1",
        "create view x as select 1",
        "create trigger x after insert on towns begin select 1; end",
        "attach '/tmp/x.sqlite' as x",
        "detach main",
        "pragma writable_schema = on",
        "pragma journal_mode = delete",
        "select load_extension('/tmp/x.so')",
        "select * from sqlite_master",
        "vacuum into '/tmp/x.sqlite'",
        "begin exclusive",
        "with x as (select 1) delete from towns",
        "select 1; delete from towns",
        "/**/select/**/1;--",
        "select writefile('/tmp/x', 'y'), readfile('/etc/passwd'), edit('x')",
        "select 1 as a, 2 as a, x'00ff' as b, 9e999 as c, null as d",
        f"select * from ({HEAVY})",
        "select '\x00'",
        "select :a, :a, :" + "a" * 200,
        "select * from pragma_database_list",
        "select (select group_concat(file) from pragma_database_list)",
        "select count(*) from pragma_table_list",
        "select * from sqlite_stmt",
        "select * from dbstat",
        "select * from fts3tokenize('simple')",
        "select fts3_tokenizer('simple')",
        "select sqlite_source_id(), sqlite_compileoption_get(1)",
        "select randomblob(1000000000)",
        "select zeroblob(1000000000)",
        "select printf('%1000000000d', 1)",
        "select * from towns_fts where rank match 'load_extension(10)'",
        "select " + "(" * 1500 + "1" + ")" * 1500,
        "select " + ",".join("1" for _ in range(3000)),
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    )
}
WIRE = {
    "no request": b"\r\n\r\n",
    "noise": bytes(range(256)) * 4,
    "TLS": bytes.fromhex("160301020001000100fc0303") + b"\x00" * 50,
    "HTTP/0.9": b"GET /\r\n",
    "HTTP/1.0 without host": b"GET / HTTP/1.0\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: {host}\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
    "host of another": b'GET / HTTP/1.1\r\nHost: evil.example"><script>\r\n\r\n',
    "host with a path": b"GET / HTTP/1.1\r\nHost: {host}/evil\r\n\r\n",
    "absolute form": b"GET http://evil.example/-/settings HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "absolute form of a file": b"GET file:///etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "authority form": b"GET evil.example:80 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "asterisk form": b"OPTIONS * HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "bare path": b"GET etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "null byte in the path": b"GET /\x00 HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "invalid UTF-8 in the path": b"GET /\xff\xfe HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "space in the path": b"GET /a b HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "line feeds only": b"GET / HTTP/1.1\nHost: {host}\n\n",
    "folded header": b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\r\n b\r\n\r\n",
    "header without a name": b"GET / HTTP/1.1\r\nHost: {host}\r\n: x\r\n\r\n",
    "null byte in a header": b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\x00b\r\n\r\n",
    "carriage return in a header": b"GET / HTTP/1.1\r\nHost: {host}\r\nX: a\rY: b\r\n\r\n",
    "long header": get("/", "X: " + "x" * 20_000),
    "huge header": get("/", "X: " + "x" * 200_000),
    "many headers": get("/", *(f"X-{number}: y" for number in range(2000))),
    "long request line": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "CL and TE": (
        b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
        b"\r\n0\r\n\r\nGET /-/settings HTTP/1.1\r\nHost: {host}\r\n\r\n"
    ),
    "two lengths": (
        b"GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n"
        b"GET /-/settings HTTP/1.1\r\nHost: {host}\r\n\r\n"
    ),
    "negative length": b"GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n",
    "length that is none": b"GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0x10\r\n\r\n",
    "length of a terabyte": (
        b"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1099511627776\r\n\r\nx"
    ),
    "body of a GET": (
        b"GET /{db}/people HTTP/1.1\r\nHost: {host}\r\nContent-Length: 11\r\n\r\nid=1&x=drop"
    ),
    "body that is a request": (
        b"GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 43\r\n\r\n"
        b"GET /-/settings HTTP/1.1\r\nHost: {host}\r\n\r\n"
    ),
    "odd transfer encoding": (
        b"GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
    ),
    "broken chunk": (
        b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nx\r\n"
    ),
    "chunk of a terabyte": (
        b"POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\nx"
    ),
    "websocket": get(
        "/", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ),
    "h2c": get("/", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
    "expect": get("/", "Expect: 100-continue", "Content-Length: 5"),
    "expect nonsense": get("/", "Expect: 999"),
    "pipelined": get("/").replace(b"Connection: close\r\n", b"") * 20 + get("/-/settings"),
    "odd cookies": get("/{db}", "Cookie: ds_actor=x; ds_messages=%00; " + "a=b; " * 500),
    "authorisation": get("/{db}", "Authorization: Bearer dstok_x"),
    "forwarded": get("/", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: javascript"),
    "method override": get("/{db}/people", "X-HTTP-Method-Override: DELETE"),
    "rewritten address": get("/", "X-Original-URL: /-/settings", "X-Rewrite-URL: /-/settings"),
}  # fmt: skip
HEADERS = {
    f"header {header[:60]}": get("/releases/1.10.0/data/0.csv", header)
    for header in (
        "Range: bytes=0-0,1-1,2-2," + ",".join(f"{number}-" for number in range(1500)),
        "Range: bytes=-0",
        "Range: bytes=99999999999999999999-",
        "Range: bytes=5-1",
        "Range: lines=1-2",
        "Range: bytes=\xb2-\xb3",
        "If-Range: nonsense",
        "If-None-Match: " + '"x",' * 3000,
        'If-None-Match: W/W/W/"',
        "If-Modified-Since: yesterday",
        "If-Modified-Since: Thu, 99 Xxx 9999 99:99:99 GMT",
        "Accept-Encoding: " + "gzip," * 2000,
        "Accept-Encoding: gzip;q=nonsense, *;q=-1, br, zstd, identity;q=0",
        "Accept: " + "*/*," * 2000,
        "Accept-Language: \xff\xfe",
        "Content-Type: application/x-www-form-urlencoded",
    )
}
ATTACKS: dict[str, bytes] = PATHS | METHODS | ARGUMENTS | STATEMENTS | WIRE | HEADERS
"""Every attack by its name."""
