"""What servers with guards, shared records and checks of their own are not told about."""

from __future__ import annotations

from pathlib import Path

from tests.server.test_doubtful_findings import APP, confidences
from tests.server.trees import places_of


def test_a_group_that_owns_a_record_is_nobody(tmp_path: Path) -> None:
    text = APP.format(record="Runbook", owner="owner_id", path="/runbooks/<int:key>", parameter="key")
    text = text.replace('ForeignKey("user.id")', 'ForeignKey("squad.id")')
    text += """

class Squad(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(40))
"""
    assert confidences(tmp_path, {"app.py": text}, "SL608") == []


TEAM = """
from fastapi import Depends, FastAPI, HTTPException, Request
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, declarative_base
from starlette.status import HTTP_401_UNAUTHORIZED, HTTP_403_FORBIDDEN

Base = declarative_base()
app = FastAPI()


class User(Base):
    __tablename__ = "user"
    id = Column(Integer, primary_key=True)
    rank = Column(String)


class Report(Base):
    __tablename__ = "report"
    id = Column(Integer, primary_key=True)
    owner_id = Column(Integer, ForeignKey("user.id"))


def get_session(): ...


def get_current_user(request: Request):
    user = request.session.get("user")
    if user is None:
        raise HTTPException(HTTP_401_UNAUTHORIZED)
    return user


class Need:
    error = HTTP_403_FORBIDDEN

    def __init__(self, request: Request):
        user = get_current_user(request)
        if not self.is_met(user):
            raise HTTPException(status_code=self.error)

    def is_met(self, user):
        return False


class NeedsAuditor(Need):
    def is_met(self, user):
        return user.rank == "auditor"


class Needs:
    def __init__(self, needs: list):
        self.needs = needs

    def __call__(self, request: Request):
        for one in self.needs:
            one(request=request)


@app.get("/reports/{report_id}", dependencies=[{guards}])
def read_report(report_id: int, session: Session = Depends(get_session)):
    return session.query(Report).filter(Report.id == report_id).first()
"""


def test_a_dependency_is_the_guards_that_it_is_made_of(tmp_path: Path) -> None:
    open_to_users = TEAM.replace("{guards}", "Depends(get_current_user)")
    guarded = TEAM.replace("{guards}", "Depends(Needs([NeedsAuditor]))")
    assert confidences(tmp_path / "open", {"app.py": open_to_users}, "SL608") == ["medium"]
    assert confidences(tmp_path / "guarded", {"app.py": guarded}, "SL608") == []


NEWS = """
from django.db import models
from django.http import HttpResponse, JsonResponse
from django.contrib.auth.decorators import login_required, permission_required
from django.urls import path


class News(models.Model):
    author = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    text = models.TextField()


def read(request, key):
    return JsonResponse({"text": News.objects.get(pk=key).text})


{reader}
def overview(request):
    return JsonResponse({"all": [one.text for one in News.objects.all()]})


@permission_required("news.write")
def write(request):
    News.objects.create(author=request.user, text=request.POST["text"])
    return HttpResponse(status=201)


urlpatterns = [path("news", write), path("news/all", overview), path("news/<int:key>", read)]
"""


def test_news_are_for_everybody_unless_other_readers_need_a_login(tmp_path: Path) -> None:
    published = {"views.py": NEWS.replace("{reader}", "")}
    internal = {"views.py": NEWS.replace("{reader}", "@login_required")}
    assert confidences(tmp_path / "published", published, "SL606") == []
    assert confidences(tmp_path / "internal", internal, "SL606") == ["medium"]


INVITATIONS = """
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpResponse
from django.urls import path


class Invitation(models.Model):
    email = models.EmailField()
    role = models.CharField(max_length=10)


class Membership(models.Model):
    user = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    role = models.CharField(max_length=10)


@login_required
def accept(request):
    for invitation in Invitation.objects.filter(pk__in=request.POST.getlist("chosen"), email=request.user.email):
        Membership.objects.create(user=request.user, role={role})
    return HttpResponse(status=201)


urlpatterns = [path("invitations", accept)]
"""


def test_what_records_hold_is_not_what_the_client_sent_to_choose_them(tmp_path: Path) -> None:
    kept = {"views.py": INVITATIONS.replace("{role}", "invitation.role")}
    sent = {"views.py": INVITATIONS.replace("{role}", 'request.POST["role"]')}
    rule = "SL642"
    assert confidences(tmp_path / "kept", kept, rule) == []
    assert confidences(tmp_path / "sent", sent, rule) == ["medium"]


REGISTRATION = """
from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import NoResultFound

app = Flask(__name__)
db = SQLAlchemy(app)


class Member(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80))


@app.post("/register")
def register():
    errors = []
    email = request.form.get("email", "").strip()
    valid = email.count("@") == 1
    if not valid:
        errors.append("Not an address")
    {decision}
    db.session.add(Member(email=email))
    db.session.commit()
    return render_template("welcome.html")
"""


def test_what_was_found_wrong_is_a_check_where_it_decides(tmp_path: Path) -> None:
    asked = {"app.py": REGISTRATION.replace("{decision}", 'if len(errors) > 0:\n        return "Sorry", 400')}
    ignored = {"app.py": REGISTRATION.replace("{decision}", "print(errors)")}
    rule = "SL643"
    assert confidences(tmp_path / "asked", asked, rule) == []
    assert confidences(tmp_path / "ignored", ignored, rule) == ["medium"]


