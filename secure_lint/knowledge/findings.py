"""Making a finding of a policy."""

from __future__ import annotations

from collections.abc import Mapping

from secure_lint.knowledge.policies import Policy
from secure_lint.model.finding import Confidence, Evidence, Finding, Part, Severity, Step
from secure_lint.model.span import Location


def platform_of(policy: Policy, path: str) -> str:
    """The platform whose fix fits a file: by its ending, else the first that the policy names."""
    ending = path.rpartition(".")[2].lower()
    wanted = next((one for one in _PLATFORMS.get(ending, ()) if one in policy.fix), None)
    return next(iter(policy.fix)) if wanted is None else wanted


_HYBRID = ("react-native", "javascript", "cordova", "server")
_PLATFORMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("xml", "gradle"), ("android",)),
    **dict.fromkeys(("kt", "kts"), ("android", "kotlin", "java", "server")),
    "java": ("android", "java", "server"),
    **dict.fromkeys(("swift", "m", "plist", "entitlements", "xcconfig", "xcdatamodel/contents"), ("ios",)),
    **dict.fromkeys(("ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "cts"), _HYBRID),
    "vue": ("cordova", "javascript"),
    "dart": ("flutter",),
    "cs": ("maui", "dotnet"),
    "py": ("python", "server"),
}


def make_finding(
    policy: Policy,
    location: Location,
    words: Mapping[str, str],
    *,
    symbol: str = "",
    confidence: Confidence | None = None,
    severity: Severity | None = None,
    data_type: str | None = None,
    trace: tuple[Step, ...] = (),
    related: tuple[Step, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    part: Part | None = None,
    constant: Location | None = None,
) -> Finding:
    """A finding of a policy, with the placeholders of its message filled in."""
    platform = platform_of(policy, location.path)
    return Finding(
        code=policy.code,
        name=policy.name,
        message=policy.message.format_map(_Words(words)),
        severity=severity or policy.severity,
        confidence=confidence or policy.confidence,
        audience=policy.audience,
        location=location,
        policy=policy.policy,
        platform=platform,
        fix=policy.fix[platform],
        symbol=symbol,
        data_type=data_type,
        trace=trace,
        related=related,
        evidence=evidence,
        part=part,
        constant=constant,
    )


class _Words(dict[str, str]):
    """Placeholders; one without a word stands for itself, so that a message never fails to print."""

    def __missing__(self, key: str) -> str:
        return key
