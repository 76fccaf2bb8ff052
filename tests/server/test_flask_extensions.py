"""An extension of Flask that is made in one module and put into a blueprint in another."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

FILES = {
    "shop/__init__.py": """
from flask import Flask

from shop.routes import blueprint


def create_app():
    app = Flask(__name__)
    app.register_blueprint(blueprint)
    return app
""",
    "shop/extensions.py": """
from flask_restx import Api

api = Api(version="1", title="shop")
""",
    "shop/routes.py": """
from flask import Blueprint
from flask_restx import Resource

from shop.extensions import api

blueprint = Blueprint("api", __name__, url_prefix="/api")
api.init_app(blueprint)
orders = api.namespace("orders")


@orders.route("")
class Orders(Resource):
    def get(self):
        return []
""",
}


def test_resources_are_below_the_blueprint_of_their_extension(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, FILES)) == ["GET /api/orders Orders.get"]
