"""Clients that ask a site as fast as it answers, in a process of their own.

`python -m tests.bench.load HOST PORT CLIENTS SECONDS` reads addresses from standard input, one a
line; each client keeps one connection open and takes the next address, from the first again when
all were asked. With `--once` each address is asked once. The result is one line of JSON. Nothing
but sockets of asyncio: an HTTP library costs more than the server that is measured.
"""

import asyncio
import itertools
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
GIVE_UP = 60.0


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, address: str
) -> int:
    """Send one request and read the whole answer; give its status."""
    head = f"GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    length = LENGTH.search(answer)
    if length:
        await reader.readexactly(int(length[1]))
    elif CHUNKED.search(answer):
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(answer[9:12])


async def client(
    host: str, port: int, addresses: Iterator[str], until: float, taken: list[tuple[int, float]]
) -> None:
    """Ask one address after the other until the time is over; a lost connection counts as 0."""
    reader, writer = await asyncio.open_connection(host, port)
    for address in addresses:
        start = time.perf_counter()
        if start >= until:
            break
        try:
            status = await asyncio.wait_for(ask(reader, writer, host, address), GIVE_UP)
        except (OSError, EOFError, TimeoutError):
            status = 0
            writer.close()
            reader, writer = await asyncio.open_connection(host, port)
        taken.append((status, time.perf_counter() - start))
    writer.close()


async def load(
    place: tuple[str, int], clients: int, seconds: float, addresses: Sequence[str], *, once: bool
) -> dict[str, object]:
    """Let clients ask, and sum up."""
    waiting = iter(addresses) if once else itertools.cycle(addresses)
    taken: list[tuple[int, float]] = []
    start = time.perf_counter()
    until = start + seconds
    await asyncio.gather(*(client(*place, waiting, until, taken) for _ in range(clients)))
    lasted = time.perf_counter() - start
    times = sorted(time for _, time in taken)
    return {
        "requests": len(taken),
        "seconds": lasted,
        "statuses": dict(Counter(status for status, _ in taken)),
        "p50": times[len(times) // 2],
        "p99": times[len(times) * 99 // 100],
        "slowest": times[-1],
    }


def main() -> None:
    """Read the addresses, ask them, print the figures."""
    host, port, clients, seconds, *more = sys.argv[1:]
    addresses = sys.stdin.read().split()
    once = more == ["--once"]
    place = (host, int(port))
    figures = asyncio.run(load(place, int(clients), float(seconds), addresses, once=once))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
