"""Roles for which the program tells records apart by their owner in one place, and not in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.trees import places_of

APP = """
from django.contrib.auth.decorators import permission_required
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path


class Report(models.Model):
    author = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    text = models.TextField()


@permission_required("reports.write")
def own(request, pk):
    report = get_object_or_404(Report, pk=pk, author=request.user)
    return JsonResponse({"text": report.text})


@permission_required("RIGHT")
def any_of_them(request, pk):
    report = get_object_or_404(Report, pk=pk)
    report.text = request.POST["text"]
    report.save()
    return JsonResponse({"text": report.text})


urlpatterns = [path("own/<int:pk>/", own), path("all/<int:pk>/", any_of_them)]
"""


@pytest.mark.parametrize(("right", "lines"), [("reports.write", [22]), ("reports.moderate", [])])
def test_another_permission_is_another_role(tmp_path: Path, right: str, lines: list[int]) -> None:
    found = places_of(tmp_path, {"reports.py": APP.replace("RIGHT", right)}, "record-of-another-user")
    assert [line for _, line in found] == lines
