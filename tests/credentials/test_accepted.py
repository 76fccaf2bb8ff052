"""Tests of what a team has accepted with marks and with the lists of other scanners."""

from __future__ import annotations

import hashlib
import json

from secure_lint.credentials.judgement import CredentialJudge
from secure_lint.credentials.places import ProjectContext
from tests.credentials.detecting import ASSIGNED, KEY, MAIN, candidates, judged, policies, rules


def test_a_baseline_of_detect_secrets_is_honoured() -> None:
    digest = hashlib.sha1(KEY.encode(), usedforsecurity=False).hexdigest()
    entry = {"type": "Secret Keyword", "hashed_secret": digest, "line_number": 99}
    baseline = json.dumps({"version": "1.5.0", "results": {MAIN: [entry]}})
    assert judged({MAIN: ASSIGNED, ".secrets.baseline": baseline}) == ()
    entry["is_secret"] = True
    baseline = json.dumps({"version": "1.5.0", "results": {MAIN: [entry]}})
    assert len(judged({MAIN: ASSIGNED, ".secrets.baseline": baseline})) == 1


def test_an_ignore_file_of_gitleaks_is_honoured() -> None:
    assert judged({MAIN: ASSIGNED, ".gitleaksignore": f"# ours\n{'0' * 40}:{MAIN}:generic-api-key:1\n"}) == ()
    assert len(judged({MAIN: ASSIGNED, ".gitleaksignore": f"{MAIN}:generic-api-key:7\n"})) == 1


def test_what_is_accepted_is_not_lost() -> None:
    found = candidates(MAIN, ASSIGNED.rstrip() + " // gitleaks:allow\n")
    context = ProjectContext((MAIN,), {})
    assert CredentialJudge(found, context, policies(), rules()).findings() == ()
    (suppressed,) = CredentialJudge(found, context, policies(), rules()).accepted()
    assert (suppressed.by, suppressed.finding.code) == ("gitleaks:allow", "SL301")
