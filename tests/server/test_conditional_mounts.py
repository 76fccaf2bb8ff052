"""Routes that a setting mounts elsewhere, and permissions that a class hands on to the defaults of the server."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

URLS = """
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import include, path

from shop import views

urlpatterns = [
    path("orders", views.orders),
    path("offers", views.offers),
]

urlpatterns = [path("", include((urlpatterns, "shop")))]

if settings.CONTEXT_PATH:
    urlpatterns = [path(settings.CONTEXT_PATH, include(urlpatterns))]
"""
VIEWS = """
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse


@login_required
def orders(request):
    return HttpResponse("orders")


def offers(request):
    return HttpResponse("offers")
"""


def test_what_a_setting_mounts_elsewhere_is_at_home_without_it(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"shop/urls.py": URLS, "shop/views.py": VIEWS})
    assert listed(found) == ["* /offers offers", "* /orders orders login-check"]
    assert [one.unresolved for one in found] == [(), ()]


def test_what_only_a_setting_mounts_may_be_missing(tmp_path: Path) -> None:
    urls = """
from django.conf import settings
from django.urls import include, path

urlpatterns = []
if settings.WITH_SHOP:
    urlpatterns += [path("shop/", include("shop.pages"))]
"""
    pages = """
from django.urls import path

from shop import views

urlpatterns = [path("offers", views.offers)]
"""
    files = {"site/urls.py": urls, "shop/pages.py": pages, "shop/views.py": VIEWS, "shop/__init__.py": ""}
    (found,) = endpoints_of(tmp_path, files)
    assert (found.path, bool(found.unresolved)) == ("/shop/offers", True)


SETTINGS = """
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
"""
ROUTES = """
from rest_framework import viewsets
from rest_framework.permissions import AllowAny
from rest_framework.routers import SimpleRouter


class Offers(viewsets.ReadOnlyModelViewSet):
    def get_permissions(self):
        if self.action == "list":
            return [AllowAny()]
        return super().get_permissions()


router = SimpleRouter()
router.register("offers", Offers)
urlpatterns = router.urls
"""


def test_permissions_handed_on_by_a_class_that_says_nothing_are_the_defaults(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"shop/settings.py": SETTINGS, "shop/urls.py": ROUTES})
    assert listed(found) == ["GET /offers Offers.list", "GET /offers/<pk> Offers.retrieve login-check"]
    assert [one.unresolved for one in found] == [(), ()]
