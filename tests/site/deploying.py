"""Runs what `docs/how-to/deploy/` holds: the site as its unit and its image say, proxies before it.

Only names of hosts, ports and folders are put in the place of those that a machine of its own has.
"""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.processes import wait_until
from tests.test_architecture import ROOT

FILES = ROOT / "docs/how-to/deploy"
PROXY = "127.0.0.1"
VISITOR = "127.0.0.2"
"""Where visitors come from here, so that they are not the proxy."""
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro / && shift && exec "$@"'
NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {sites}
}}
"""


@dataclass(frozen=True)
class Site:
    """A site behind a proxy or not: where it is asked, below which path, and what it logs."""

    address: str
    prefix: str
    log: Path
    public: str

    @property
    def host(self) -> str:
        """The name by which visitors ask."""
        return self.public.partition("://")[2].partition("/")[0]

    def ask(
        self, path: str, method: str = "GET", body: bytes = b"", **headers: str
    ) -> httpx.Response:
        """Ask below the prefix, as somebody of another machine; redirects are not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        transport = httpx.HTTPTransport(local_address=VISITOR, verify=False)
        with httpx.Client(transport=transport, timeout=60) as client:
            address = f"{self.address}{self.prefix}{path}"
            return client.request(
                method, address, headers={"Host": self.host, **named}, content=body
            )


def read(name: str) -> str:
    """Read a file of the how-to."""
    return (FILES / name).read_text("utf-8")


def read_unit() -> dict[str, list[tuple[str, str]]]:
    """Read the unit of systemd: the settings of each section, in their order."""
    sections: dict[str, list[tuple[str, str]]] = {}
    current = ""
    for line in read("pressmark.service").replace("\\\n", "").splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            sections.setdefault(current, []).append((name, value))
    return sections


def read_image() -> list[tuple[str, str]]:
    """Read the Dockerfile: each instruction with what it is given."""
    lines = read("Dockerfile").replace("\\\n", "").splitlines()
    told = (line for line in lines if line.strip() and not line.startswith("#"))
    return [(name, given.strip()) for name, _, given in (each.partition(" ") for each in told)]


def read_services(**variables: str) -> dict[str, Any]:
    """Read the services of the compose file, with variables in their places."""

    def fill(match: re.Match[str]) -> str:
        return variables[match[1]]

    text = re.sub(r"\$\{([A-Z]+):\?[^}]*\}", fill, read("compose.yaml"))
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    return services


