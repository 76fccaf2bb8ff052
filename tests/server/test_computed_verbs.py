"""Routes of Express whose verb is a value."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed

PLAIN = """
import express from 'express'
import { list, add } from './orders.js'

const router = express.Router()
const routes = [
  { method: 'get', path: '/orders', handler: list },
  { method: 'post', path: '/orders', handler: add },
]

router['delete']('/orders/:id', (req, res) => res.sendStatus(204))

for (const verb of ['put', 'patch']) {
  router[verb]('/orders/:id', (req, res) => res.json({ id: req.params.id }))
}
export default router
"""
WRAPPED = """
import express, { RequestHandler, Router } from 'express'

interface RouteOptions { method: 'get' | 'post'; path: string; permission: string; handler: RequestHandler }

const checkPermission = (permission: string) => async (req, res, next) => {
  if (await req.checkRights(permission)) {
    return next()
  }
  return res.status(403).end()
}

const router = express.Router()

function route(options: RouteOptions): void {
  router[options.method](options.path, checkPermission(options.permission), options.handler)
}

function get(path: string, handler: RequestHandler, permission: string): void {
  route({ method: 'get', path, handler, permission })
}

get('/tags', (req, res) => res.json([]), 'READ_TAG')
route({ method: 'post', path: '/tags', permission: 'CREATE_TAG', handler: (req, res) => res.json(req.body) })
"""


def test_verbs_that_are_values(tmp_path: Path) -> None:
    assert listed(endpoints_of(tmp_path, {"routes.js": PLAIN})) == [
        "DELETE /orders/:id routes.js:11",
        "PATCH /orders/:id routes.js:14",
        "PUT /orders/:id routes.js:14",
    ]


def test_routes_that_functions_register_for_their_callers(tmp_path: Path) -> None:
    found = endpoints_of(tmp_path, {"routes.ts": WRAPPED})
    assert [(one.verb, one.path, one.guards[0].kind) for one in found] == [
        ("GET", "/tags", "role-check"),
        ("POST", "/tags", "role-check"),
    ]
