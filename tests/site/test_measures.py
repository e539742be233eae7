"""What a site counts, in the text format of Prometheus; and the port at which it is told."""

import http.client
import socket
from pathlib import Path

import pytest

from pressmark.errors import MachineError
from pressmark.site import measures as measured
from pressmark.site.measures import GAUGE, SiteCounts, count_one, render, tell_process
from pressmark.site.metrics_port import answer_monitor, open_monitor
from pressmark.site.operation import Operation
from tests.site.prometheus import read_metrics


def test_what_is_counted_reads_as_prometheus_reads() -> None:
    counted = SiteCounts()
    for status, size, seconds in ((200, 10, 0.005), (200, 5, 0.006), (503, 0, 99.0), (None, 0, 2)):
        counted.count_request(status, size, seconds)
    counted.count_killed("stopped")
    counted.count("slow", 2)
    counted.count("in_progress")
    counted.count("in_progress", -1)
    read = read_metrics(render(counted.tell()))
    statuses = read["pressmark_requests_total"].samples
    assert [(labels["status"], value) for _, labels, value in statuses] == [
        ("200", 2), ("503", 1), ("none", 1),
    ]  # fmt: skip
    took = {
        labels.get("le", end): it for end, labels, it in read["pressmark_request_seconds"].samples
    }
    assert (took["0.005"], took["0.01"], took["2.5"], took["60.0"], took["+Inf"]) == (1, 2, 3, 3, 4)
    assert took["_sum"] == pytest.approx(101.011)
    assert read["pressmark_response_bytes_total"].value == 15
    assert read["pressmark_slow_questions_total"].value == 2
    assert read["pressmark_requests_in_progress"].value == 0
    assert read["pressmark_children_killed_total"].samples == [("", {"end": "stopped"}, 1)]


def test_nothing_counted_is_read_too() -> None:
    read = read_metrics(render(SiteCounts().tell()))
    assert read["pressmark_requests_total"].samples == []
    assert read["pressmark_turned_away_total"].value == 0


def test_the_process_is_told_by_the_names_that_prometheus_gives() -> None:
    read = read_metrics(render(tell_process()))
    assert read["process_cpu_seconds_total"].value > 0
    if Path("/proc/self/statm").exists():
        assert read["process_resident_memory_bytes"].value > 1 << 20
        assert read["process_open_fds"].value > 2 and read["process_threads"].value >= 1


def test_a_machine_that_does_not_tell_leaves_it_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(measured, "PROCESS", tmp_path)
    read = read_metrics(render(tell_process()))
    assert "process_open_fds" not in read and "process_max_fds" in read


def ask(port: int, path: str, method: str = "GET", host: str | None = None) -> tuple[int, str, str]:
    """Ask the port: status, media type, text."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    asking.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = asking.getresponse()
    told = answer.status, answer.headers["content-type"], answer.read().decode()
    asking.close()
    return told


@pytest.mark.site
def test_a_monitor_is_answered_on_this_machine_and_nobody_by_another_name() -> None:
    text = render([count_one("a", GAUGE, "A.", 1)])
    with answer_monitor(open_monitor(0, lambda: text)) as address:
        assert address
        port = int(address.split(":")[2].partition("/")[0])
        assert ask(port, "/metrics") == (200, "text/plain; version=0.0.4; charset=utf-8", text)
        assert ask(port, "/metrics", host=f"localhost:{port}")[0] == 200
        assert ask(port, "/metrics", host="evil.example:80")[0] == 403
        assert ask(port, "/")[0] == 404 and ask(port, "/metrics?a")[0] == 404
        assert ask(port, "/metrics", method="POST")[0] == 501
        with socket.create_connection(("127.0.0.1", port)) as leaving:
            leaving.sendall(b"GET /metrics HTT")
        assert ask(port, "/metrics")[0] == 200
        with (
            pytest.raises(MachineError, match=f"--metrics-port {port}: address already in use"),
            Operation(metrics_port=port).measured(str),
        ):
            pass
    told: list[str] = []
    with Operation(tell=told.append).measured(str):
        assert told == []
