"""Records of Exposed that belong to whoever a delegate refers to, and statements that a transaction runs."""

from __future__ import annotations

from pathlib import Path

from tests.server.trees import places_of

NOTES = """
package app

import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.call
import io.ktor.server.auth.authenticate
import io.ktor.server.auth.jwt.JWTPrincipal
import io.ktor.server.auth.principal
import io.ktor.server.request.receive
import io.ktor.server.response.respond
import io.ktor.server.routing.delete
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.put
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import org.jetbrains.exposed.dao.LongEntity
import org.jetbrains.exposed.dao.LongEntityClass
import org.jetbrains.exposed.dao.id.EntityID
import org.jetbrains.exposed.dao.id.LongIdTable
import org.jetbrains.exposed.sql.transactions.transaction

object Users : LongIdTable() { val name = varchar("name", 50) }
class User(id: EntityID<Long>) : LongEntity(id) {
    companion object : LongEntityClass<User>(Users)
    var name by Users.name
}
object Notes : LongIdTable() {
    val owner = reference("owner", Users)
    val text = text("text")
}
class Note(id: EntityID<Long>) : LongEntity(id) {
    companion object : LongEntityClass<Note>(Notes)
    var owner by User referencedOn Notes.owner
    var text by Notes.text
}

fun Application.notes() {
    routing {
        authenticate("jwt") {
            route("/notes") {
                get("/{id}") {
                    val id = call.parameters["id"]!!.toLong()
                    val note = transaction { Note.findById(id) }
                    call.respond(note!!.text)
                }
                get("/own/{id}") {
                    val me = call.principal<JWTPrincipal>()!!.payload.getClaim("id").asLong()
                    val id = call.parameters["id"]!!.toLong()
                    val note = transaction { Note.findById(id) }
                    if (note!!.owner.id.value != me) return@get call.respond(HttpStatusCode.Forbidden)
                    call.respond(note.text)
                }
                delete("/{id}") {
                    val id = call.parameters["id"]!!.toLong()
                    transaction { Note.findById(id)?.delete() }
                    call.respond(HttpStatusCode.NoContent)
                }
            }
        }
        post("/import") {
            val name = call.receive<String>()
            transaction { exec("INSERT INTO notes (text) VALUES ('$name')") }
            call.respond(HttpStatusCode.NoContent)
        }
    }
}
"""


def test_a_delegate_says_whose_a_record_is(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"notes.kt": NOTES}, "record-of-another-user") == [("notes.kt", 45), ("notes.kt", 57)]


def test_statements_that_a_transaction_runs(tmp_path: Path) -> None:
    assert places_of(tmp_path, {"notes.kt": NOTES}, "request-data-executed") == [("notes.kt", 64)]
