"""Routes, class-based views, routers and guards of Django and Django REST framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.server.patterns import template_of
from tests.server.trees import endpoints_of, listed, places_of

SETTINGS = """
ROOT_URLCONF = "conf.urls"
MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}
"""

URLS = """
from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required
from django.urls import include, path, re_path
from django.views.generic import TemplateView

from shop import views

internal = [
    path("jobs/", views.jobs, name="jobs"),
    path("stats/<int:year>/", views.stats),
]

urlpatterns = [
    path("back-office/", admin.site.urls),
    path("", TemplateView.as_view(template_name="home.html"), name="home"),
    path("shop/", include("shop.urls", namespace="shop")),
    path("inner/", include((internal, "internal"))),
    path(
        "inline/",
        include([
            path("a/", views.jobs),
            re_path(r"^b/(?P<code>[A-Z]{2,4}(?:-\\d+)?)/$", login_required(views.stats)),
        ]),
    ),
    path("report/", permission_required("shop.view_report")(views.report)),
]
urlpatterns += [re_path(r"^legacy/(\\d+)/(?P<slug>[\\w-]+)\\.html$", views.legacy)]
"""

SHOP_URLS = """
from django.urls import path

from . import views

app_name = "shop"
urlpatterns = [
    path("orders/", views.OrderList.as_view(), name="orders"),
    path("orders/<int:pk>/", views.OrderDetail.as_view()),
    path("orders/new/", views.OrderCreate.as_view()),
    path("account/", views.account),
    path("wish/", views.Wish.as_view()),
]
"""

VIEWS = """
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView, DetailView, ListView

from shop.models import Order


def jobs(request):
    return HttpResponse("jobs")


def stats(request, year=0, code=""):
    return HttpResponse("stats")


def report(request):
    return HttpResponse("report")


def legacy(request, number, slug):
    return HttpResponse("old")


@require_http_methods(["GET", "POST"])
@login_required
def account(request):
    return HttpResponse("yours")


class OrderList(LoginRequiredMixin, ListView):
    model = Order


class OrderDetail(LoginRequiredMixin, DetailView):
    model = Order


@method_decorator(login_required, name="dispatch")
class OrderCreate(PermissionRequiredMixin, CreateView):
    model = Order
    http_method_names = ["get", "post"]


@method_decorator(login_required, name="post")
class Wish(View):
    def get(self, request):
        return HttpResponse("all")

    def post(self, request):
        return HttpResponse("made")
"""

MODELS = """
from django.db import models


class Order(models.Model):
    total = models.DecimalField(max_digits=9, decimal_places=2)
"""

DJANGO = {
    "conf/settings.py": SETTINGS,
    "conf/urls.py": URLS,
    "shop/urls.py": SHOP_URLS,
    "shop/views.py": VIEWS,
    "shop/models.py": MODELS,
}


def test_django_routes_with_includes_views_and_guards(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, DJANGO)) == [
        "GET / TemplateView.get",
        "* /back-office admin.site.urls role-check",
        "* /inline/a jobs",
        "* /inline/b/<code> stats login-check",
        "* /inner/jobs jobs",
        "* /inner/stats/<int:year> stats",
        "* /legacy/<var>/<slug>.html legacy",
        "* /report report role-check",
        "GET /shop/account account login-check",
        "POST /shop/account account login-check",
        "GET /shop/orders OrderList.get login-check",
        "GET /shop/orders/<int:pk> OrderDetail.get login-check",
        "GET /shop/orders/new OrderCreate.get login-check role-check",
        "POST /shop/orders/new OrderCreate.post login-check role-check",
        "GET /shop/wish Wish.get",
        "POST /shop/wish Wish.post login-check",
    ]


def test_middleware_that_asks_for_a_login_stands_before_all_views(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": """
MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
""",
        "conf/urls.py": """
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path


def inbox(request):
    return HttpResponse("mail")


@login_not_required
def imprint(request):
    return HttpResponse("us")


urlpatterns = [path("inbox/", inbox), path("imprint/", imprint)]
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["* /imprint imprint", "* /inbox inbox login-check"]


VIEW_WITHOUT_GUARD = """
from django.http import HttpResponse
from django.urls import path


def inbox(request):
    return HttpResponse("mail")


urlpatterns = [path("inbox/", inbox)]
"""


def test_middleware_that_a_script_puts_together(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": """
import os

COMMON = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "conf.middleware.LoginRequiredMiddleware",
]
MIDDLEWARE = COMMON
if os.environ.get("STATIC"):
    MIDDLEWARE += ["whitenoise.middleware.WhiteNoiseMiddleware"]
