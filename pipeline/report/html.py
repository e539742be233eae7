"""The report as one page that needs nothing else: no script, no other file, no network."""

import jinja2

from pipeline.report.model import Report
from pipeline.report.text import plural, rules_in_order, verdict, where

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ report.name }} {{ report.version }}: report</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem;
  color: #1a1a1a; background: #fff }
table { border-collapse: collapse; display: block; overflow-x: auto }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .8rem .3rem 0; text-align: left;
  vertical-align: top }
td.number { text-align: right; font-variant-numeric: tabular-nums }
code { overflow-wrap: anywhere }
li { margin-bottom: .8rem }
.verdict { border-left: .4rem solid {{ "#1b6e3c" if report.valid else "#a3201b" }};
  padding: .3rem 1rem; font-size: 1.15rem }
</style>
</head>
<body>
<main>
<h1>{{ report.name }} {{ report.version }}</h1>
<p class="verdict">{{ verdict }}</p>
{% for rule in rules %}
<section>
<h2><code>{{ rule }}</code>: {{ plural(report.counts[rule], "finding") }}</h2>
<ul>
{% for finding in report.findings if finding.rule == rule %}
<li><strong>{{ where(finding) }}</strong><br>{{ finding.message }}
{%- if finding.hint %}<br>{{ finding.hint }}{% endif %}</li>
{% endfor %}
</ul>
</section>
{% endfor %}
<h2>What was read</h2>
<table>
<thead><tr><th>Table</th><th>File</th><th>Records</th><th>Bytes</th><th>sha256</th></tr></thead>
<tbody>
{% for table in report.tables %}
<tr><td>{{ table.name }}</td><td>{{ table.path }}</td>
<td class="number">{{ "{:,}".format(table.records) }}</td>
<td class="number">{{ "{:,}".format(table.bytes) }}</td>
<td><code>{{ table.sha256 }}</code></td></tr>
{% endfor %}
</tbody>
</table>
{% if report.not_checked %}
<p>Not checked: {{ report.not_checked | join(", ") }}.</p>
{% endif %}
</main>
</body>
</html>
"""


def render(report: Report) -> str:
    """Write the report as a page; equal reports give equal bytes."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(PAGE).render(
        report=report,
        rules=rules_in_order(report),
        verdict=verdict(report),
        plural=plural,
        where=where,
    ) + "\n"  # fmt: skip
