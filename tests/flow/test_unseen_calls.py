"""Calls of code that is not in the tree and that no model describes, told by their names."""

# ruff: noqa: E501  (a program on one line reads better than one in pieces)

from __future__ import annotations

import pytest

from tests.flow.programs import data_types, events_of, run

AROUND = {
    "kt": "package app\nimport com.vendor.journal.*\nclass Login(private val appLogger: VendorLogger) {{ fun enter(password: String) {{ {} }} }}",
    "java": "package app; import com.vendor.journal.*; class Login {{ private VendorLogger mLogger; void enter(String password) {{ {} }} }}",
    "cs": "using Vendor.Journal; namespace App {{ class Login {{ private readonly IVendorLogger _logger; void Enter(string password) {{ {} }} }} }}",
    "swift": "import Vendor\nclass Login {{ let appLogger: VendorLogger\n func enter(password: String) {{ {} }} }}",
    "dart": "import 'package:vendor/journal.dart';\nclass Login {{ final VendorLogger appLogger; void enter(String password) {{ {} }} }}",
    "js": "import AppLog from 'vendor-journal'; import {{ logError }} from './journal'; export function enter(password) {{ {} }}",
    "py": "from vendor.journal import app_log, log_error\ndef enter(password):\n    {}\n",
    "m": "#import <Vendor/Vendor.h>\n@implementation Login\n- (void)enter:(NSString *)password {{ {} }}\n@end",
}
LOGGING = [
    ("kt", 'appLogger.info("as $password")'),
    ("kt", 'VLog.d("login", "as $password")'),
    ("kt", "logError(password)"),
    ("java", 'mLogger.warn("as " + password);'),
    ("java", 'LogUtils.e("login", password);'),
    ("cs", '_logger.Info("as " + password);'),
    ("cs", '_logger.LogError("as {0}", password);'),
    ("swift", r'appLogger.info("as \(password)")'),
    ("swift", "VLogDebug(password)"),
    ("swift", "logDebug(password)"),
    ("dart", r"appLogger.info('as $password');"),
    ("dart", "Log.d(password);"),
    ("js", "AppLog.debug('login', password);"),
    ("js", "logError(password);"),
    ("py", 'app_log.error("as " + password)'),
    ("py", "log_error(password)"),
    ("m", "[AppLog debug:password];"),
    ("m", 'VLogError(@"as %@", password);'),
]


@pytest.mark.parametrize(("ending", "call"), LOGGING, ids=[f"{ending}: {call}" for ending, call in LOGGING])
def test_what_is_named_as_a_logger_logs(ending: str, call: str) -> None:
    interpreted = run(**{f"Login.{ending}": AROUND[ending].format(call)})
    assert [data_types(one) for one in events_of(interpreted, "log")] == [{"cred.password"}]


OTHER = [
    ("kt", 'dialog.error("as $password")'),
    ("kt", 'changelog.info("as $password")'),
    ("kt", "mealLogger.log(password)"),
    ("kt", "loginForm.info(password)"),
    ("java", "mLogger.setPassword(password);"),
    ("js", "AppLog.upload(password);"),
    ("swift", "login.error(password)"),
]


@pytest.mark.parametrize(("ending", "call"), OTHER, ids=[f"{ending}: {call}" for ending, call in OTHER])
def test_what_is_not_named_so_does_not(ending: str, call: str) -> None:
    interpreted = run(**{f"Login.{ending}": AROUND[ending].format(call)})
    assert events_of(interpreted, "log") == []


def test_what_the_project_declares_without_code_goes_by_its_name() -> None:
    interface = "interface Journal { fun info(text: String) }"
    program = f"package app\n{interface}\nclass Login(val logger: Journal) {{ fun enter(password: String) {{ logger.info(password) }} }}"
    assert [data_types(one) for one in events_of(run(Main_kt=program), "log")] == [{"cred.password"}]


def test_what_the_project_declares_with_code_goes_by_its_code() -> None:
    logger = "class Journal { fun info(text: String) { count += text.length } }"
    program = f"package app\n{logger}\nclass Login(val logger: Journal) {{ fun enter(password: String) {{ logger.info(password) }} }}"
    assert events_of(run(Main_kt=program), "log") == []
