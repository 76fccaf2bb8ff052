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


def test_resources_of_namespaces(tmp_path: Path) -> None:
    """Paths stand on the classes; a namespace is mounted below its name where nothing else is said."""
    files = {
        "api.py": """
from flask import Blueprint, Flask
from flask_restx import Api
from orders import orders
from stock import stock

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
api = Api(blueprint)
api.add_namespace(orders)
api.add_namespace(stock, "/warehouse")
app = Flask(__name__)
app.register_blueprint(blueprint)
""",
        "orders.py": """
from flask_jwt_extended import jwt_required
from flask_restx import Namespace, Resource

orders = Namespace("orders", description="What members buy")


@orders.route("", "/all")
class Orders(Resource):
    def get(self):
        return []

    @jwt_required()
    def post(self):
        return {}, 201


@orders.route("/<int:order_id>")
class Order(Resource):
    method_decorators = [jwt_required()]

    def get(self, order_id):
        return {}
""",
        "stock.py": """
from flask_restx import Namespace, Resource

stock = Namespace("stock")


class Shelf(Resource):
    def get(self, shelf):
        return {}


stock.add_resource(Shelf, "/shelves/<shelf>", endpoint="shelf")
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /api/v1/orders Orders.get",
        "POST /api/v1/orders Orders.post login-check",
        "GET /api/v1/orders/<int:order_id> Order.get login-check",
        "GET /api/v1/orders/all Orders.get",
        "POST /api/v1/orders/all Orders.post login-check",
        "GET /api/v1/warehouse/shelves/<shelf> Shelf.get",
    ]


def test_decorators_of_classes_are_guards_by_their_code(tmp_path: Path) -> None:
    files = {
        "app.py": """
from flask import Flask
from flask_restful import Api
from members import Members

app = Flask(__name__)
api = Api(app, prefix="/api")
api.add_resource(Members, "/members/<int:member>", endpoint="member")
""",
        "access.py": """
from functools import wraps
from flask import request
from flask_restful import Resource, abort


def signed(function):
    @wraps(function)
    def inner(*args, **kwargs):
        if not request.headers.get("X-Signature"):
            abort(401)
        return function(*args, **kwargs)
    return inner


class SignedResource(Resource):
    method_decorators = [signed]
""",
        "members.py": """
from access import SignedResource


class Members(SignedResource):
    def get(self, member):
        return {}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /api/members/<int:member> Members.get login-check"]


def test_routes_that_functions_register(tmp_path: Path) -> None:
    """An application factory hands the application on, and a function of the project registers several paths."""
    files = {
        "app.py": """
from flask import Blueprint, Flask
from flask.views import MethodView
from registering import register_view


class Mail(MethodView):
    def post(self):
        return ""


def load(app):
    settings = Blueprint("settings", __name__)
    register_view(settings, routes=["/mail", "/e-mail"], view_func=Mail.as_view("mail"))

    @settings.get("/language/<code>")
    def language(code):
        return code

    app.register_blueprint(settings, url_prefix="/settings")


def create_app():
    app = Flask(__name__)
    load(app)

    @app.route("/search/<words>")
    def search(words):
        return words

    return app
""",
        "registering.py": """
from flask import flash


def register_view(app_or_blueprint, routes, view_func, *args, **kwargs):
    for route in routes:
        app_or_blueprint.add_url_rule(route, view_func=view_func, *args, **kwargs)
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /search/<words> search",
        "POST /settings/e-mail Mail.post",
        "GET /settings/language/<code> language",
        "POST /settings/mail Mail.post",
    ]


def test_a_prefix_out_of_settings_with_defaults(tmp_path: Path) -> None:
    files = {
        "app/main.py": """
from fastapi import APIRouter, FastAPI
from app.core.config import settings

router = APIRouter()


@router.get("/orders")
def orders():
    return []


app = FastAPI()
app.include_router(router, prefix=settings.API_PREFIX)
""",
        "app/core/config.py": """
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    API_PREFIX: str = "/api/v1"
    PROJECT_NAME: str


settings = Settings()
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /api/v1/orders orders"]


def test_routes_of_aiohttp(tmp_path: Path) -> None:
    """Tables of routes, decorators and calls; a middleware that loads a session asks nobody to log in."""
    files = {
        "app.py": """
from aiohttp import web
from views import Shelf, orders, routes
from middlewares import login_required, session_middleware

app = web.Application(middlewares=[session_middleware])
app.router.add_get("/orders", orders)
app.router.add_route("*", "/shelf", Shelf)
app.add_routes(routes)
app.add_routes([web.post("/orders", login_required(orders))])
""",
        "middlewares.py": """
from aiohttp import web
from aiohttp_session import get_session


@web.middleware
async def session_middleware(request, handler):
    request["session"] = await get_session(request)
    return await handler(request)


def login_required(handler):
    async def inner(request):
        session = await get_session(request)
        if "user" not in session:
            raise web.HTTPUnauthorized()
        return await handler(request)
    return inner
""",
        "views.py": """
from aiohttp import web

routes = web.RouteTableDef()


async def orders(request):
    return web.json_response([])


@routes.delete("/orders/{number}")
async def remove(request):
    return web.json_response({"removed": request.match_info["number"]})


class Shelf(web.View):
    async def get(self):
        return web.json_response([])
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /orders orders",
        "POST /orders orders login-check",
        "DELETE /orders/{number} remove",
        "GET /shelf Shelf.get",
    ]


def test_a_dependency_is_known_by_the_name_of_its_function(tmp_path: Path) -> None:
    """Its code hands the work on to a plug-in that nobody can see."""
    files = {
        "app.py": """
from fastapi import APIRouter, Depends, FastAPI
from accounts import get_current_user
from orders import orders

members = APIRouter(prefix="/{organization}")
members.include_router(orders, prefix="/orders")
app = FastAPI()
app.include_router(members, dependencies=[Depends(get_current_user)])
""",
        "accounts.py": """
from fastapi import Request
from plugins import plugin


def get_current_user(request: Request):
    return plugin("login").of(request)
""",
        "orders.py": """
from fastapi import APIRouter

orders = APIRouter()


@orders.delete("/{number}")
def remove(number: int):
    return number
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["DELETE /{organization}/orders/{number} remove login-check"]


def test_what_an_answer_of_403_means(tmp_path: Path) -> None:
    """A token that is missing or false is no matter of roles."""
    files = {
        "app.py": """
import jwt
from flask import Flask, abort, jsonify, request

app = Flask(__name__)


@app.get("/mine")
def mine():
    token = request.headers.get("Authorization")
    if not token:
        return jsonify({"error": "who are you?"}), 403
    return "yours"


@app.get("/orders")
def orders():
    try:
        jwt.decode(request.headers["Authorization"], "key", algorithms=["HS256"])
    except jwt.DecodeError:
        abort(403)
    return "yours"


@app.get("/reports")
def reports():
    token = jwt.decode(request.headers["Authorization"], "key", algorithms=["HS256"])
    if token["role"] != "manager":
        abort(403)
    return "all"
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /mine mine login-check",
        "GET /orders orders login-check",
        "GET /reports reports login-check role-check",
    ]


def test_guards_of_routers_that_depend_on_a_setting(tmp_path: Path) -> None:
    files = {
        "main.py": """
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request

from routes import router
from setup import add_routers


def is_known(request: Request):
    if request.user is None:
        raise HTTPException(status_code=401)


def slow_down(request: Request):
    return None


def make_router(with_login: bool) -> APIRouter:
    checks = [Depends(slow_down)]
    if with_login:
        checks.append(Depends(is_known))
    made = APIRouter(prefix="/v1", dependencies=checks)
    made.include_router(router)
    other = APIRouter(prefix="/v2", dependencies=[Depends(is_known)] if with_login else [])
    other.include_router(router)
    made.include_router(other)
    return made


app = FastAPI()
app.include_router(make_router(True))


def run():
    add_routers(app)
""",
        "routes.py": """
from fastapi import APIRouter

router = APIRouter()


@router.get("/things")
def things():
    return []
""",
        "setup.py": """
from fastapi import APIRouter, Request
from starlette.authentication import requires

notes = APIRouter()


@notes.get("/notes")
@requires(["authenticated"], redirect="login")
def read(request: Request):
    return []


@notes.delete("/notes")
@requires("admin")
def clear(request: Request):
    return []


def add_routers(app):
    app.include_router(notes, prefix="/api")
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "DELETE /api/notes clear role-check",
        "GET /api/notes read login-check",
        "GET /v1/things things login-check",
        "GET /v1/v2/things things login-check",
    ]


def test_what_flask_does_with_the_values_of_a_path_may_refuse(tmp_path: Path) -> None:
    files = {
        "app.py": """
from flask import Blueprint, Flask, abort, g, session

app = Flask(__name__)
shops = Blueprint("shops", __name__, url_prefix="/shops")


@shops.url_value_preprocessor
def pull_shop(endpoint, values):
    g.shop = values.pop("shop", None)
    if not session.get("user_id"):
        abort(401)


@shops.get("/<shop>/orders")
def orders():
    return "orders"


@app.get("/open")
def everybody():
    return "all"


app.register_blueprint(shops)
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /open everybody",
        "GET /shops/<shop>/orders orders login-check",
    ]


def test_resources_that_a_loop_takes_out_of_a_table(tmp_path: Path) -> None:
    files = {
        "shop/app.py": """
from flask import Flask
from flask_restful import Api

from shop.routes import ROUTES as SHOP_ROUTES

app = Flask(__name__)
api = Api(app, prefix="/api")
for route in SHOP_ROUTES:
    api.add_resource(*route)
""",
        "shop/routes.py": """
from shop.resources import OrderResource, OrdersResource

ROUTES = [
    (OrdersResource, "/orders"),
    (OrderResource, "/orders/<int:key>", "/bills/<int:key>"),
]
""",
        "shop/resources.py": """
from flask_login import login_required
from flask_restful import Resource


class OrdersResource(Resource):
    @login_required
    def get(self):
        return []


class OrderResource(Resource):
    @login_required
    def delete(self, key):
        return {}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "DELETE /api/bills/<int:key> OrderResource.delete login-check",
        "GET /api/orders OrdersResource.get login-check",
        "DELETE /api/orders/<int:key> OrderResource.delete login-check",
    ]


CONDITIONAL_ROUTERS = """
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request

import settings


def is_known(request: Request):
    if request.user is None:
        raise HTTPException(status_code=401)


orders = APIRouter(prefix="/orders", dependencies=[Depends(is_known)])
tools = APIRouter(prefix="/tools")
news = APIRouter(prefix="/news")


@orders.get("/")
def all_orders():
    return []


@tools.get("/")
def all_tools():
    return []


@news.get("/")
def all_news():
    return []


app = FastAPI()
if settings.WITH_ORDERS:
    app.include_router(orders)
    app.include_router(tools)
for router in [news]:
    app.include_router(router)
"""


def test_a_condition_around_a_router_matters_where_no_guard_is_known(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"app.py": CONDITIONAL_ROUTERS, "settings.py": "WITH_ORDERS = input() == 'yes'\n"})
    assert {one.path: one.unresolved for one in found} == {
        "/news": (),
        "/orders": (),
        "/tools": ("condition around app.include_router",),
    }


def test_a_refusal_for_want_of_a_role_is_one_though_the_caller_was_looked_up(tmp_path: Path) -> None:
    files = {
        "app.py": """
from fastapi import Depends, FastAPI, HTTPException, Request
from sqlalchemy import Boolean, Column, Integer, String
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()
app = FastAPI()


class Admin(Base):
    __tablename__ = "admin"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    is_sudo = Column(Boolean)


def get_session(): ...


def check_caller(request: Request, session: Session = Depends(get_session)):
    caller = session.query(Admin).filter(Admin.name == request.user.name).first()
    if caller is None:
        raise HTTPException(status_code=401)
    if not caller.is_sudo:
        raise HTTPException(status_code=403)
    return caller


@app.get("/admins")
def admins(admin: Admin = Depends(check_caller)):
    return []
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /admins admins login-check role-check"]