def test_code_that_is_handed_the_record_may_refuse(tmp_path: Path) -> None:
    files = {
        "app/rights.py": """
from flask import abort
from flask_login import current_user

from app.models import Order


class OrderRights:
    def update(self, user, order):
        return not user.is_anonymous and order.stage != "closed"


RIGHTS = {"Order": OrderRights()}


def may(action, thing):
    return getattr(RIGHTS[type(thing).__name__], action)(current_user, thing)


def ensure_may(action, thing):
    if not may(action, thing):
        abort(403)
""",
        "app/models.py": """
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Order(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.Integer, db.ForeignKey("user.id"))
    stage = db.Column(db.String(20))
""",
        "app/views.py": """
from flask import Flask, abort, jsonify
from flask_login import login_required

from app.models import Order, db
from app.rights import ensure_may, may

app = Flask(__name__)


@app.route("/orders/<int:key>/close", methods=["POST"])
@login_required
def close(key):
    order = Order.query.get(key)
    ensure_may("update", order)
    order.stage = "closed"
    db.session.commit()
    return jsonify({})


@app.route("/orders/<int:key>/open", methods=["POST"])
@login_required
def reopen(key):
    order = Order.query.get(key)
    if not may("update", order):
        abort(403)
    order.stage = "open"
    db.session.commit()
    return jsonify({})


@app.route("/orders/<int:key>/rename", methods=["POST"])
@login_required
def rename(key):
    order = Order.query.get(key)
    jsonify(order)
    order.stage = "renamed"
    db.session.commit()
    return jsonify({})
""",
    }
    assert places_of(tmp_path, files, "record-of-another-user") == [("app/views.py", 35)]


SIGNED_IN = """
from functools import wraps

from flask import Flask, abort, jsonify, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class Member(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    token = db.Column(db.String(40))


class Voucher(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    member_id = db.Column(db.Integer, db.ForeignKey("member.id"))


def signed_in(view):
    @wraps(view)
    def checked(*args, **kwargs):
        try:
            kwargs["member"] = Member.query.filter_by(token=request.headers["Token"]).one()
            return view(*args, **kwargs)
        except NoResultFound:
            abort(401)

    return checked


@app.get("/vouchers/<int:key>")
@signed_in
def show(key, member=None):
    return jsonify(Voucher.query.filter_by(id=key).first())
"""


def test_a_caller_nobody_knows_is_not_refused_for_whose_record_it_is(tmp_path: Path) -> None:
    assert confidences(tmp_path, {"app.py": SIGNED_IN}, "SL608") == ["medium"]


def test_news_may_be_read_by_their_writers_elsewhere(tmp_path: Path) -> None:
    edited = NEWS.replace("{reader}", "@permission_required('news.write')")
    latest = "def latest(request):\n    return HttpResponse(News.objects.all())\n\n\nurlpatterns ="
    shown = edited.replace("urlpatterns =", latest).replace("write)", 'write), path("news/latest", latest)')
    assert confidences(tmp_path / "edited", {"views.py": edited}, "SL606") == ["medium"]
    assert confidences(tmp_path / "shown", {"views.py": shown}, "SL606") == []


def test_a_library_that_was_copied_knows_the_caller_as_well(tmp_path: Path) -> None:
    files = {
        "web/__init__.py": "",
        "web/login.py": """
from functools import wraps

from flask import abort, session
from werkzeug.local import LocalProxy


def _find():
    return session.get("user")


current_user = LocalProxy(lambda: _find())


def login_required(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if current_user is None:
            abort(401)
        return view(*args, **kwargs)

    return inner
""",
        "web/views.py": """
from flask import Flask, redirect
from flask_sqlalchemy import SQLAlchemy

from .login import current_user, login_required

app = Flask(__name__)
db = SQLAlchemy()


class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Shelf(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("user.id"))


def may_edit(shelf):
    return shelf.user_id == int(current_user.id)


@app.route("/shelves/<int:key>/delete", methods=["POST"])
@login_required
def remove(key):
    shelf = Shelf.query.get(key)
    if not may_edit(shelf):
        return redirect("/")
    db.session.delete(shelf)
    return ""


@app.route("/shelves/<int:key>/clear", methods=["POST"])
@login_required
def clear(key):
    shelf = Shelf.query.get(key)
    db.session.delete(shelf)
    return ""
""",
    }
    assert places_of(tmp_path, files, "record-of-another-user") == [("web/views.py", 37)]


def test_a_field_that_a_form_says_more_about_is_no_surprise(tmp_path: Path) -> None:
    files = {
        "forms.py": """
from django import forms
from django.db import models


class Tracker(models.Model):
    url = models.URLField()
    password = models.CharField(max_length=80)


class WithPassword(forms.ModelForm):
    password = forms.CharField(widget=forms.PasswordInput, required=False)


class TrackerForm(WithPassword):
    class Meta:
        model = Tracker
        exclude = []


class BareForm(forms.ModelForm):
    class Meta:
        model = Tracker
        exclude = []
""",
        "urls.py": """
from django.http import HttpResponse
from django.urls import path


def index(request):
    return HttpResponse("trackers")


urlpatterns = [path("trackers", index)]
""",
    }
    assert places_of(tmp_path, files, "serializer-exposes-all-fields") == [("forms.py", 24)]
