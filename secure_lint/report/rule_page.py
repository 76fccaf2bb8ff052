"""A rule's page, in Markdown: what ``explain`` prints and what SARIF viewers show as help."""

from __future__ import annotations

from secure_lint.model.rule import RuleDescription, RuleExample

_CWE_PAGE = "https://cwe.mitre.org/data/definitions/{number}.html"


def rule_page(rule: RuleDescription) -> str:
    """The whole page, examples included."""
    facts = (
        f"**{rule.severity.value}**, {rule.confidence.value} confidence, {rule.precision} precision, "
        f"for {rule.audience.value}s"
    )
    parts = [f"# {rule.code} {rule.name}", rule.title, facts, _policy(rule), rule_help(rule)]
    parts += [_example(example) for example in sorted(rule.examples, key=_order)]
    parts.append(f"Suppress one place with `secure-lint: ignore[{rule.code}] -- reason` in a comment.")
    return "\n\n".join(part for part in parts if part) + "\n"


def rule_help(rule: RuleDescription) -> str:
    """Why it matters, how to mend it on each platform, and where it stands in the catalogues."""
    parts = [f"## Why\n\n{rule.why.strip()}"]
    if rule.fix_by_platform:
        fixes = "\n".join(f"- **{platform}**: {_joined(text)}" for platform, text in rule.fix_by_platform.items())
        parts.append(f"## Fix\n\n{fixes}")
    if rule.autofix:
        parts.append(f"## Automatic fix\n\n{_automatic(rule)}")
    if rule.limits:
        parts.append(f"## Limits\n\n{_joined(rule.limits)}")
    references = [
        *(f"[CWE-{number}]({_CWE_PAGE.format(number=number)})" for number in rule.cwe),
        *rule.masvs,
        *rule.maswe,
    ]
    if references:
        parts.append(f"References: {', '.join(references)}")
    return "\n\n".join(parts)


def rule_help_text(rule: RuleDescription) -> str:
    """The help without markup."""
    fixes = (f"Fix ({platform}): {_joined(text)}" for platform, text in rule.fix_by_platform.items())
    return "\n".join((_joined(rule.why), *fixes))


def _automatic(rule: RuleDescription) -> str:
    """What ``scan --fix`` does; the same change in several languages on one line."""
    lines: dict[tuple[str, bool], list[str]] = {}
    for fix in rule.autofix:
        languages = lines.setdefault((_joined(fix.does), fix.safe), [])
        languages += [fix.language] if fix.language not in languages else []
    return "\n".join(
        f"- **{', '.join(languages)}**: {does} (`secure-lint --{'fix' if safe else 'fix --unsafe-fixes'}`)"
        for (does, safe), languages in lines.items()
    )


def _policy(rule: RuleDescription) -> str:
    return f"Policy {rule.policy}: {rule.policy_statement}" if rule.policy_statement else f"Policy {rule.policy}"


def _example(example: RuleExample) -> str:
    return f"## {example.verdict.capitalize()}\n\n```{example.language}\n{example.code.rstrip()}\n```"


def _order(example: RuleExample) -> tuple[bool, str]:
    return example.verdict != "bad", example.path


def _joined(text: str) -> str:
    return " ".join(text.split())
