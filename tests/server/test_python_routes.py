"""Routes, routers and guards of Flask and FastAPI."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

FLASK = {
    "app.py": """
from flask import Flask
from flask_login import login_required
from orders import orders

app = Flask(__name__)
app.register_blueprint(orders, url_prefix="/api")


@app.get("/health")
def health():
    return "ok"


@app.route("/profile", methods=["GET", "POST"])
@login_required
def profile():
    return "you"
""",
    "orders.py": """
from flask import Blueprint, abort, request
from flask_login import current_user

orders = Blueprint("orders", __name__)


@orders.before_request
def only_members():
    if not current_user.is_authenticated:
        abort(401)


@orders.route("/orders/<int:order_id>", methods=["DELETE"])
def remove(order_id):
    return str(order_id)
""",
}


def test_flask_routes_with_blueprints_and_guards(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, FLASK)) == [
        "DELETE /api/orders/<int:order_id> remove login-check",
        "GET /health health",
        "GET /profile profile login-check",
        "POST /profile profile login-check",
    ]


def test_class_handlers_answer_by_verb(tmp_path: Path) -> None:
    files = {
        "app.py": """
from flask import Flask
from flask.views import MethodView

app = Flask(__name__)


class Notes(MethodView):
    def get(self):
        return "all"

    def post(self):
        return "made"


app.add_url_rule("/notes", view_func=Notes.as_view("notes"))
"""
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /notes Notes.get", "POST /notes Notes.post"]


FASTAPI = {
    "main.py": """
from fastapi import Depends, FastAPI
from items import router
from login import require_user

app = FastAPI()
app.include_router(router, prefix="/v1", dependencies=[Depends(require_user)])


@app.get("/")
def index():
    return {}
""",
    "items.py": """
from typing import Annotated
from fastapi import APIRouter, Depends
from login import require_admin

router = APIRouter(prefix="/items")


@router.get("/{item_id}")
def read(item_id: int):
    return item_id


@router.delete("/{item_id}")
def remove(item_id: int, user: Annotated[str, Depends(require_admin)]):
    return item_id
""",
    "login.py": """
from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer

bearer = HTTPBearer()


def require_user(token=Depends(bearer)):
    if token.credentials != "known":
        raise HTTPException(status_code=401)
    return token


def require_admin(user=Depends(require_user)):
    if not user.admin:
        raise HTTPException(status_code=403)
    return user
""",
}


def test_fastapi_dependencies_at_every_level(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, FASTAPI)) == [
        "GET / index",
        "DELETE /v1/items/{item_id} remove login-check role-check",
        "GET /v1/items/{item_id} read login-check",
    ]


def test_operations_of_an_openapi_document(tmp_path: Path) -> None:
    files = {
        "openapi.yaml": """
openapi: 3.0.0
paths:
  /books/{title}:
    get:
      operationId: views.books.by_title
""",
        "views/books.py": """
from flask import Response


def by_title(title):
    return Response("unknown", 401)
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /books/{title} by_title login-check"]


ALIASES = {
    "deps.py": """
from typing import Annotated
from fastapi import APIRouter, Depends
from login import require_user

CurrentUser = Annotated[str, Depends(require_user)]


class MemberRouter(APIRouter):
    def __init__(self, prefix="", **kwargs):
        super().__init__(prefix=prefix, dependencies=[Depends(require_user)], **kwargs)
""",
    "login.py": FASTAPI["login.py"],
    "notes.py": """
from fastapi import APIRouter, Depends
from deps import CurrentUser, MemberRouter
from login import require_user
from pydantic import BaseModel

router = APIRouter(prefix="/notes")
members = MemberRouter(prefix="/members")


class NoteIn(BaseModel):
    text: str


@router.post("/{note_id}")
def write(note_id: int, note: NoteIn, loud: bool, user: CurrentUser):
    return note_id


class Notes:
    user: str = Depends(require_user)

    @router.get("/")
    def every(self):
        return []


@members.get("/me")
def me():
    return {}
""",
}


def test_dependencies_by_alias_by_class_and_by_a_router_of_the_project(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, ALIASES)) == [
        "GET /members/me me login-check",
        "GET /notes Notes.every login-check",
        "POST /notes/{note_id} write login-check",
    ]


def test_inputs_of_a_handler(tmp_path: Path) -> None:
    found = {one.handler: one for one in endpoints_of(tmp_path, ALIASES)}
    inputs = [(one.name, one.where) for one in found["write"].inputs]
    assert inputs == [("note_id", "path"), ("note", "body"), ("loud", "query")]


def test_a_router_that_is_mounted_under_a_condition_is_not_resolved(tmp_path: Path) -> None:
    main = """
import os
from fastapi import FastAPI
from notes import router

app = FastAPI()
if os.environ.get("LOCAL"):
    app.include_router(router)
"""
    found = endpoints_of(tmp_path, {**ALIASES, "main.py": main})
    assert [one.handler for one in found if one.unresolved] == ["Notes.every", "write"]
