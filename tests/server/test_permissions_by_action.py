"""Permissions that a view of Django REST framework chooses by the action or the verb of the request."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

HEAD = """
from rest_framework import generics, permissions, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter


class Articles(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
"""
ROUTES = """

router = SimpleRouter()
router.register("articles", Articles)
urlpatterns = router.urls
"""


def _guards(folder: Path, body: str) -> dict[str, str]:
    found = listed(endpoints_of(folder, {"shop/urls.py": f"{HEAD}{body}{ROUTES}"}))
    words = [line.split(" ", 3) for line in found]
    return {line[2].partition(".")[2]: line[3] if len(line) > 3 else "" for line in words}


def test_each_action_has_the_permissions_of_its_branch(tmp_path: Path) -> None:
    body = """
    def get_permissions(self):
        if self.action in ("list", "retrieve"):
            return [AllowAny()]
        if self.action == "create":
            classes = [permissions.IsAuthenticated]
        else:
            classes = [IsAdminUser]
        return [one() for one in classes]
"""
    assert _guards(tmp_path, body) == {
        "list": "",
        "retrieve": "",
        "create": "login-check",
        "update": "role-check",
        "partial_update": "role-check",
        "destroy": "role-check",
    }


def test_what_hands_on_has_the_permissions_of_the_class_as_well(tmp_path: Path) -> None:
    body = """
    def get_permissions(self):
        if self.action != "destroy" and not self.action == "purge":
            return super().get_permissions()
        return [*super().get_permissions(), IsAdminUser()]

    @action(detail=False, methods=["post"])
    def purge(self, request):
        return Response({})
"""
    found = _guards(tmp_path, body)
    assert (found["list"], found["update"]) == ("login-check", "login-check")
    assert (found["destroy"], found["purge"]) == ("login-check role-check", "login-check role-check")


def test_the_verb_of_the_request_chooses(tmp_path: Path) -> None:
    body = """
    def get_permissions(self):
        return [AllowAny()] if self.request.method in ["GET", "HEAD"] else [IsAdminUser()]
"""
    found = _guards(tmp_path, body)
    assert (found["retrieve"], found["update"]) == ("", "role-check")


def test_a_match_on_the_action_chooses(tmp_path: Path) -> None:
    body = """
    def get_permissions(self):
        match self.action:
            case "list" | "retrieve":
                return [AllowAny()]
            case _:
                return [IsAdminUser()]
"""
    found = _guards(tmp_path, body)
    assert (found["list"], found["destroy"]) == ("", "role-check")


def test_a_choice_by_anything_else_is_unresolved(tmp_path: Path) -> None:
    body = """
    def get_permissions(self):
        if self.request.query_params.get("preview"):
            return [AllowAny()]
        return [IsAdminUser()]
"""
    files = {"shop/urls.py": f"{HEAD}{body}{ROUTES}"}
    assert all(one.unresolved == ("get_permissions",) for one in endpoints_of(tmp_path, files))
