"""The remedy that fits the platform an app is made with, where a file's ending does not tell it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from secure_lint.knowledge.policies import Policy
from secure_lint.model.facts import FileFacts
from secure_lint.model.finding import Finding


class Remedies:
    """The fixes of the policies for the platforms of the files."""

    def __init__(self, facts: Iterable[FileFacts], policies: Iterable[Policy]) -> None:
        self._platforms = {one.path: one.platform for one in facts if one.platform}
        self._fixes = {policy.code: policy.fix for policy in policies}

    def fitting(self, finding: Finding) -> Finding:
        """The finding with the fix for its file's platform; unchanged when the policy has none for it."""
        platform = self._platforms.get(finding.location.path)
        fix = self._fixes.get(finding.code, {}).get(platform) if platform is not None else None
        return finding if fix is None else msgspec.structs.replace(finding, platform=platform, fix=fix)
