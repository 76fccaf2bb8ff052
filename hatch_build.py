"""Build hook: the wheel carries the rules as a prebuilt bundle, so that start-up parses no YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesBundleHook(BuildHookInterface[Any]):
    """Writes the bundle of ``rules/`` and adds it to the wheel; a broken rule stops the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle before the wheel is put together."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from secure_lint.knowledge.bundle import BUNDLE_NAME, write_bundle  # noqa: PLC0415
        finally:
            sys.path.remove(str(root))
        target = root / "build" / BUNDLE_NAME
        target.parent.mkdir(exist_ok=True)
        write_bundle(root / "rules", root / "fixtures", target)
        build_data["force_include"][str(target)] = f"secure_lint/_rules/{BUNDLE_NAME}"
