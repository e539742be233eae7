"""What `docs/how-to/deploy.md` shows runs: the site as unit and image say, behind each proxy."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml

from pressmark.package.project import read_project
from pressmark.publish.release import release
from pressmark.sandbox import BY_THE_CLOCK
from pressmark.site.middleware.queues import LONG_PATIENCE
from pressmark.site.middleware.security import LONGEST_ADDRESS
from pressmark.site.server import SECONDS_TO_FINISH
from tests.docs import DOCS
from tests.packages import write_project
from tests.processes import is_running, wait_until
from tests.site.deploying import (
    FILES,
    PROXY,
    VISITOR,
    Site,
    caddy,
    choose_port,
    command_of_image,
    command_of_unit,
    environment_of_image,
    find_nginx,
    may_unshare,
    nginx,
    process,
    read,
    read_image,
    read_services,
    read_unit,
)
from tests.site.test_bombs import children_of
from tests.site.test_log import read_line
from tests.test_architecture import ROOT

pytestmark = pytest.mark.site

SCHEMA = "fields:\n  - {name: key, type: string}\n  - {name: n, type: integer}\nprimaryKey: [key]\n"
RECORDS = 3000
AT_ROOT, BELOW = "https://data.example.org", "https://www.example.org/faces"
TABLE = "/small-1-0-0/things"
PROXIES = ("nginx", "nginx below a path", "Caddy", "Caddy below a path")
LEAST = BY_THE_CLOCK + LONG_PATIENCE
"""Seconds that an answer may take."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project with keys that a proxy might change."""
    folder = tmp_path_factory.mktemp("deployed") / "project"
    keys = ["a/b", "a//b", "a%2Fb", "ü & +"]
    rows = "".join(f"{key},1\n" for key in (*keys, *map(str, range(RECORDS))))
    write_project(folder, {"things": (SCHEMA, f"key,n\n{rows}")})
    release(read_project(folder), date="2026-12-01")
    return folder


@pytest.fixture(scope="module")
def behind(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[tuple[int, Site], tuple[int, Site]]]:
    """Run the site as the unit says, and as the image and compose say; give process and site."""
    folder = tmp_path_factory.mktemp("served")
    unit, image = choose_port(), choose_port()
    (folder / "image").mkdir()
    with ExitStack() as running:
        first = running.enter_context(
            process(command_of_unit(project, folder, unit), folder / "unit.said", unit)
        )
        below = BELOW.removeprefix("https://")
        command = command_of_image(project, folder / "image", image, below)
        environment = environment_of_image(folder / "image")
        second = running.enter_context(
            process(command, folder / "image.said", image, env=environment)
        )
        yield (
            (first, Site(f"http://{PROXY}:{unit}", "", folder / "access.log", AT_ROOT)),
            (second, Site(f"http://{PROXY}:{image}", "/faces", folder / "image.said", BELOW)),
        )


@pytest.fixture(scope="module")
def proxied(
    behind: tuple[tuple[int, Site], tuple[int, Site]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Site]]:
    """Run every proxy that this machine has."""
    root, below = (site for _, site in behind)
    ports = [int(each.address.rpartition(":")[2]) for each in (root, below)]
    found: dict[str, Site] = {}
    with ExitStack() as running:
        if find_nginx():
            here = running.enter_context(nginx(tmp_path_factory.mktemp("nginx"), *ports))
            for name, address, site in zip(
                PROXIES[:2], (f"https://{PROXY}:{here[0]}", f"http://{PROXY}:{here[1]}"),
                (root, below), strict=True,
            ):  # fmt: skip
                found[name] = Site(address, site.prefix, site.log, site.public)
        if shutil.which("caddy"):
            folder = tmp_path_factory.mktemp("caddy")
            for name, file, site, port in zip(
                PROXIES[2:], ("Caddyfile", "Caddyfile-prefix"), (root, below), ports, strict=True
            ):
                here_too = running.enter_context(caddy(folder, file, site.host, port))
                found[name] = Site(f"http://{PROXY}:{here_too}", site.prefix, site.log, site.public)
        yield found


