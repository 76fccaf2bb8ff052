"""Whom a SARIF file is for."""

from __future__ import annotations

import enum


class SarifProfile(enum.Enum):
    """GitHub shows suppressed results as open alerts, so they are left out for it."""

    GITHUB = "github"
    FULL = "full"
