"""Routes, routers, middleware and guards of Node's frameworks."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

EXPRESS = {
    "app.js": """
const express = require('express');
const { requireUser } = require('./middleware/auth');
const routes = require('./routes');

const app = express();
app.use(express.json());
app.get('/health', (req, res) => res.send('ok'));
app.use('/api', routes);
app.use('/admin', requireUser, require('./routes/admin'));
require('./routes/legacy')(app);
app.get('/setting');
app.listen(3000);
""",
    "middleware/auth.js": """
const jwt = require('jsonwebtoken');
const asyncHandler = require('express-async-handler');

const requireUser = asyncHandler(async (req, res, next) => {
  const header = req.headers.authorization;
  if (!header) {
    return res.status(401).json({ message: 'no token' });
  }
  req.user = jwt.verify(header.slice(7), process.env.SECRET);
  next();
});

function allow(...roles) {
  return (req, res, next) => {
    if (!roles.includes(req.user.role)) return res.sendStatus(403);
    next();
  };
}

module.exports = { requireUser, allow };
""",
    "routes/index.js": """
const router = require('express').Router();
const orders = require('../controllers/orders');
const { requireUser, allow } = require('../middleware/auth');
const NotesController = require('../controllers/notes');
const notes = new NotesController();

router.use('/notes', notes.router());
router.route('/orders').get(requireUser, orders.list).post(requireUser, orders.create);
router.delete('/orders/:id', [requireUser, allow('admin')], orders.remove);
router.get('/reports', notes.reports.bind(notes));

module.exports = router;
""",
    "routes/admin.js": """
const express = require('express');
const { allow } = require('../middleware/auth');
const router = express.Router();
router.get('/open', function open(req, res) { res.json([]); });
router.use(allow('admin'));
router.get('/users', async (req, res) => { res.json([]); });
module.exports = router;
""",
    "routes/legacy.js": """
const passport = require('passport');
module.exports = function (app) {
  app.get('/legacy', passport.authenticate('jwt', { session: false }), (req, res) => { res.end(); });
  app.put('/session', (req, res) => {
    if (!req.session.userId) return res.redirect('/login');
    res.end();
  });
};
""",
    "controllers/orders.js": """
const wrap = require('../wrap');
exports.list = async (req, res) => res.json([]);
exports.create = wrap(async (req, res) => { res.status(201).json({}); });
exports.remove = async function (req, res) { res.end(); };
""",
    "wrap.js": "module.exports = (fn) => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);\n",
    "controllers/notes.js": """
const { Router } = require('express');
class NotesController {
  router() {
    const router = Router();
    router.get('/', this.reports);
    return router;
  }
  async reports(req, res) { res.json([]); }
}
module.exports = NotesController;
""",
}


def test_express_routers_mounts_and_the_order_of_middleware(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, EXPRESS)) == [
        "GET /admin/open admin.js:5 login-check",
        "GET /admin/users admin.js:7 login-check role-check",
        "GET /api/notes NotesController.reports",
        "GET /api/orders list login-check",
        "POST /api/orders orders.create login-check",
        "DELETE /api/orders/:id remove login-check role-check",
        "GET /api/reports NotesController.reports",
        "GET /health app.js:8",
        "GET /legacy legacy.js:4 login-check",
        "PUT /session legacy.js:5 login-check",
    ]


def test_handlers_that_plain_functions_set_up(tmp_path: Path) -> None:
    files = {
        "server.js": """
const express = require('express');
const routes = require('./routes');
const app = express();
routes(app, connect());
""",
        "routes.js": """
const NotesHandler = require('./notes').NotesHandler;
module.exports = (app, db) => {
  const notes = new NotesHandler(db);
  const isLoggedIn = notes.isLoggedIn;
  app.get('/notes/:owner', isLoggedIn, notes.show);
};
""",
        "notes.js": """
function NotesHandler(db) {
  const all = db.collection('notes');
  const lookUp = (owner, done) => all.findOne({ owner_id: owner }, done);

  this.isLoggedIn = (req, res, next) => (req.session.userId ? next() : res.redirect('/login'));
  this.show = (req, res) => {
    lookUp(req.params.owner, (error, note) => res.json(note));
  };
}
module.exports.NotesHandler = NotesHandler;
""",
    }
    (found,) = endpoints_of(tmp_path, files)
    assert listed((found,)) == ["GET /notes/:owner notes.show login-check"]
    assert found.location.path.endswith("notes.js")
    assert [(one.kind, one.name) for one in found.reaches] == [("server.find", "notes")]


def test_errors_refuse_by_their_names_and_numbers(tmp_path: Path) -> None:
    files = {
        "app.ts": """
import express from 'express';
import httpStatus from 'http-status';
import createError from 'http-errors';
import { ApiError, ForbiddenError } from './errors';

const app = express();
const byName = (req, res, next) => next(new ForbiddenError('no'));
const byNumber = (req, res, next) => { throw new ApiError('no', 401); };
const byConstant = (req, res, next) => { throw new ApiError('no', httpStatus.UNAUTHORIZED); };
const byFunction = (req, res, next) => next(createError(403));
const broken = (req, res, next) => next(new ApiError('broken', 500));
app.get('/a', byName, (req, res) => res.end());
app.get('/b', byNumber, (req, res) => res.end());
app.get('/c', byConstant, (req, res) => res.end());
app.get('/d', byFunction, (req, res) => res.end());
app.get('/e', broken, (req, res) => res.end());
""",
        "errors.ts": """
export class ApiError extends Error {
  constructor(message: string, public status: number) { super(message); }
}
export class ForbiddenError extends ApiError {
  constructor(message: string) { super(message, 403); }
}
""",
    }
    kinds = [line.split(" ", 3)[3:] for line in listed(endpoints_of(tmp_path, files))]
    assert kinds == [["role-check"], ["login-check"], ["login-check"], ["role-check"], []]
