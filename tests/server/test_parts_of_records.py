"""Attributes that lead to a part of a record and not to its owner, and setters that do more than set."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

MODELS = """
from django.contrib.auth.models import User
from django.db import models


class Locale(models.Model):
    code = models.CharField(max_length=10)
    latest_comment = models.ForeignKey("Comment", models.SET_NULL, null=True)


class Comment(models.Model):
    user = models.ForeignKey(User, models.CASCADE)
    text = models.TextField()


class Reply(models.Model):
    comment = models.ForeignKey(Comment, models.CASCADE)
"""
VIEWS = """
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404

from .models import Locale, Reply


@login_required
def locale(request, code):
    return JsonResponse({"code": get_object_or_404(Locale, code=code).code})


@login_required
def replies(request):
    return JsonResponse({"replies": list(Reply.objects.filter(comment__user=request.user))})


@login_required
def reply(request, number):
    return JsonResponse({"text": get_object_or_404(Reply, pk=number).comment.text})
"""
URLS = """
from django.urls import path

from . import views

urlpatterns = [
    path("locales/<str:code>", views.locale),
    path("replies", views.replies),
    path("replies/<int:number>", views.reply),
]
"""


def test_the_latest_of_many_parts_is_no_owner(tmp_path: Path) -> None:
    files = {"shop/models.py": MODELS, "shop/views.py": VIEWS, "shop/urls.py": URLS, "shop/__init__.py": ""}
    assert places_of(tmp_path, files, "record-of-another-user") == [("shop/views.py", 21)]


SETTERS = """
import bcrypt from 'bcrypt';
import express from 'express';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { getRepository } from 'typeorm';
import { requireLogin } from './session';

@Entity()
export class Member {
  @PrimaryGeneratedColumn()
  id: number;
  @Column()
  password?: string;
  @Column()
  email?: string;

  async setPassword(password: string): Promise<void> {
    this.password = await bcrypt.hash(password, 12);
  }

  setEmail(email: string): void {
    this.email = email;
  }
}

const app = express();
app.use(requireLogin);
app.post('/member', async (req, res) => {
  const members = getRepository(Member);
  const member: Member = await members.findOneOrFail({ where: { id: req.user.id } });
  await member.setPassword(req.body.password);
  member.setEmail(req.body.email);
  await members.save(member);
  res.end();
});
"""


def test_a_setter_that_hashes_sets_no_free_text(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"members.ts": SETTERS}, "unvalidated-input-stored") == [("members.ts", 32)]


DESCRIBED = """
import express from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
"""


def test_requests_that_are_checked_against_a_description_are_validated(tmp_path: Path) -> None:
    checked = SETTERS.replace("\nimport express from 'express';\n", DESCRIBED, 1).replace(
        "app.use(requireLogin);",
        "app.use(requireLogin);\napp.use(OpenApiValidator.middleware({ apiSpec: 'api.yml' }));",
    )
    assert places_of(tmp_path, {"members.ts": checked}, "unvalidated-input-stored") == []
