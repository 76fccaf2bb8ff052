"""Pages at which rights are gained, and records that are asked whether the caller may see them."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

APP = """
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path


class Forum(models.Model):
    owner = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    title = models.CharField(max_length=60)


class Thread(models.Model):
    creator = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    forum = models.ForeignKey(Forum, on_delete=models.CASCADE)
    locked = models.BooleanField(default=False)


@login_required
def lock(request, forum_pk, pk):
    forum = get_object_or_404(Forum, pk=forum_pk)
    if not forum.allows_posting_by(request.user):
        raise Http404
    thread = get_object_or_404(Thread, pk=pk, forum=forum)
    thread.locked = True
    thread.save()
    return JsonResponse({})


@login_required
def unlock(request, forum_pk, pk):
    forum = get_object_or_404(Forum, pk=forum_pk)
    thread = get_object_or_404(Thread, pk=pk, forum=forum)
    thread.locked = False
    thread.save()
    return JsonResponse({})


@login_required
def enter_sudo(request):
    if request.user.check_password(request.POST["password"]):
        request.session["sudo"] = True
    return redirect("/")


@login_required
def sudo_settings(request):
    return JsonResponse({"forums": Forum.objects.count()})


urlpatterns = [
    path("forums/<int:forum_pk>/threads/<int:pk>/lock/", lock),
    path("forums/<int:forum_pk>/threads/<int:pk>/unlock/", unlock),
    path("enter_sudo/", enter_sudo),
    path("sudo/", sudo_settings),
]
"""


def test_a_record_of_one_that_allows_something_to_the_caller(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"app.py": APP}, "record-of-another-user") == [("app.py", 33)]


def test_the_page_at_which_rights_are_gained(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"app.py": APP}, "missing-role-check") == [("app.py", 48)]
