"""Classes of records whose base a call makes: ``Base = declarative_base()``."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

MODELS = """
from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.declarative import declarative_base

Base = declarative_base()


class Reader(Base):
    id = Column(Integer, primary_key=True)
    role = Column(String)
"""


def test_a_record_of_a_base_made_in_another_module_is_one(tmp_path: Path) -> None:
    app = """
from flask import Flask, request
from shop.models import Reader

app = Flask(__name__)


@app.post("/readers")
def register():
    Reader(**request.json)
    return "", 201
"""
    files = {"shop/models.py": MODELS, "shop/app.py": app}
    assert places_of(tmp_path, files, "mass-assignment") == [("shop/app.py", 10)]
