"""What judging a package found, as a value (docs/reference/report.md)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pressmark.report.finding import Finding, Severity
from pressmark.report.judged_by import JudgedBy
from pressmark.report.not_checked import NotChecked, name_some, tell_not_checked
from pressmark.report.read import FileReport, PassedOver, Row, TableReport
from pressmark.report.rule import Rule
from pressmark.report.rules import find_rule, rank_rule
from pressmark.report.sentences import render_sentence
from pressmark.words import make_visible, phrase_count

if TYPE_CHECKING:
    import pyarrow as pa


class Passages(NamedTuple):
    """How many passages of sources the records name, and how many were held against a text."""

    recorded: int
    checked: int


class SecondOpinion(NamedTuple):
    """What another judge says of a package that we hold valid: in a sentence each what is wrong.

    `disagreements` is None where it was not asked, because the data is wrong for us already.
    """

    judge: str
    disagreements: tuple[str, ...] | None


@dataclass(frozen=True)
class Report:
    """What judging a package found: counts are complete, the list of findings may be cut.

    `not_checked` names the dataset's own rules that were not run, because there were errors that
    would have made them speak of the wrong thing, or because they are a stranger's. `files`
    are the resources that no schema describes. `passages` is
    None where no schema says that records name passages, or errors kept them unread. `second` is
    what another judge says, None where nobody wanted to know. `severities`
    has the severity of every rule in `counts`; `rows` has, by table and record number, the records
    that the listed findings are about, as far as they could be read; `place` is the package's
    folder as people gave it; `plugged` are the rules of the plug-ins that were in use. None of
    these four is part of the report as JSON. `asked` are the only rules that were asked, by name or
    kind, empty where all were; `ignored` has the rules whose findings are no errors, with why.
    `not_read` are properties of the descriptor that nobody checks, though the rest of their table
    is judged; `passed_over` are resources without schema or dialect, and keys that lead to them.
    `judged_by` says by which schema files were judged that have no descriptor.

    A notebook shows a report as its verdict and the worst findings; `to_arrow` and `to_pandas`
    give the listed findings as a table.
    """

    name: str
    version: str
    tables: tuple[TableReport, ...]
    counts: dict[str, int]
    errors: int
    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...] = ()
    severities: dict[str, Severity] = field(default_factory=dict)
    rows: dict[tuple[str, int], Row] = field(default_factory=dict)
    place: str = "."
    passages: Passages | None = None
    second: SecondOpinion | None = None
    plugged: tuple[Rule, ...] = ()
    asked: tuple[str, ...] = ()
    ignored: dict[str, str] = field(default_factory=dict)
    not_read: tuple[NotChecked, ...] = ()
    files: tuple[FileReport, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    judged_by: JudgedBy | None = None

    @property
    def valid(self) -> bool:
        """Whether nothing is wrong; warnings do not count."""
        return self.errors == 0

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(self.counts.values()) - self.errors

    @property
    def left_out(self) -> int:
        """How many findings are counted but not listed."""
        return sum(self.counts.values()) - len(self.findings)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that found something, worst first: errors, order of mending, then number."""

        def place(rule: str) -> tuple[Any, ...]:
            return self.severity(rule) != "error", rank_rule(rule), -self.counts[rule], rule

        return tuple(sorted(self.counts, key=place))

    @property
    def worst_first(self) -> tuple[Finding, ...]:
        """The listed findings, rule by rule in the order of `rules`."""
        order = {rule: number for number, rule in enumerate(self.rules)}
        return tuple(sorted(self.findings, key=lambda finding: order[finding.rule]))

    @property
    def verdict(self) -> str:
        """Say in one line what was judged and how it came out."""
        records = sum(table.records for table in self.tables)
        is_, by = "is", ""
        if self.judged_by:
            is_, by = self.judged_by.verb, self.judged_by.words
        what = make_visible(f"{self.name} {self.version}".strip())
        size = f"{phrase_count(len(self.tables), 'table')}, {phrase_count(records, 'record')}"
        if self.files:
            size += f", {phrase_count(len(self.files), 'resource')} without a schema"
        if self.passages and self.passages.checked:
            size += f", {phrase_count(self.passages.checked, 'passage')} of sources"
        ignored = sum(self.counts.get(rule, 0) for rule in self.ignored)
        more = f", {phrase_count(ignored, 'finding')} ignored" if ignored else ""
        by += f"{' and' if by else ''} by the rules that were asked" if self.asked else ""
        if self.valid:
            left = self.warnings - ignored
            warnings = f", {phrase_count(left, 'warning')}" if left else ""
            return f"{what} {is_} valid{by}: {size}{warnings}{more}."
        by = by if self.judged_by else ""
        return f"{what} {is_} not valid{by}: {phrase_count(self.errors, 'error')} in {size}{more}."

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Say what was not asked, run or compared, and what was ignored; then the second judge."""
        lines = [*(self.judged_by.told if self.judged_by else ()), *self.choice_told]
        if self.not_checked:
            names = make_visible(", ".join(self.not_checked))
            when = "run once nothing else is wrong"
            if self.valid and not any(rule in self.counts for rule in self.ignored):
                when = "came with the package and run with --trust-rules"
            lines.append(f"Not checked yet: {names}. These rules {when}.")
        lines += self.passed_over_told
        if self.passages and self.passages.checked < self.passages.recorded:
            left = self.passages.recorded - self.passages.checked
            number = f"{left:,} of {phrase_count(self.passages.recorded, 'passage')}"
            lines.append(
                f"Not checked: {number} of sources, without their texts "
                "(--sources FOLDER names them)."
            )
        return (*lines, *tell_not_checked(self.not_read), *self.second_told)

    @property
    def passed_over_told(self) -> tuple[str, ...]:
        """Say what else was not checked, in one line for each reason."""
        whys = dict.fromkeys(each.why for each in self.passed_over)
        return tuple(
            f"Not checked ({make_visible(why)}): "
            f"{make_visible(name_some([what for what, its in self.passed_over if its == why]))}."
            for why in whys
        )

    @property
    def choice_told(self) -> tuple[str, ...]:
        """Say which rules alone were asked, and of each that is ignored what it found, and why."""
        asked = make_visible(", ".join(self.asked))
        lines = [f"Only these rules were asked: {asked}."] if asked else []
        for rule, reason in self.ignored.items():
            found = phrase_count(self.counts.get(rule, 0), "finding")
            lines.append(
                f"Ignored: {make_visible(rule)}, {found}. The reason: {render_sentence(reason)}"
            )
        return tuple(lines)

    @property
    def second_told(self) -> tuple[str, ...]:
        """Say whether a second judge was asked, and where it disagrees; nothing if none was."""
        if self.second is None:
            return ()
        judge, found = self.second
        if found is None:
            return (f"Second judge: {judge} was not asked, because the data is wrong already.",)
        if not found:
            return (f"Second judge: {judge} finds nothing wrong either.",)
        places = phrase_count(len(found), "disagreement")
        return (
            f"Second judge: {judge}, {places}.",
            *(f"  {render_sentence(each)}" for each in found),
        )

    def rule(self, name: str) -> Rule:
        """Give a rule that found something, by its name."""
        return find_rule(name, self.plugged)

    def severity(self, rule: str) -> Severity:
        """Say whether what a rule finds is an error or a warning."""
        if rule in self.severities:
            return self.severities[rule]
        return next((each.severity for each in self.findings if each.rule == rule), "error")

    def row(self, finding: Finding) -> Row | None:
        """Give the record that a finding is about, if it could be read."""
        return self.rows.get((finding.table or "", finding.record or 0))

    def to_arrow(self) -> "pa.Table":
        """Give the listed findings as an Arrow table, a column for each property of the JSON.

        `record` and `line` are int64, all others text; what does not apply is null. Findings that
        are counted but not listed are not in it: judge with a higher `limit` to have them.
        """
        from pressmark.report.notebook import make_table

        return make_table(self.findings)

    def to_pandas(self) -> Any:
        """Give the table of `to_arrow` as a pandas DataFrame, in types that know missing values.

        ProjectError where pandas is not installed; pressmark itself does not need it.
        """
        from pressmark.report.notebook import make_data_frame

        return make_data_frame(self.to_arrow())

    def __repr__(self) -> str:
        """Say how it came out, in one line."""
        return f"<Report: {self.verdict}>"

    def _repr_html_(self) -> str:
        """Show the verdict and the worst findings where a notebook shows a value."""
        from pressmark.report.notebook import render_part_of_page

        lines = (self.verdict, *self.unchecked)
        return render_part_of_page(lines, self.worst_first, sum(self.counts.values()))

    def written(self, *, seconds: bool = True) -> dict[str, Any]:
        """Give the report as JSON values; without `seconds` it depends on the data alone."""
        values = {
            "valid": self.valid,
            "package": {"name": self.name, "version": self.version},
            "tables": [table.written(seconds=seconds) for table in self.tables],
            "counts": self.counts,
            "findings": [finding.written() for finding in self.findings],
            "not_checked": [
                *self.not_checked,
                *(each.path for each in self.not_read),
                *(f"{what}: {why}" for what, why in self.passed_over),
            ],
        }
        values |= {"judged_by": self.judged_by.written()} if self.judged_by else {}
        values |= {"files": [each.written() for each in self.files]} if self.files else {}
        values |= {"passages": self.passages._asdict()} if self.passages else {}
        values |= {"second_judge": self.second._asdict()} if self.second else {}
        return values | self.choice_written()

    def choice_written(self) -> dict[str, Any]:
        """Give what was asked and ignored as JSON values; nothing where all was asked."""
        count = self.counts.get
        ignored = {
            rule: {"reason": why, "count": count(rule, 0)} for rule, why in self.ignored.items()
        }
        asked = {"asked": list(self.asked)} if self.asked else {}
        return asked | ({"ignored": ignored} if ignored else {})
