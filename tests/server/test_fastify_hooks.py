"""Hooks of Fastify run for all routes of their context; a record is read for the caller before it is changed."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import endpoints_of, listed, places_of

MAIN = """
import Fastify, { FastifyInstance } from 'fastify'
import jwt from 'jsonwebtoken'
import { sessionRoutes } from './sessions'

const server: FastifyInstance = Fastify({ logger: true })

sessionRoutes(server)

server.addHook('preHandler', async function (request: any, reply: any) {
  try {
    jwt.verify(request.headers.authorization.split(' ')[1], process.env.JWT_KEY)
  } catch (failure) {
    reply.status(401).send({ message: 'Unauthorized' })
  }
})

server.listen({ port: 5003 })
"""
SESSIONS = """
import { FastifyInstance, FastifyRequest, FastifyReply } from 'fastify'
import { PrismaClient } from '@prisma/client'
import { callerOf } from './callers'

const prisma = new PrismaClient()

export function sessionRoutes(fastify: FastifyInstance) {
  fastify.delete('/sessions/:sessionId', async (request: FastifyRequest, reply: FastifyReply) => {
    const caller = await callerOf(request)
    const { sessionId } = request.params as { sessionId: string }
    const session = await prisma.session.findFirst({ where: { id: sessionId, userId: caller.id } })
    if (!session) {
      return reply.code(404).send({ message: 'no such session' })
    }
    await prisma.session.delete({ where: { id: sessionId } })
    reply.send({ success: true })
  })

  fastify.get('/queues/:queueId', async (request: FastifyRequest, reply: FastifyReply) => {
    const { queueId } = request.params as { queueId: string }
    reply.send(await prisma.mailQueue.findFirst({ where: { id: queueId } }))
  })

  fastify.get('/sessions/:sessionId', async (request: FastifyRequest, reply: FastifyReply) => {
    const { sessionId } = request.params as { sessionId: string }
    reply.send(await prisma.session.findFirst({ where: { id: sessionId } }))
  })
}
"""
SCHEMA = """
model User {
  id       String    @id
  email    String
  sessions Session[]
}

model Session {
  id     String @id
  userId String
  user   User   @relation(fields: [userId], references: [id])
  agent  String
}

model MailQueue {
  id           String @id
  clientId     String
  clientSecret String
}
"""
FILES = {"main.ts": MAIN, "sessions.ts": SESSIONS, "prisma/schema.prisma": SCHEMA}


def test_a_hook_is_before_routes_that_are_stated_before_it(tmp_path: Path) -> None:
    assert [one.rpartition(" ")[2] for one in listed(endpoints_of(tmp_path, FILES))] == ["login-check"] * 3


def test_a_record_that_was_read_for_the_caller_is_changed(tmp_path: Path) -> None:
    assert places_of(tmp_path, FILES, "record-of-another-user") == [("sessions.ts", 27)]


def test_a_key_that_names_an_account_on_another_server_names_no_owner(tmp_path: Path) -> None:
    schema = SCHEMA.replace("  clientSecret String\n", "  clientSecret String\n  tenantId     String\n")
    files = {**FILES, "prisma/schema.prisma": schema}
    assert places_of(tmp_path, files, "record-of-another-user") == [("sessions.ts", 27)]
    files["prisma/schema.prisma"] = schema.replace("  clientSecret String\n", "")
    assert places_of(tmp_path, files, "record-of-another-user") == [("sessions.ts", 22), ("sessions.ts", 27)]
