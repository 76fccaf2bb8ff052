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


NEST = {
    "main.ts": """
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('api');
}
bootstrap();
""",
    "app.module.ts": """
import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { JwtAuthGuard } from './guards';
import { AuditInterceptor } from './audit';
@Module({
  providers: [
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_GUARD, useClass: JwtAuthGuard },
  ],
})
export class AppModule {}
""",
    "audit.ts": """
import { ForbiddenException } from '@nestjs/common';
export class AuditInterceptor {
  intercept(context, next) { if (!next) throw new ForbiddenException(); return next.handle(); }
}
""",
    "guards.ts": """
import { CanActivate, ExecutionContext, UnauthorizedException } from '@nestjs/common';
export class JwtAuthGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    const request = context.switchToHttp().getRequest();
    if (!request.headers.authorization) throw new UnauthorizedException();
    return true;
  }
}
export class RolesGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    const { user } = context.switchToHttp().getRequest();
    return user.role === 'admin';
  }
}
""",
    "decorators.ts": """
import { SetMetadata, UseGuards, applyDecorators } from '@nestjs/common';
import { RolesGuard } from './guards';
export const Public = () => SetMetadata('isPublic', true);
export const Roles = (...roles: string[]) => SetMetadata('roles', roles);
export const ForAdmins = () => applyDecorators(Roles('admin'), UseGuards(RolesGuard));
""",
    "orders.controller.ts": """
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ForAdmins, Public } from './decorators';

@Controller({ path: 'orders' })
export class OrdersController {
  @Public() @Get('prices') prices() { return []; }
  @Get(':id') one() { return {}; }
  @Delete(':id') @ForAdmins() remove() { return {}; }
}

@Controller()
@Public()
export class HomeController {
  @Post() home() { return 'here'; }
}
""",
}


def test_nest_controllers_global_guards_and_composed_decorators(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, NEST)
    assert listed(found) == [
        "POST /api HomeController.home",
        "DELETE /api/orders/:id OrdersController.remove role-check",
        "GET /api/orders/:id OrdersController.one login-check",
        "GET /api/orders/prices OrdersController.prices",
    ]
    assert [one.opened for one in found] == [True, False, False, True]


FASTIFY = {
    "server.js": """
const fastify = require('fastify')({ logger: true });
fastify.register(require('@fastify/jwt'), { secret: process.env.KEY });
fastify.get('/health', async () => ({ up: true }));
fastify.register(require('./orders'), { prefix: '/v1/orders' });
fastify.register(async (instance) => {
  instance.addHook('preHandler', async (request, reply) => {
    if (!request.query.admin) return reply.code(403).send();
  });
  instance.route({
    method: ['GET', 'POST'],
    url: '/users',
    onRequest: async (request) => { await request.jwtVerify(); },
    handler: async (request, reply) => [],
  });
}, { prefix: '/admin' });
""",
    "orders.js": """
async function orders(fastify, options) {
  const authenticate = async (request, reply) => {
    try { await request.jwtVerify(); } catch (error) { reply.code(401).send(error); }
  };
  fastify.get('/', { schema: {}, preHandler: [authenticate] }, list);
  fastify.put('/:id', async (request, reply) => ({}));
  fastify.delete('/:id', async (request, reply) => ({}));
}
async function list(request, reply) { return []; }
module.exports = orders;
""",
}


def test_fastify_plugins_hooks_and_route_options(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, FASTIFY)) == [
        "GET /admin/users server.js:14 login-check role-check",
        "POST /admin/users server.js:14 login-check role-check",
        "GET /health server.js:4",
        "GET /v1/orders list login-check",
        "DELETE /v1/orders/:id orders.js:8",
        "PUT /v1/orders/:id orders.js:7",
    ]


def test_koa_routers_and_the_order_of_middleware(tmp_path: Path) -> None:
    files = {
        "app.js": """
const Koa = require('koa');
const Router = require('@koa/router');
const jwt = require('koa-jwt');
const app = new Koa();
const open = new Router();
open.get('/health', (ctx) => { ctx.body = 'up'; });
const notes = new Router({ prefix: '/notes' });
notes.get('/:id', async (ctx) => { ctx.body = ctx.params.id; });
notes.delete('/:id', async (ctx, next) => { if (!ctx.query.admin) ctx.throw(403); await next(); }, async (ctx) => {});
app.use(open.routes());
app.use(jwt({ secret: process.env.KEY }));
app.use(notes.routes());
"""
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /health app.js:7",
        "DELETE /notes/:id app.js:10 login-check role-check",
        "GET /notes/:id app.js:9 login-check",
    ]


