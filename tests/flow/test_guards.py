"""Conditions that say under which circumstances code runs."""

from __future__ import annotations

import pytest

from tests.flow.programs import events_of, run

LOG = """
import android.util.Log
class Mail {{
  fun f(password: String) {{
    if ({0}) {{ Log.d(TAG, password) }}
  }}
}}
"""


@pytest.mark.parametrize(
    ("condition", "guarded"),
    [
        ("status.isSensitiveDebugLoggingEnabled", True),
        ("MailLibrary.isDebug() && DEBUG_PROTOCOL_IMAP", True),
        ("settings.verboseLogging", True),
        ("logSecrets", True),
        ("BuildConfig.LOG_PRIVATE_DATA", True),
        ("buildMeta.lowPrivacyLoggingEnabled", True),
        ("settings.privacyModeEnabled", False),
        ("!status.isDebug()", False),
        ("status.isOnline()", False),
        ("debugger.attached", False),
        ("isSensitive", False),
    ],
)
def test_a_switch_for_debug_logging_is_told_by_its_name(condition: str, guarded: bool) -> None:
    (event,) = events_of(run(Mail_kt=LOG.format(condition)), "log")
    assert ("debug-logging" in event.guards) is guarded
