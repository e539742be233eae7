"""Which rules are asked, and which of their findings are no errors: what `validate` may be told.

What keeps records from being read whole is told whatever is asked: without them no rule has an
answer. What is ignored stays listed, with its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pressmark.errors import ProjectError
from pressmark.package import Package
from pressmark.report.finding import Findings
from pressmark.report.rule import Rule
from pressmark.report.rules import (
    EVIDENCE_SOURCE_MISSING,
    HEADER_MISSING,
    OWN,
    SCHEMA_PATTERN,
    list_known_rules,
    make_own_rule,
)
from pressmark.words import find_nearest

EVIDENCE = EVIDENCE_SOURCE_MISSING.kind


@dataclass(frozen=True)
class ChosenRules:
    """The rules that are asked, as they were named and one by one, and those ignored, with why.

    Without `asked` every rule is.
    """

    asked: tuple[str, ...] = ()
    rules: frozenset[str] = frozenset()
    ignored: Mapping[str, str] = field(default_factory=dict)

    def asks(self, rule: str) -> bool:
        """Whether a rule is asked."""
        return not self.asked or rule in self.rules

    @property
    def of_whole_tables(self) -> bool:
        """Whether rules are asked by name that need typed tables, and so nothing wrong in them."""
        return any(each.partition(".")[0] in (OWN.kind, EVIDENCE) for each in self.rules)


EVERYTHING = ChosenRules()


def read_choice(
    package: Package,
    asked: Iterable[str] | None,
    ignored: Mapping[str, str] | None,
    *,
    sources: bool = False,
) -> ChosenRules:
    """Read what rules are asked, by name or kind, and which are ignored, each with its reason.

    ProjectError where one is not known, or is asked and cannot run: for want of trust, or of the
    `sources`. Also where one is ignored without a reason, though it is not asked, or though it
    keeps records from being read.
    """
    own = (make_own_rule(each.name) for each in package.rules)
    rules = {each.id: each for each in (*list_known_rules(), *own) if each is not OWN}
    words = None if asked is None else tuple(dict.fromkeys(asked))
    if words == ():
        raise ProjectError("rules", "none is named", f"name one such as {HEADER_MISSING.id}")
    chosen = frozenset(each for word in words or () for each in name_rules(word, rules))
    kinds = {rules[each].kind for each in chosen}
    if OWN.kind in kinds and not package.trusted:
        wrong = "rules that came with the package are not run"
        raise ProjectError("rules", wrong, "trust them: --trust-rules")
    if EVIDENCE in kinds and not sources:
        wrong = "passages cannot be held against their sources, which are not named"
        raise ProjectError("rules", wrong, "name their folder: --sources FOLDER")
    choice = ChosenRules(words or (), chosen, dict(ignored or {}))
    for name, reason in choice.ignored.items():
        refuse_ignoring(name, reason, rules, choice)
    return choice


def name_rules(word: str, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """Name the rules that a word means: one, or all of a kind; ProjectError where it means none."""
    if word in rules:
        return (word,)
    found = tuple(name for name, rule in rules.items() if rule.kind == word)
    if not found:
        raise explain_unknown(word, (*rules, *dict.fromkeys(rule.kind for rule in rules.values())))
    return found


def explain_unknown(word: str, there: tuple[str, ...]) -> ProjectError:
    """Say that there is no such rule, and which is near."""
    near = find_nearest(word, there)
    right = f"did you mean {near!r}?" if near else f"there is {', '.join(there)}"
    return ProjectError("rules", f"{word!r} is no rule of this package", right)


def refuse_ignoring(name: str, reason: str, rules: Mapping[str, Rule], choice: ChosenRules) -> None:
    """Refuse to ignore what is no rule, says no reason, is not asked, or hides records."""
    if name not in rules:
        kind = [each for each, rule in rules.items() if rule.kind == name]
        if kind:
            right = f"name one of {', '.join(kind)}"
            raise ProjectError("ignore", f"{name!r} is a kind of rules", right)
        raise explain_unknown(name, tuple(rules))
    if not reason.strip():
        raise ProjectError("ignore", f"{name} is given no reason", f"write {name}=why")
    if not choice.asks(name):
        raise ProjectError("ignore", f"{name} is not asked", "ignore rules that are, or ask it")
    if rules[name].hides_records:
        wrong = f"{name} keeps records from being read, and nothing could be said of them"
        raise ProjectError("ignore", wrong, "mend it")


def narrow_findings(findings: Findings, choice: ChosenRules, *, blocked: bool) -> Findings:
    """Give the findings that are told: those of the rules that are asked, or that stand in the way.

    What hides records or a column, or a pattern that cannot be checked, always does. Where rules
    that are asked could not run because of errors, they are `blocked` by all of these. What is
    ignored is a warning.
    """
    if not choice.asked and not choice.ignored:
        return findings
    always = {each.id for each in list_known_rules() if each.hides_records}
    always |= {HEADER_MISSING.id, SCHEMA_PATTERN.id}
    told = Findings(findings.limit)
    for name, count in findings.counts.items():
        severity = findings.severities[name]
        if choice.asks(name) or name in always or (blocked and severity == "error"):
            told.count(name, "warning" if name in choice.ignored else severity, count)
    told.kept = [
        replace(each, severity="warning") if each.rule in choice.ignored else each
        for each in findings.kept
        if each.rule in told.counts
    ]
    return told
