"""Who logs in at a server: administrators only, machines with a key, or users of a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.trees import endpoints_of, listed, places_of

LOGIN = """
from flask import Blueprint, request
from flask_login import login_required, login_user
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
pages = Blueprint("pages", __name__)


class {account}(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)


@pages.post("/login")
def login():
    login_user({account}())
    return ""


@pages.get("/invitations")
@login_required
def invitations():
    return ""
"""


@pytest.mark.parametrize(("account", "kind"), [("AdminAccount", "role-check"), ("Account", "login-check")])
def test_where_only_administrators_log_in_a_login_is_a_role(tmp_path: Path, account: str, kind: str) -> None:
    found = listed(endpoints_of(tmp_path, {"pages.py": LOGIN.replace("{account}", account)}))
    assert found == [f"GET /invitations invitations {kind}", "POST /login login"]


KEYED = """
from functools import wraps

from flask import Blueprint, abort, current_app, jsonify, request
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
api = Blueprint("api", __name__)


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Invoice(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


def {guard}(handler):
    @wraps(handler)
    def checked(*args, **kwargs):
        if request.headers.get("Authorization") != current_app.config["KEY"]:
            abort(401)
        return handler(*args, **kwargs)

    return checked


@api.get("/invoices/<int:number>")
@{guard}
def invoice(number):
    return jsonify(Invoice.query.get_or_404(number).id)
"""


@pytest.mark.parametrize(("guard", "lines"), [("require_api_key", []), ("require_session", [33])])
def test_a_key_of_the_whole_server_is_no_user(tmp_path: Path, guard: str, lines: list[int]) -> None:
    files = {"invoices.py": KEYED.replace("{guard}", guard)}
    assert [line for _, line in places_of(tmp_path, files, "record-of-another-user")] == lines


USERS = """
import uuid

from fastapi import APIRouter, Depends
from fastapi_users import FastAPIUsers

from .database import User, backend, get_manager

fastapi_users = FastAPIUsers[User, uuid.UUID](get_manager, [backend])
active = fastapi_users.current_user(active=True)
superuser = fastapi_users.current_user(active=True, superuser=True)
perhaps = fastapi_users.current_user(optional=True)

router = APIRouter()


@router.get("/orders", dependencies=[Depends(active)])
def orders():
    return []


@router.delete("/orders", dependencies=[Depends(superuser)])
def clear():
    return []


@router.get("/offers", dependencies=[Depends(perhaps)])
def offers():
    return []
"""


def test_callers_that_fastapi_users_finds(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"orders.py": USERS})) == [
        "GET /offers offers",
        "DELETE /orders clear role-check",
        "GET /orders orders login-check",
    ]
