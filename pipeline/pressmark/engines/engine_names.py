"""The engines that can be named, and how each is opened."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pressmark.engines.sail_server import LOOPBACK, run_server
from pressmark.engines.spark_machines import SparkMachines
from pressmark.errors import MachineError, ProjectError
from pressmark.extras import require
from pressmark.words import find_nearest

HERE = "local[*]"
"""Spark's own word for all cores of this machine."""
ASKED = "spark.app.name"
"""A setting that Sail is asked for, to see whether it answers."""
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}
ON_LOOPBACK = {"spark.driver.host": LOOPBACK, "spark.driver.bindAddress": LOOPBACK}


@contextmanager
def open_spark(master: str | None) -> Iterator[SparkMachines]:
    """Open Spark at that master, or on this machine; ProjectError, MachineError.

    The client that comes with Sail has the same modules, and no Java to speak to.
    """
    require("py4j", "spark", "--engine spark")
    if not os.environ.get("JAVA_HOME") and not shutil.which("java"):
        raise MachineError(
            "--engine spark", "there is no Java", "install Java 17, or set JAVA_HOME"
        )
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder: Any = SparkSession.builder.master(master or HERE).appName("pressmark")
    local = ON_LOOPBACK if (master or HERE).startswith("local") else {}
    for name, value in {**SETTINGS, **local}.items():
        builder = builder.config(name, value)
    try:
        with without_stderr():
            session = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError, RuntimeError) as error:
        raise MachineError("--engine spark", f"it did not start: {error}") from error
    context = session.sparkContext
    java = context._gateway.proc  # noqa: SLF001 - nothing else tells of it
    # It tells with a traceback that Java is gone, which we say ourselves.
    context._accumulatorServer.handle_error = lambda *_: None  # noqa: SLF001
    sign = partial(getattr, context, "defaultParallelism")  # it asks Java each time
    machines = SparkMachines(session, "spark", lambda: java.poll() is None, sign)
    try:
        yield machines
    finally:
        if machines.stopped:
            java.kill()
        elif java.poll() is None:
            session.stop()
            java.stdin.close()
        forget_java()


def forget_java() -> None:
    """Let Spark's client start another Java where it is asked again, for that one is gone."""
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    # It has no public way: its own `stop` keeps Java, and raises where that is gone.
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
    SparkContext._active_spark_context = None  # noqa: SLF001
    SparkSession._instantiatedSession = None  # noqa: SLF001


@contextmanager
def without_stderr() -> Iterator[None]:
    """Let what is started in a block have no stderr: Java tells there what nobody asked."""
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def open_sail(master: str | None) -> Iterator[SparkMachines]:
    """Open Sail on this machine; ProjectError, MachineError."""
    if master:
        raise ProjectError("--spark-master", "Sail has no master", "leave it out")
    require("pysail", "sail", "--engine sail")
    from pyspark.sql import SparkSession

    with run_server() as server:
        session = SparkSession.builder.remote(f"sc://{LOOPBACK}:{server.port}").create()
        # By itself the client asks a server that is gone for ten minutes, and again as it exits.
        session.client.set_retry_policies([])
        sign = partial(session.conf.get, ASKED, "")  # the client remembers no settings
        machines = SparkMachines(session, "sail", server.is_there, sign)
        try:
            yield machines
        finally:
            if server.is_there() and not machines.stopped:
                session.stop()


Opened = Callable[[str | None], AbstractContextManager[SparkMachines]]
ENGINES: tuple[tuple[str, Opened], ...] = (("spark", open_spark), ("sail", open_sail))
"""Every engine that can be named, and what opens it."""


def open_machines(name: str, master: str | None) -> AbstractContextManager[SparkMachines]:
    """Open the engine of that name; ProjectError where there is none."""
    known = dict(ENGINES)
    if name not in known:
        near = find_nearest(name, tuple(known))
        right = f"did you mean {near!r}?" if near else f"name one of {', '.join(known)}"
        raise ProjectError("--engine", f"{name!r} is no engine", right)
    return known[name](master)
