"""Operations, routers and authentication of Django Ninja."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

PROJECT = {
    "shop/urls.py": """
from django.urls import path

from shop.api import api

urlpatterns = [path("api/", api.urls)]
""",
    "shop/api.py": """
from ninja import NinjaAPI

from shop.auth import KeyHolder
from shop.orders import router

api = NinjaAPI(auth=KeyHolder())
api.add_router("/orders", router)


@api.get("/health", auth=None)
def health(request):
    return {"ok": True}
""",
    "shop/auth.py": """
from ninja.security import HttpBearer

from shop.models import Key


class KeyHolder(HttpBearer):
    def authenticate(self, request, token):
        return Key.objects.filter(text=token).first()
""",
    "shop/orders.py": """
from ninja import Router, Schema
from ninja.security import django_auth_superuser

from shop.models import Order

router = Router()


class OrderIn(Schema):
    article: str
    pieces: int


@router.post("/")
def place(request, payload: OrderIn):
    return Order.objects.create(buyer=request.auth, **payload.dict()).pk


@router.delete("/{order_id}", auth=django_auth_superuser)
def remove(request, order_id: int):
    Order.objects.filter(pk=order_id).delete()
""",
    "shop/models.py": """
from django.db import models


class Key(models.Model):
    text = models.CharField(max_length=64)


class Order(models.Model):
    buyer = models.ForeignKey(Key, on_delete=models.CASCADE)
    article = models.CharField(max_length=80)
    pieces = models.PositiveIntegerField()
""",
}


def test_operations_of_routers_behind_the_authentication_of_the_api(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, PROJECT)) == [
        "GET /api/health health",
        "POST /api/orders place login-check",
        "DELETE /api/orders/{order_id} remove login-check role-check",
    ]


def test_an_operation_without_authentication_is_open(tmp_path: Path) -> None:
    found = {one.handler: one for one in endpoints_of(tmp_path, PROJECT)}
    assert found["health"].opened
    assert not found["place"].opened