def choose_port() -> int:
    """Give a port that is free just now."""
    with socket.create_server((PROXY, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def process(command: Sequence[str], said: Path, port: int, **more: Any) -> Iterator[int]:
    """Run a command until the end of a block, once it listens at a port; give its number."""
    with said.open("wb") as written:
        started = subprocess.Popen(command, stdout=written, stderr=written, **more)
    try:
        wait_until(
            lambda: started.poll() is not None or listens(port), f"{command[0]} is not there"
        )
        assert started.poll() is None, said.read_text("utf-8", "replace")
        yield started.pid
    finally:
        started.send_signal(signal.SIGTERM)
        assert started.wait(60) == 0, said.read_text("utf-8", "replace")


def listens(port: int) -> bool:
    """Whether something listens at a port."""
    try:
        socket.create_connection((PROXY, port), timeout=5).close()
    except OSError:
        return False
    return True


def as_here(words: Sequence[str], changed: Mapping[str, str]) -> list[str]:
    """Give the words of a command with what this machine has in the place of others."""
    for each in changed:
        assert any(each in word for word in words), f"{each} is not in {words}"
    return [next((word.replace(old, new) for old, new in changed.items() if old in word), word)
            for word in words]  # fmt: skip


def command_of_unit(project: Path, folder: Path, port: int) -> list[str]:
    """Give the command of the unit, for a project and a folder of this machine."""
    (command,) = (value for name, value in read_unit()["Service"] if name == "ExecStart")
    changed = {
        "/srv/faces": str(project), "/var/cache/pressmark": str(folder),
        "/var/log/pressmark": str(folder), "9464": "0",
    }  # fmt: skip
    words = as_here(shlex.split(command)[1:], changed)
    return [sys.executable, "-m", "pressmark", *words, "--port", str(port), "--log-clients"]


def command_of_image(project: Path, folder: Path, port: int, site: str) -> list[str]:
    """Give the command of the image, with what compose adds, on a file system that is read only."""
    entry = json.loads(dict(read_image())["ENTRYPOINT"])
    more = read_services(SITE=site, PROJECT=str(project))["site"]["command"]
    changed = {
        "/data": str(project), "/cache": str(folder), "0.0.0.0": PROXY, "8001": str(port),  # noqa: S104
        "172.30.80.0/24": PROXY,
    }  # fmt: skip
    words = as_here([*entry, *more], changed)
    shut = ["unshare", "--mount", "--propagation", "private", "sh", "-c", READ_ONLY, "sh"]
    shut = [*shut, str(folder)] if may_unshare() else []
    return [*shut, sys.executable, "-m", *words, "--log-clients"]


def environment_of_image(folder: Path) -> dict[str, str]:
    """Give the environment of the image, but for where its programs are."""
    words = dict(each.split("=", 1) for each in shlex.split(dict(read_image())["ENV"]))
    told = {name: value.replace("/cache", str(folder)) for name, value in words.items()}
    return {**os.environ, **told, "PATH": os.environ["PATH"]}


def may_unshare() -> bool:
    """Whether this machine lets us have a file system of our own that is read only."""
    if not shutil.which("unshare"):
        return False
    return not subprocess.run(["unshare", "--mount", "true"], check=False).returncode


def make_certificate(folder: Path) -> None:
    """Make a certificate that nobody trusts."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=data.example.org",
         "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


@contextmanager
def nginx(folder: Path, root: int, below: int) -> Iterator[tuple[int, int]]:
    """Run nginx before the sites at two ports: at the root, and below a path; give its ports."""
    make_certificate(folder)
    plain, secure, other = choose_port(), choose_port(), choose_port()
    site = read("nginx.conf").replace("listen 80;", f"listen {PROXY}:{plain};")
    site = site.replace("listen 443 ssl;", f"listen {PROXY}:{secure} ssl;")
    site = re.sub(r"\n *listen \[::\].*;", "", site)
    site = site.replace("/etc/ssl/data.example.org", str(folder))
    assert site.count("127.0.0.1:8001") == 1
    site = site.replace("127.0.0.1:8001", f"127.0.0.1:{root}")
    part = read("nginx-prefix.conf").replace("http://pressmark;", f"http://127.0.0.1:{below};")
    sites = f"{site}\nserver {{ listen {PROXY}:{other}; {part} }}"
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(NGINX.format(folder=folder, sites=sites, user=user), "utf-8")
    command = [find_nginx() or "", "-p", str(folder), "-c", str(conf), "-e", "stderr"]
    with process(command, folder / "nginx.said", secure):
        yield secure, other


def find_nginx() -> str | None:
    """Find nginx, which stands where only root's path leads."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def caddy(folder: Path, name: str, host: str, behind: int) -> Iterator[int]:
    """Run Caddy with one of its files before the site of a host at a port; give its port."""
    port = choose_port()
    # No administration, and no certificate of somebody who would have to be asked.
    here = f"{{\n\tadmin off\n\tdefault_bind {PROXY}"
    text = read(name)
    if "{\n\tservers" in text:
        text = text.replace("{\n\tservers", f"{here}\n\tservers", 1)
    else:
        text = f"{here}\n}}\n{text}"
    conf = folder / f"{name}.here"
    conf.write_text(text, "utf-8")
    environment = {
        **os.environ, "SITE": f"http://{host}:{port}", "UPSTREAM": f"127.0.0.1:{behind}",
        "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder),
    }  # fmt: skip
    command = ["caddy", "run", "--config", str(conf), "--adapter", "caddyfile"]
    with process(command, folder / f"{name}.said", port, env=environment):
        yield port
