"""Names of servers' parts in one form: words in small letters, joined by underscores."""

from __future__ import annotations

import re

_JOINT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def joined_words(name: str) -> str:
    """``isAdminUser``, ``IsAdminUser`` and ``is-admin-user`` as ``is_admin_user``."""
    return re.sub(r"[^a-z0-9]+", "_", _JOINT.sub("_", name).lower()).strip("_")