@pytest.fixture(params=PROXIES)
def site(request: pytest.FixtureRequest, proxied: dict[str, Site]) -> Site:
    """Give the site behind one proxy."""
    name: str = request.param
    if name not in proxied:
        reason = f"{name.partition(' ')[0]} is not installed here"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return proxied[name]


@pytest.fixture
def direct(site: Site, behind: tuple[tuple[int, Site], tuple[int, Site]]) -> Site:
    """Give the same site behind no proxy."""
    return next(each for _, each in behind if each.public == site.public)


# Behind each proxy


def test_pages_and_redirects_lead_to_the_public_address(site: Site) -> None:
    page = site.ask("/releases/1.0.0/").text
    assert f'<link rel="canonical" href="{site.public}/releases/1.0.0/">' in page
    for link in re.findall(r'(?:href|action)="(/[^"]*)"', page):
        assert link.startswith(f"{site.prefix}/"), link
    newest = site.ask("/latest/things?n=1")
    assert newest.status_code == 307
    assert newest.headers["location"] == f"{site.prefix}{TABLE}?n=1"
    following = site.ask(f"{TABLE}.json?_size=2").json()["next_url"]
    assert following.startswith(f"{site.public}{TABLE}.json?")


def test_the_proxy_names_request_and_client(site: Site) -> None:
    """What a visitor writes of them counts for nothing."""
    asked = site.ask("/-/ready", X_Forwarded_For="6.6.6.6", X_Request_Id="invented-by-a-visitor",
                     X_Forwarded_Host="evil.example")  # fmt: skip
    name = asked.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}|[0-9a-f-]{36}", name)
    lines: list[str] = []

    def find_line() -> bool:
        lines[:] = [each for each in site.log.read_text("utf-8").splitlines() if name in each]
        return bool(lines)

    wait_until(find_line, "the line")
    line = read_line(lines[0])
    assert line["client"] == VISITOR and line["id"] == name


