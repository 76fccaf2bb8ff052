"""What an account holds, changed by a number that a client sends: one below zero gives where it should take."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

APP = """
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path


class Account(models.Model):
    user = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    balance = models.FloatField(default=0)


@login_required
def pay(request):
    account = get_object_or_404(Account, user=request.user)
    account.balance -= float(request.POST["amount"])
    account.save()
    return JsonResponse({})


@login_required
def pay_what_is_there(request):
    account = get_object_or_404(Account, user=request.user)
    amount = float(request.POST["amount"])
    if not 0 < amount <= account.balance:
        return JsonResponse({}, status=400)
    account.balance -= amount
    account.save()
    return JsonResponse({})


urlpatterns = [path("pay/", pay), path("pay/there/", pay_what_is_there)]
"""


def test_an_amount_that_may_be_negative(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"app.py": APP}, "unvalidated-input-stored") == [("app.py", 17)]


TRANSFERS = """
from fastapi import Depends, FastAPI
from sqlalchemy import Column, Float, Integer
from sqlalchemy.orm import DeclarativeBase, Session

from callers import caller, session

app = FastAPI()


class Base(DeclarativeBase):
    pass


class Purse(Base):
    __tablename__ = "purses"
    id = Column(Integer, primary_key=True)
    balance = Column(Float)


@app.post("/transfer")
def transfer(amount: float, user=Depends(caller), db: Session = Depends(session)):
    target = db.query(Purse).filter(Purse.id == user.purse_id).first()
    target.balance += amount
    db.commit()
    return {}
"""


def test_an_amount_that_is_a_parameter(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"app.py": TRANSFERS}, "unvalidated-input-stored") == [("app.py", 24)]
