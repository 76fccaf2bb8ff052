"""Requests of other servers, which prove by a signature or a shared secret where they come from."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed, places_of

MODELS = """
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(200))


class Subscription(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))
    number = db.Column(db.String(60))
    cancel_url = db.Column(db.String(200))
"""
APP = """
import os

from flask import Flask, request
from flask_login import current_user, login_required
from models import Subscription, db
from payments import must_be_signed, verify_incoming_request

app = Flask(__name__)
HOOK_SECRET = os.environ["HOOK_SECRET"]


@app.get("/account")
@login_required
def account():
    return current_user.email


@app.post("/paid")
def paid():
    if not verify_incoming_request(dict(request.form)):
        return "not from the bank", 400
    return changed()


@app.post("/renewed")
def renewed():
    must_be_signed(request)
    return changed()


@app.post("/texted")
def texted():
    if request.headers.get("X-Hook") != HOOK_SECRET:
        return "not ok"
    return changed()


@app.post("/forged")
def forged():
    return changed()


def changed():
    found = Subscription.query.get(request.form["subscription"])
    found.cancel_url = request.form["cancel_url"]
    db.session.commit()
    return "ok"
"""
PAYMENTS = """
import hmac

KEY = open("/run/secrets/bank").read().encode()


def verify_incoming_request(form):
    return hmac.compare_digest(form.pop("signature"), hmac.digest(KEY, str(form).encode(), "sha256").hex())


def must_be_signed(request):
    if not hmac.compare_digest(request.headers["X-Signature"], hmac.digest(KEY, request.data, "sha256").hex()):
        raise ValueError("not from the bank")
"""


def test_a_signature_or_a_shared_secret_is_a_guard(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"app.py": APP, "models.py": MODELS, "payments.py": PAYMENTS})
    assert listed(found) == [
        "GET /account account login-check",
        "POST /forged forged",
        "POST /paid paid sender-check",
        "POST /renewed renewed sender-check",
        "POST /texted texted sender-check",
    ]


def test_what_a_partner_sends_is_not_the_clients(tmp_path: Path) -> None:
    files = {"app.py": APP, "models.py": MODELS, "payments.py": PAYMENTS}
    assert places_of(tmp_path, files, "missing-authentication") == [("app.py", 40)]


HOOK = """
import express from 'express'
import Stripe from 'stripe'

const app = express()
const stripe = new Stripe(process.env.STRIPE_KEY)

app.post('/hook', express.raw({ type: 'application/json' }), async (req, res) => {
  const event = stripe.webhooks.constructEvent(req.body, req.headers['stripe-signature'], process.env.HOOK_SECRET)
  res.json({ kind: event.type })
})

app.post('/plain', async (req, res) => {
  res.json({ kind: req.body.type })
})

app.post('/shared', async (req, res) => {
  if (req.get('x-hook') !== process.env.HOOK_SECRET) {
    return res.sendStatus(400)
  }
  res.json({ kind: req.body.type })
})
"""


def test_libraries_that_check_signatures_are_guards(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"app.js": HOOK})) == [
        "POST /hook app.js:8 sender-check",
        "POST /plain app.js:13",
        "POST /shared app.js:17 sender-check",
    ]
