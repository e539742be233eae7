"""Reads the text format of Prometheus, as it was published (version 0.0.4), and nothing else.

prometheus.io/docs/instrumenting/exposition_formats: lines end with a line feed, the last too; HELP
and TYPE stand once a metric and before its samples, whose lines stand together; a histogram has
cumulative buckets with `le`, the last `+Inf`, and `_sum` and `_count`.
"""

import re
from dataclasses import dataclass, field

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{((?:{LABEL})(?:,{LABEL})*),?\}})? (\S+)(?: -?\d+)?")
HELP = re.compile(rf"# HELP ({NAME}) (.*)")
TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge|histogram|summary|untyped)")
ENDS = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("", "_sum", "_count")}

Sample = tuple[str, dict[str, str], float]


@dataclass
class Read:
    """One metric: its kind, and the samples under its name."""

    kind: str = "untyped"
    meaning: str = ""
    samples: list[Sample] = field(default_factory=list)

    @property
    def value(self) -> float:
        """The value of the only sample."""
        ((_, _, value),) = self.samples
        return value


def read_metrics(text: str) -> dict[str, Read]:
    """Read metrics by name; AssertionError where the text is not of the format."""
    assert text.endswith("\n")
    found: dict[str, Read] = {}
    current = ""
    for line in text.splitlines():
        told = HELP.fullmatch(line) or TYPE.fullmatch(line)
        if told and told[1] != current:
            assert told[1] not in found, f"{told[1]} is not in one place"
            current = told[1]
            found[current] = Read()
        if told and line.startswith("# HELP"):
            assert not found[current].meaning and not found[current].samples
            found[current].meaning = told[2]
        elif told:
            assert found[current].kind == "untyped" and not found[current].samples
            found[current].kind = told[2]
        else:
            add_sample(found[current], current, line)
    for name, each in found.items():
        check(name, each)
    return found


def add_sample(metric: Read, name: str, line: str) -> None:
    """Read a line with a sample of a metric."""
    sample = SAMPLE.fullmatch(line)
    assert sample, line
    end = sample[1].removeprefix(name)
    assert sample[1].startswith(name) and end in ENDS.get(metric.kind, ("",)), line
    labels = dict(each.split("=", 1) for each in re.findall(LABEL, sample[2] or ""))
    metric.samples.append(
        (end, {key: value[1:-1] for key, value in labels.items()}, float(sample[3]))
    )


def check(name: str, metric: Read) -> None:
    """Hold a metric against what its kind asks for."""
    keys = [(end, *sorted(labels.items())) for end, labels, _ in metric.samples]
    assert len(set(keys)) == len(keys) and metric.meaning, name
    if metric.kind == "counter":
        assert name.endswith("_total") and all(value >= 0 for _, _, value in metric.samples)
    if metric.kind == "histogram":
        buckets = [(labels["le"], it) for end, labels, it in metric.samples if end == "_bucket"]
        bounds = [float(bound) for bound, _ in buckets]
        numbers = [number for _, number in buckets]
        assert bounds == sorted(bounds) and buckets[-1][0] == "+Inf" and numbers == sorted(numbers)
        (count,) = (value for end, _, value in metric.samples if end == "_count")
        assert count == numbers[-1]
