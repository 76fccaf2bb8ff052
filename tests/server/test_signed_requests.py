"""Requests of other servers, which sign them: what refuses those without a valid signature is a guard."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

APP = """
from flask import Flask, request
from flask_login import login_required
from payments import verify_incoming_request, is_known

app = Flask(__name__)


@app.post("/paid")
def paid():
    if not verify_incoming_request(dict(request.form)):
        return "not from the bank", 400
    return "ok"


@app.post("/refunded")
def refunded():
    if not is_known(request.form["order"]):
        return "no such order", 400
    return "ok"
"""
PAYMENTS = """
import hmac


def verify_incoming_request(form):
    return hmac.compare_digest(form.pop("signature"), hmac.digest(KEY, str(form).encode(), "sha256").hex())


def is_known(order):
    return order in ORDERS
"""


def test_a_request_without_a_valid_signature_is_refused(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"app.py": APP, "payments.py": PAYMENTS})
    assert listed(found) == ["POST /paid paid sender-check", "POST /refunded refunded"]


def test_groups_are_asked_for_by_a_decorator_of_that_name(tmp_path: Path) -> None:
    app = """
from flask import Flask
from staff import group_required

app = Flask(__name__)


@app.get("/flagged")
@group_required("moderators")
def flagged():
    return "[]"
"""
    assert listed(endpoints_of(tmp_path, {"app.py": app})) == ["GET /flagged flagged role-check"]
