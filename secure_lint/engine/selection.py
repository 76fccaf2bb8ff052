"""Which findings the user wants to see."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec
import pathspec

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.rule_index import RuleIndex
from secure_lint.model.finding import Audience, Confidence, Finding, Severity


class PathIgnore(msgspec.Struct, frozen=True):
    """Rules that do not count in files which match a pattern."""

    pattern: pathspec.GitIgnoreSpec
    codes: frozenset[str]


class Selection(msgspec.Struct, frozen=True):
    """A configuration's choice of findings, resolved against the rules that exist.

    Globs are relative to the folder of the configuration, paths to the scan root: ``prefix`` leads from the one down to
    the other, ``nested`` the other way round when the configuration lies below the scan root.
    """

    codes: frozenset[str]
    path_ignores: tuple[PathIgnore, ...]
    severities: dict[str, Severity]
    minimum: Severity
    audience: Audience
    prefix: str
    nested: str

    def active(self, code: str, path: str) -> bool:
        """Whether the rule is in force in the file."""
        if code not in self.codes:
            return False
        if not path.startswith(self.nested):
            return True
        place = self.prefix + path.removeprefix(self.nested)
        return not any(ignore.pattern.match_file(place) for ignore in self.path_ignores if code in ignore.codes)

    def with_severity(self, finding: Finding) -> Finding:
        """The finding with the severity that the configuration gives its rule."""
        severity = self.severities.get(finding.code, finding.severity)
        return finding if severity is finding.severity else msgspec.structs.replace(finding, severity=severity)

    def wants(self, finding: Finding) -> bool:
        """Whether the finding is shown: rule in force, severe enough, and meant for this audience."""
        return (
            self.active(finding.code, finding.location.path)
            and finding.severity.rank >= self.minimum.rank
            and (self.audience is Audience.AUDITOR or not _for_auditors(finding))
        )

    def select(self, findings: Iterable[Finding]) -> list[Finding]:
        """The wanted findings, in their order."""
        return [finding for finding in findings if self.wants(finding)]


def make_selection(configuration: Configuration, rules: RuleIndex, root: Path) -> Selection:
    """Resolve the selectors of ``configuration``; ``root`` is the scan root.

    Raises `ConfigurationError` or `UsageError` for a rule, policy or glob that does not exist.
    """
    prefix, nested = _relation(configuration, root.absolute())
    return Selection(
        codes=selected_codes(configuration, rules),
        path_ignores=tuple(
            PathIgnore(
                _pattern(configuration, glob),
                _codes(configuration, "per_file_ignores", words, rules, glob),
            )
            for glob, words in configuration.per_file_ignores.items()
        ),
        severities={
            code: severity
            for word, severity in configuration.severities.items()
            for code in _codes(configuration, "severities", (word,), rules, word)
        },
        minimum=configuration.severity,
        audience=configuration.audience,
        prefix=prefix,
        nested=nested,
    )


def selected_codes(configuration: Configuration, rules: RuleIndex) -> frozenset[str]:
    """The codes of the rules that ``configuration`` asks for; raises as `make_selection` does."""
    selected = _codes(configuration, "select", configuration.select, rules)
    ignored = _codes(configuration, "ignore", configuration.ignore, rules)
    policies = {_policy(configuration, index, word, rules) for index, word in enumerate(configuration.policies)}
    codes = selected - ignored
    return frozenset(code for code in codes if not policies or rules.by_code[code].policy in policies)


def _codes(
    configuration: Configuration, field: str, words: tuple[str, ...], rules: RuleIndex, *inner: str
) -> frozenset[str]:
    codes: set[str] = set()
    for index, word in enumerate(words):
        matching = rules.matching(word)
        if not matching:
            message = f"{word!r} is no rule code, beginning of a code, or rule name{rules.suggestion(word)}"
            raise configuration.mistake(field, message, *inner, index)
        codes |= matching
    return frozenset(codes)


def _policy(configuration: Configuration, index: int, word: str, rules: RuleIndex) -> str:
    known = sorted({rule.policy for rule in rules.by_code.values()})
    asked = f"P{word}" if word.isdigit() else word
    policy = next((policy for policy in known if policy.lower() == asked.lower()), None)
    if policy is None:
        raise configuration.mistake("policies", f"{word!r} is no policy; they are {', '.join(known)}", index)
    return policy


def _pattern(configuration: Configuration, glob: str) -> pathspec.GitIgnoreSpec:
    try:
        return pathspec.GitIgnoreSpec.from_lines([glob])
    except ValueError as problem:
        raise configuration.mistake("per_file_ignores", f"{glob!r} is no glob: {problem}", glob) from None


def _relation(configuration: Configuration, root: Path) -> tuple[str, str]:
    """The ``prefix`` and ``nested`` of a selection; a configuration from elsewhere counts as one of the scan root."""
    folder = Path(configuration.origin.folder) if configuration.origin else root
    if root.is_relative_to(folder):
        return _with_slash(root.relative_to(folder)), ""
    if folder.is_relative_to(root):
        return "", _with_slash(folder.relative_to(root))
    return "", ""


def _with_slash(path: Path) -> str:
    text = path.as_posix()
    return "" if text == "." else f"{text}/"


def _for_auditors(finding: Finding) -> bool:
    return finding.audience is Audience.AUDITOR or finding.confidence is Confidence.LOW