def test_what_is_packed_and_kept_stays_so(site: Site) -> None:
    """ETag, gzip, ranges, and digests."""
    page = site.ask(TABLE, Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip" and "etag" in page.headers
    assert site.ask(TABLE, If_None_Match=page.headers["etag"]).status_code == 304
    assert "content-encoding" not in site.ask(TABLE, Accept_Encoding="identity").headers
    file = "/releases/1.0.0/data/things.csv"
    whole = site.ask(file, Accept_Encoding="identity")
    assert re.fullmatch(r'"[0-9a-f]{64}"', whole.headers["etag"])
    assert "immutable" in whole.headers["cache-control"]
    part = site.ask(file, Range="bytes=-9", If_Range=whole.headers["etag"])
    assert (part.status_code, part.content) == (206, whole.content[-9:])
    size = len(whole.content)
    assert part.headers["content-range"] == f"bytes {size - 9}-{size - 1}/{size}"
    assert site.ask(file, If_None_Match=whole.headers["etag"]).status_code == 304
    head = site.ask(file, "HEAD")
    assert (head.headers["content-length"], head.content) == (str(size), b"")


def test_pages_of_others_may_read(site: Site) -> None:
    answer = site.ask(f"{TABLE}.json", Origin="https://other.example")
    assert answer.headers.get_list("access-control-allow-origin") == ["*"]
    before = site.ask(f"{TABLE}.json", "OPTIONS", Origin="https://other.example",
                      Access_Control_Request_Method="GET")  # fmt: skip
    assert before.status_code == 204
    assert before.headers["access-control-allow-methods"] == "GET, HEAD"


def test_addresses_come_as_they_were_written(site: Site, direct: Site) -> None:
    """A slash in a key, two of them, a percent sign: the site answers as if it was asked itself."""
    statuses = set()
    for key in ("a~2Fb", "a%2Fb", "a%2F%2Fb", "a//b", "a%252Fb", "~C3~BC+~26+~2B", "%C3%BC%20%26"):
        found, meant = (each.ask(f"/record/1.0.0/things/{key}.json") for each in (site, direct))
        assert (found.status_code, found.text) == (meant.status_code, meant.text), key
        assert found.headers.get("location") == meant.headers.get("location"), key
        statuses.add(found.status_code)
    assert statuses == {200, 308, 404}


def test_an_export_is_whole(site: Site, direct: Site) -> None:
    """Streamed, in pieces, packed or not."""
    for packed in ("identity", "gzip"):
        found, meant = (
            each.ask(f"{TABLE}.csv?n=1", Accept_Encoding=packed) for each in (site, direct)
        )
        assert len(found.text.splitlines()) == RECORDS + 5
        assert found.content == meant.content


def test_what_nobody_means_is_refused_and_breaks_nothing(site: Site) -> None:
    """Long addresses, large headers, bodies."""
    assert site.ask(f"/search?q={'x' * 8000}").status_code == 400
    assert site.ask(f"/search?q={'x' * LONGEST_ADDRESS}").status_code in {400, 414}
    assert site.ask("/", X_Long="x" * 60_000).status_code in {400, 431}
    assert site.ask("/", "POST").status_code == 405
    assert site.ask("/", "POST", b"x" * 5000).status_code in {405, 413}
    assert site.ask("/").status_code == 200


# The files


def test_the_page_shows_every_file() -> None:
    """`python -m tests.docs` writes them into it, and `tests/test_docs.py` holds them equal."""
    page = (DOCS / "how-to/deploy.md").read_text("utf-8")
    for path in FILES.iterdir():
        assert path.read_text("utf-8").rstrip() in page, path.name


def test_proxies_wait_as_long_as_an_answer_may_take() -> None:
    for name, word in (
        ("nginx.conf", "proxy_read_timeout"), ("nginx-prefix.conf", "proxy_read_timeout"),
        ("Caddyfile", "response_header_timeout"), ("Caddyfile-prefix", "response_header_timeout"),
    ):  # fmt: skip
        (seconds,) = re.findall(rf"{word} (\d+)s", read(name))
        assert int(seconds) > LEAST, name


def test_both_files_of_nginx_tell_the_site_the_same() -> None:
    told = [re.findall(r"^ *(proxy_\w+ .*;)$", read(name), re.MULTILINE)
            for name in ("nginx.conf", "nginx-prefix.conf")]  # fmt: skip
    assert sorted(told[0]) == sorted(told[1])


def test_the_unit_is_one_and_shut(tmp_path: Path) -> None:
    """As systemd judges it, where there is one; its exposure is below 2 of 10."""
    settings = dict(read_unit()["Service"])
    assert int(settings["TimeoutStopSec"]) > SECONDS_TO_FINISH
    assert settings["ExecReload"] == "kill -HUP $MAINPID"
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not installed here")
    unit = tmp_path / "pressmark.service"
    unit.write_text(read("pressmark.service").replace("/opt/pressmark/bin/pressmark", "/bin/true"))
    for words in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        judged = subprocess.run(
            [analyze, *words, unit], capture_output=True, text=True, check=False
        )
        assert judged.returncode == 0, judged.stdout[-2000:] + judged.stderr
    assert "pressmark.service" not in judged.stderr


def test_the_file_for_logrotate_names_the_log_of_the_unit() -> None:
    (command,) = (value for name, value in read_unit()["Service"] if name == "ExecStart")
    log = re.search(r"--log (\S+)", command)
    assert log and f"\n{log[1]} {{" in read("pressmark.logrotate")
    assert "systemctl reload pressmark.service" in read("pressmark.logrotate")


KNOWN = {"FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL",
         "HEALTHCHECK", "ENTRYPOINT"}  # fmt: skip


def test_the_image_is_made_of_what_is_there_and_runs_as_nobody_special() -> None:
    instructions = read_image()
    assert {name for name, _ in instructions} <= KNOWN and instructions[0][0] == "FROM"
    last = [number for number, (name, _) in enumerate(instructions) if name == "FROM"][-1]
    assert dict(instructions[last:])["USER"] == "10001:10001"
    kept = read("Dockerfile.dockerignore").splitlines()
    for name, given in instructions:
        if name == "COPY" and not given.startswith("--from"):
            for source in given.split()[:-1]:
                assert (ROOT / source).exists() and f"!{source}" in kept
        if name == "FROM":
            assert re.match(r"python:3\.\d+-slim\b", given)
        if name == "ENTRYPOINT":
            assert json.loads(given)[:2] == ["pressmark", "serve"]


def test_what_the_image_copies_is_enough_to_install(tmp_path: Path) -> None:
    """As its last `pip install` builds it."""
    for name, given in read_image():
        if name == "COPY" and not given.startswith("--from"):
            for source in given.split()[:-1]:
                if (ROOT / source).is_dir():
                    skipped = shutil.ignore_patterns("__pycache__", "pictures")
                    shutil.copytree(ROOT / source, tmp_path / source, ignore=skipped)
                else:
                    shutil.copy(ROOT / source, tmp_path)
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    built = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    assert [*tmp_path.glob("dist/*.whl")]


def test_the_health_check_of_the_image_tells_a_site_from_none(
    behind: tuple[tuple[int, Site], tuple[int, Site]],
) -> None:
    check = dict(read_image())["HEALTHCHECK"].partition(" CMD ")[2]
    _, _, program = json.loads(check)
    port = behind[1][1].address.rpartition(":")[2]
    for there, code in ((port, 0), (str(choose_port()), 1)):
        words = ["python3", "-c", program.replace("8001", there)]
        assert subprocess.run(words, check=False, capture_output=True).returncode == code


def test_compose_shuts_the_container() -> None:
    whole = yaml.safe_load(read("compose.yaml"))
    services = read_services(SITE="data.example.org", PROJECT="/srv/faces")
    site = services["site"]
    assert site["read_only"] and site["cap_drop"] == ["ALL"] and site["init"]
    assert site["user"] == "10001:10001" and "no-new-privileges:true" in site["security_opt"]
    assert int(site["stop_grace_period"].removesuffix("s")) > SECONDS_TO_FINISH
    context = (FILES / site["build"]["context"]).resolve()
    assert context == ROOT and (ROOT / site["build"]["dockerfile"]).is_file()
    assert "/srv/faces:/data:ro" in site["volumes"] and "ports" not in site
    mounted = [each for it in services.values() for each in it["volumes"]]
    for each in mounted:
        source = each.partition(":")[0]
        is_file = source.startswith(".") and (FILES / source).is_file()
        assert is_file or source.startswith("/") or source in whole["volumes"], each
    assert services["caddy"]["depends_on"]["site"]["condition"] == "service_healthy"
    assert services["caddy"]["environment"]["UPSTREAM"] == "site:8001"
    assert whole["networks"]["inside"]["ipam"]["config"][0]["subnet"] in site["command"][-1]


def test_the_image_is_built_where_an_engine_runs() -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "info"], check=False, capture_output=True).returncode:
        pytest.skip("no engine of containers runs here")
    file = str(FILES / "Dockerfile")
    words = [docker, "build", "--quiet", "--file", file, "--tag", "pressmark-test", str(ROOT)]
    built = subprocess.run(words, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr


def test_the_site_of_the_image_wrote_into_its_cache_alone(
    behind: tuple[tuple[int, Site], tuple[int, Site]],
) -> None:
    """Everything else is read only to it, and its questions are answered all the same."""
    number, site = behind[1]
    if not may_unshare():
        pytest.skip("this machine lets nobody have a file system of their own")
    (root,) = (each.split()[3] for each in mounts_of(number) if each.split()[1] == "/")
    assert "ro" in root.split(",")
    answer = site.ask("/small-1-0-0.json?sql=select+count(*)+from+things&_shape=arrayfirst")
    assert answer.json() == [RECORDS + 4]
    assert all(is_running(int(each)) for each in children_of(number))


def mounts_of(number: int) -> list[str]:
    """List what a process has mounted."""
    return Path(f"/proc/{number}/mounts").read_text("utf-8").splitlines()
