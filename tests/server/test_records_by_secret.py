"""Records that are found by what only the right person was sent, and such as nobody keeps."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

APP = """
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path


class Browser(models.Model):
    user = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    token = models.CharField(max_length=64)
    name = models.CharField(max_length=64)


class Post(models.Model):
    author = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    content = models.TextField()


@login_required
def trusted(request):
    browser = get_object_or_404(Browser, token=request.COOKIES["browser"])
    return JsonResponse({"name": browser.name})


@login_required
def any_browser(request):
    browser = get_object_or_404(Browser, pk=request.GET["browser"])
    return JsonResponse({"name": browser.name})


@login_required
def preview(request):
    post = Post(author=request.user, content=request.POST.get("content", ""))
    return render(request, "preview.html", {"post": post})


@login_required
def add(request):
    post = Post(author=request.user, content=request.POST.get("content", ""))
    post.save()
    return render(request, "post.html", {"post": post})


@login_required
def repeat(request, pk):
    first = get_object_or_404(Post, pk=pk, author=request.user)
    second = Post(author=request.user, content=first.content)
    second.save()
    return render(request, "post.html", {"post": second})


urlpatterns = [
    path("trusted/", trusted),
    path("browser/", any_browser),
    path("preview/", preview),
    path("add/", add),
    path("repeat/<int:pk>/", repeat),
]
"""


def test_a_record_found_by_a_token_is_the_callers(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"app.py": APP}, "record-of-another-user") == [("app.py", 28)]


def test_a_record_that_is_shown_and_never_saved_stores_nothing(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"app.py": APP}, "unvalidated-input-stored") == [("app.py", 40)]
