"""What the predefined objects of the two dialects of security rules are called."""

from __future__ import annotations

import enum

import msgspec


class Topic(enum.Enum):
    """What an expression is about."""

    CALLER = "caller"
    WRITTEN = "written"
    STORED = "stored"
    LOOKUP = "lookup"
    TIME = "time"
    PLACE = "place"


class Vocabulary(msgspec.Struct, frozen=True):
    """The names of one dialect.

    ``objects`` maps the beginning of a dotted name to what it is about, the longest counts. ``lookups`` are functions
    of the object ``reader`` that read other documents; functions that belong to no object and are not ``neutral``
    count too. ``caller`` is who asks, ``claims`` the part of it that the issuer of the token vouches for, and
    ``accounts`` the claims that every account may have, so that having one proves nothing; of those that are
    ``states`` no value does.
    """

    objects: dict[str, Topic]
    reader: str
    lookups: tuple[str, ...]
    caller: str
    identity: tuple[str, ...]
    claims: str
    accounts: tuple[str, ...]
    states: tuple[str, ...]
    neutral: tuple[str, ...]


_ACCOUNT_CLAIMS = ("email", "email_verified", "phone_number", "name", "picture", "firebase", "sub", "aud", "iss")
_STATES = ("email_verified", "firebase")

RULES = Vocabulary(
    objects={
        "request.auth": Topic.CALLER,
        "request.resource": Topic.WRITTEN,
        "request.time": Topic.TIME,
        "resource": Topic.STORED,
    },
    reader="firestore",
    lookups=("get", "exists"),
    caller="request.auth",
    identity=("request.auth", "request.auth.uid", "request.auth.token", "request.auth.token.sub"),
    claims="request.auth.token",
    accounts=_ACCOUNT_CLAIMS,
    states=_STATES,
    neutral=("request", "timestamp", "duration", "math", "string", "int", "float", "bool", "path", "hashing", "latlng"),
)
"""Cloud Firestore and Cloud Storage: https://firebase.google.com/docs/reference/rules/rules."""

REALTIME = Vocabulary(
    objects={
        "auth": Topic.CALLER,
        "newData": Topic.WRITTEN,
        "data": Topic.STORED,
        "root": Topic.LOOKUP,
        "now": Topic.TIME,
    },
    reader="",
    lookups=(),
    caller="auth",
    identity=("auth", "auth.uid", "auth.token", "auth.token.sub", "auth.id"),
    claims="auth.token",
    accounts=_ACCOUNT_CLAIMS,
    states=_STATES,
    neutral=("query",),
)
"""Realtime Database: https://firebase.google.com/docs/reference/security/database."""