def test_routes_that_a_list_in_the_source_tells(tmp_path: Path) -> None:
    files = {
        "app.js": """
const express = require('express');
const orders = require('./orders');
const users = require('./users');

const app = express();
const routers = [
  { path: '/orders', route: orders },
  { path: '/users', route: users },
];
routers.forEach((one) => {
  app.use(one.path, one.route);
});
for (const page of ['help', 'terms']) {
  app.get(`/pages/${page}`, (req, res) => res.render(page));
}
""",
        "orders.js": """
const router = require('express').Router();
router.get('/', (req, res) => res.json([]));
module.exports = router;
""",
        "users.js": """
const router = require('express').Router();
router.get('/:id', (req, res) => res.json({}));
module.exports = router;
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /orders orders.js:3",
        "GET /pages/help app.js:15",
        "GET /pages/terms app.js:15",
        "GET /users/:id users.js:3",
    ]


def test_a_parameter_whose_type_is_computed_is_known_by_its_name(tmp_path: Path) -> None:
    files = {
        "server.ts": """
import express from 'express';
import { requireUser } from './guards';

function configure(app: ReturnType<typeof express>) {
  app.use('/orders', requireUser);
  app.get('/orders/:id', (req, res) => res.json({}));
}

configure(express());
""",
        "guards.ts": """
export function requireUser(req, res, next) {
  if (!req.session.userId) return res.status(401).end();
  next();
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == ["GET /orders/:id server.ts:7 login-check"]


def test_modules_that_are_handed_what_a_client_sent_are_read(tmp_path: Path) -> None:
    files = {
        "app.js": """
const express = require('express');
const notes = require('./services/notes');

const app = express();
app.get('/notes/:id', async (req, res) => res.json(await notes.one(req.params.id)));
""",
        "services/notes.js": """
const Note = require('../models/note');

exports.one = async (key) => {
  const note = await Note.findById(key);
  return note;
};
""",
        "models/note.js": """
const mongoose = require('mongoose');
module.exports = mongoose.model('Note', new mongoose.Schema({ text: String }));
""",
    }
    (endpoint,) = endpoints_of(tmp_path, files)
    assert [(one.kind, one.name) for one in endpoint.reaches] == [("server.find", "Note")]


def test_next_answers_by_the_places_of_files(tmp_path: Path) -> None:
    files = {
        "src/app/(shop)/api/orders/[id]/route.ts": """
export async function GET(request: Request) { return Response.json({}); }
export const PATCH = async (request: Request) => Response.json({});
""",
        "src/app/api/[...rest]/route.ts": "export async function POST() { return Response.json({}); }\n",
        "pages/api/tables/index.js": "export default function handler(req, res) { res.json([]); }\n",
        "src/middleware.ts": """
import { withAuth } from 'next-auth/middleware';
export default withAuth({});
export const config = { matcher: ['/api/orders/:path*', '/api/tables'] };
""",
        "src/lib/route.ts": "export async function GET(request: Request) { return Response.json({}); }\n",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "POST /api/:rest* POST",
        "GET /api/orders/:id GET login-check",
        "PATCH /api/orders/:id PATCH login-check",
        "* /api/tables handler login-check",
    ]


def test_guards_of_nest_that_a_function_makes_and_one_that_refuses_nobody(tmp_path: Path) -> None:
    files = {
        "guards.ts": """
import { AuthGuard } from '@nestjs/passport';
export class SecondStep extends AuthGuard('second-step') {}
export class IfKnown extends AuthGuard('second-step') {
  handleRequest(error: Error, user: unknown) { return user; }
}
export class Strict extends AuthGuard('second-step') {
  handleRequest(error: Error, user: unknown) {
    if (!user) throw error ?? new Error('nobody');
    return user;
  }
}
""",
        "notes.controller.ts": """
import { Controller, Get, UseGuards } from '@nestjs/common';
import { IfKnown, SecondStep, Strict } from './guards';
@Controller('notes')
export class NotesController {
  @Get('mine') @UseGuards(SecondStep) mine() { return []; }
  @Get('shared') @UseGuards(IfKnown) shared() { return []; }
  @Get('private') @UseGuards(Strict) secret() { return []; }
}
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /notes/mine NotesController.mine login-check",
        "GET /notes/private NotesController.secret login-check",
        "GET /notes/shared NotesController.shared",
    ]


def test_a_step_that_answers_401_to_those_without_a_role(tmp_path: Path) -> None:
    files = {
        "app.js": """
const express = require('express');
const wrap = require('./wrap');
const steps = require('./steps');
const app = express();
app.get('/members', wrap(steps.known), (req, res) => res.json([]));
app.get('/office', wrap(steps.known), wrap(steps.boss), (req, res) => res.json([]));
""",
        "wrap.js": """
module.exports = function wrap(step) {
  return function wrapped(...args) {
    const next = args[args.length - 1];
    return Promise.resolve(step(...args)).catch(next);
  };
};
""",
        "steps.js": """
const { ProblemError } = require('./errors');
exports.known = (req, res, next) => {
  if (!req.user) throw new ProblemError('Who are you?', 401);
  next();
};
exports.boss = (req, res, next) => {
  if (req.user.admin) return next();
  throw new ProblemError('Unauthorized', 401);
};
""",
    }
    assert listed(endpoints_of(tmp_path, files)) == [
        "GET /members app.js:6 login-check",
        "GET /office app.js:7 login-check role-check",
    ]