if os.environ.get("TOOLBAR"):
    MIDDLEWARE = ["debug_toolbar.middleware.DebugToolbarMiddleware", *MIDDLEWARE]
""",
        "conf/middleware.py": """
class LoginRequiredMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
""",
        "conf/urls.py": VIEW_WITHOUT_GUARD,
    }
    assert listed(endpoints_of(tmp_path, files)) == ["* /inbox inbox login-check"]


def test_middleware_that_the_code_does_not_tell_may_be_a_guard(tmp_path: Path) -> None:
    unread = {
        "conf/settings.py": "from conf.parts import middleware\n\nMIDDLEWARE = middleware()\n",
        "conf/urls.py": VIEW_WITHOUT_GUARD,
    }
    assert [one.unresolved for one in endpoints_of(tmp_path, unread)] == [("MIDDLEWARE",)]
    told = {"conf/local.py": 'MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]\n'}
    assert [one.unresolved for one in endpoints_of(tmp_path, {**unread, **told})] == [()]


def test_middleware_that_refuses_callers_without_a_permission(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": 'MIDDLEWARE = ["conf.middleware.UrlRights", "conf.middleware.ReadOnlyMode"]\n',
        "conf/middleware.py": """
from django.conf import settings
from django.core.exceptions import PermissionDenied

RIGHTS = {"inbox": "mail.view_message"}


class UrlRights:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        right = RIGHTS.get(request.resolver_match.url_name)
        if right and not request.user.has_perm(right):
            raise PermissionDenied


class ReadOnlyMode:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.READ_ONLY and request.method == "POST":
            raise PermissionDenied
        return self.get_response(request)
""",
        "conf/urls.py": VIEW_WITHOUT_GUARD,
    }
    found = endpoints_of(tmp_path, files)
    assert [(one.kind, one.shown) for one in found[0].guards] == [("role-check", "UrlRights")]


def test_middleware_that_stops_nobody_is_no_guard_whatever_its_name(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": 'MIDDLEWARE = ["conf.middleware.ValidateAccessTokenMiddleware"]\n',
        "conf/middleware.py": """
from time import time

from django.contrib.auth import logout
from django.core.exceptions import MiddlewareNotUsed
from sessions.middleware import RefreshedSession


class ValidateAccessTokenMiddleware(RefreshedSession):
    def __init__(self, get_response):
        if not get_response:
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def process_request(self, request):
        if request.user.is_authenticated and request.session.get("ends", 0) < time():
            logout(request)
""",
        "conf/urls.py": VIEW_WITHOUT_GUARD,
    }
    assert listed(endpoints_of(tmp_path, files)) == ["* /inbox inbox"]


def test_middleware_of_a_library_that_is_named_for_a_guard(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": 'MIDDLEWARE = ["stronghold.middleware.LoginRequiredMiddleware"]\n',
        "conf/urls.py": VIEW_WITHOUT_GUARD,
    }
    assert listed(endpoints_of(tmp_path, files)) == ["* /inbox inbox login-check"]


def test_a_view_that_is_named_as_its_base(tmp_path: Path) -> None:
    files = {
        "urls.py": """
from django.urls import path
from notes import views

urlpatterns = [path("notes/<int:pk>/", views.DeleteView.as_view())]
""",
        "notes/views.py": """
from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import DeleteView


class DeleteView(LoginRequiredMixin, DeleteView):
    success_url = "/"
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "DELETE /notes/<int:pk> DeleteView.delete login-check",
        "GET /notes/<int:pk> DeleteView.get login-check",
        "POST /notes/<int:pk> DeleteView.post login-check",
    ]


REST_URLS = """
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from rest_framework_nested.routers import NestedSimpleRouter

from shop import views

router = DefaultRouter()
router.register("orders", views.OrderViewSet, basename="order")
router.register(r"countries", views.CountryViewSet)
nested = NestedSimpleRouter(router, "orders", lookup="order")
nested.register("lines", views.LineViewSet, basename="order-lines")

urlpatterns = [
    path("api/", include(router.urls)),
    path("api/", include(nested.urls)),
    path("countries/", views.CountryViewSet.as_view({"get": "list"})),
    path("lines/<uuid:token>/", views.LineDetail.as_view()),
    path("me/", views.Me.as_view()),
    path("tax/", views.tax),
]
"""

