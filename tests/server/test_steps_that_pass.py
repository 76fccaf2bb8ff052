"""Steps before a handler that find out who is calling: only those that send somebody away are guards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.trees import endpoints_of, listed

EXPRESS = """
const express = require('express');
const jwt = require('jsonwebtoken');

const app = express();

{step}

app.use(authenticate);
app.get('/orders', (req, res) => {{
  res.json([]);
}});
"""

PASSING = {
    "handled": """
const authenticate = (req, res, next) => {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.KEY);
  } catch (error) {
    req.user = null;
  }
  next();
};
""",
    "without a token": """
function authenticate(req, res, next) {
  const token = req.headers.authorization;
  if (token) {
    req.user = jwt.verify(token, process.env.KEY);
  }
  return next();
}
""",
    "early": """
function authenticate(req, res, next) {
  const token = req.cookies.token;
  if (!token) {
    return next();
  }
  try {
    req.user = jwt.verify(token, process.env.KEY);
    next();
  } catch (error) {
    next();
  }
}
""",
    "call-back": """
const authenticate = (req, res, next) => {
  jwt.verify(req.headers.authorization, process.env.KEY, (error, user) => {
    if (!error) {
      req.user = user;
    }
    next();
  });
};
""",
    "not verified": """
const authenticate = async (req, res, next) => {
  req.user = jwt.decode(req.headers.authorization);
  await next();
};
""",
}

STOPPING = {
    "refused": """
const authenticate = (req, res, next) => {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.KEY);
    next();
  } catch (error) {
    res.status(401).end();
  }
};
""",
    "thrown": """
const authenticate = (req, res, next) => {
  req.user = jwt.verify(req.headers.authorization, process.env.KEY);
  next();
};
""",
    "handed on as an error": """
const authenticate = (req, res, next) => {
  try {
    req.user = jwt.verify(req.headers.authorization, process.env.KEY);
    return next();
  } catch (error) {
    return next(error);
  }
};
""",
    "sent elsewhere": """
const authenticate = (req, res, next) => {
  try {
    req.user = jwt.verify(req.cookies.token, process.env.KEY);
  } catch (error) {
    return res.redirect('/login');
  }
  return next();
};
""",
    "left without an answer": """
const authenticate = (req, res, next) => {
  jwt.verify(req.headers.authorization, process.env.KEY, (error, user) => {
    if (!error) {
      req.user = user;
      next();
    }
  });
};
""",
}


@pytest.mark.parametrize("case", PASSING)
def test_a_step_that_lets_everybody_pass_is_no_guard(tmp_path: Path, case: str) -> None:
    found = listed(endpoints_of(tmp_path, {"app.js": EXPRESS.format(step=PASSING[case])}))
    assert [one.rpartition(" ")[2] for one in found] != ["login-check"]
    assert len(found) == 1


@pytest.mark.parametrize("case", STOPPING)
def test_a_step_that_stops_somebody_is_one(tmp_path: Path, case: str) -> None:
    found = listed(endpoints_of(tmp_path, {"app.js": EXPRESS.format(step=STOPPING[case])}))
    assert [one.rpartition(" ")[2] for one in found] == ["login-check"]


FLASK = """
import jwt
from flask import Flask, abort, g, request

app = Flask(__name__)


@app.before_request
def load_user():
    token = request.headers.get("Authorization")
    try:
        g.user = jwt.decode(token, app.config["KEY"], algorithms=["HS256"])
    except jwt.InvalidTokenError:
        {failed}


@app.get("/orders")
def orders():
    return []
"""


@pytest.mark.parametrize(("failed", "kinds"), [("g.user = None", set()), ("abort(401)", {"login-check"})])
def test_a_step_without_parameters_passes_on_by_returning_nothing(tmp_path: Path, failed: str, kinds: set[str]) -> None:
    found = endpoints_of(tmp_path, {"app.py": FLASK.format(failed=failed)})
    assert [{guard.kind for guard in one.guards} for one in found] == [kinds]