REST_VIEWS = """
from rest_framework import generics, mixins, permissions, viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import Order


class IsOwner(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.owner == request.user


class OpenToAll(permissions.BasePermission):
    def has_permission(self, request, view):
        return True


class IsManager(permissions.BasePermission):
    def has_permission(self, request, view):
        return request.user.is_staff


class OrderViewSet(viewsets.ModelViewSet):
    permission_classes = [IsOwner & permissions.IsAuthenticated]
    queryset = Order.objects.all()

    @action(detail=True, methods=["post"], url_path="pay-now")
    def pay(self, request, pk=None):
        return Response({"id": self.get_object().pk})

    @action(detail=False, permission_classes=[permissions.AllowAny])
    def offers(self, request):
        return Response([])


class CountryViewSet(mixins.CreateModelMixin, viewsets.ReadOnlyModelViewSet):
    lookup_field = "code"
    permission_classes = [permissions.IsAdminUser | permissions.IsAuthenticatedOrReadOnly]


class LineViewSet(viewsets.ReadOnlyModelViewSet):
    def get_permissions(self):
        return [IsManager()]


class LineDetail(generics.RetrieveDestroyAPIView):
    permission_classes = [OpenToAll]


class Me(APIView):
    def get(self, request):
        return Response({})


@api_view(["POST"])
@permission_classes([])
def tax(request):
    return Response({})
"""


def test_rest_framework_routers_viewsets_and_permissions(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": SETTINGS,
        "conf/urls.py": REST_URLS,
        "shop/views.py": REST_VIEWS,
        "shop/models.py": MODELS,
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /api/countries CountryViewSet.list",
        "POST /api/countries CountryViewSet.create login-check",
        "GET /api/countries/<code> CountryViewSet.retrieve",
        "GET /api/orders OrderViewSet.list login-check",
        "POST /api/orders OrderViewSet.create login-check",
        "GET /api/orders/<order_pk>/lines LineViewSet.list login-check role-check",
        "GET /api/orders/<order_pk>/lines/<pk> LineViewSet.retrieve login-check role-check",
        "DELETE /api/orders/<pk> OrderViewSet.destroy login-check owner-check",
        "GET /api/orders/<pk> OrderViewSet.retrieve login-check owner-check",
        "PATCH /api/orders/<pk> OrderViewSet.partial_update login-check owner-check",
        "PUT /api/orders/<pk> OrderViewSet.update login-check owner-check",
        "POST /api/orders/<pk>/pay-now OrderViewSet.pay login-check owner-check",
        "GET /api/orders/offers OrderViewSet.offers",
        "GET /countries CountryViewSet.list",
        "DELETE /lines/<uuid:token> LineDetail.delete",
        "GET /lines/<uuid:token> LineDetail.get",
        "GET /me Me.get login-check",
        "POST /tax tax",
    ]


def test_a_default_of_the_settings_is_for_rest_views_only(tmp_path: Path) -> None:
    files = {
        "conf/settings.py": SETTINGS,
        "conf/urls.py": """
from django.http import HttpResponse
from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.response import Response


def page(request):
    return HttpResponse("page")


@api_view()
def data(request):
    return Response({})


urlpatterns = [path("page/", page), path("data/", data)]
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /data data login-check", "* /page page"]


def test_what_belongs_to_a_record_of_the_caller_is_the_callers(tmp_path: Path) -> None:
    files = {
        "conf/urls.py": """
from django.urls import path
from shop import views

urlpatterns = [
    path("orders/<int:order_id>/lines/<int:line_id>/", views.of_order),
    path("lines/<int:line_id>/", views.any_line),
]
""",
        "shop/models.py": """
from django.conf import settings
from django.db import models


class Order(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
""",
        "shop/views.py": """
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from shop.models import Line, Order


@login_required
def of_order(request, order_id, line_id):
    order = get_object_or_404(Order, pk=order_id, owner=request.user)
    line = Line.objects.get(order=order, pk=line_id)
    return HttpResponse(str(line.pk))


@login_required
def any_line(request, line_id):
    line = Line.objects.get(pk=line_id)
    return HttpResponse(str(line.pk))
""",
    }
    assert places_of(tmp_path, files, "record-of-another-user") == [("shop/views.py", 17)]


@pytest.mark.parametrize(
    ("pattern", "template"),
    [
        (r"^orders/(?P<pk>[0-9]+)/$", "orders/<pk>/"),
        (r"files/(?P<name>[^/()]+\.(?:png|jpg))$", "files/<name>"),
        (r"^a\.b/(\d+)/(?:old/)?x\Z", "a.b/<var>/old/x"),
        (r"[(]literal", "[(]literal"),
        (r"open(", "open<var>"),
    ],
)
def test_templates_of_regular_expressions(pattern: str, template: str) -> None:
    assert template_of(pattern) == template
