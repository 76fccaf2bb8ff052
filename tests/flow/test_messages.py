"""Which callers answer for what a function writes to the log."""

from __future__ import annotations

from secure_lint.flow.analysis import Interpreted
from tests.flow.programs import data_types, events_of, kotlin


def logged(interpreted: Interpreted) -> set[int]:
    """Lines at which unprotected sensitive data is logged."""
    return {event.location.span.start_line for event in events_of(interpreted, "log") if data_types(event)}


def test_a_logger_of_the_app_is_told_at_its_calls() -> None:
    """An interface of the app in front of the logger of the platform."""
    interpreted = kotlin(
        """
interface AppLogger { fun debug(tag: String, message: String) }
class PlatformLogger : AppLogger { override fun debug(tag: String, message: String) { Log.d(tag, message) } }
class Login(private val logger: AppLogger) {
    fun start(password: String) {
        logger.debug("login",
            "starts with $password")
    }
}
"""
    )
    assert logged(interpreted) == {13}


def test_what_is_logged_on_a_failure_is_not_told_to_callers() -> None:
    """A formatter that logs its arguments when the format is wrong is no logger."""
    interpreted = kotlin(
        """
class Texts {
    fun format(pattern: String, value: String): String =
        try { pattern.format(value) } catch (e: Exception) { Log.e("texts", "cannot format $value"); "" }
}
fun f(texts: Texts, password: String) { texts.format("%s", password) }
"""
    )
    assert logged(interpreted) == set()


def test_a_message_with_data_of_its_own_is_reported_once() -> None:
    """The parameter names what it holds: the function answers for it, not every caller."""
    interpreted = kotlin(
        """
fun audit(password: String) { Log.i("audit", "used $password") }
fun f(password: String) { audit(password) }
"""
    )
    assert logged(interpreted) == {9}


def test_an_object_shows_what_it_holds_only_if_its_class_writes_it_out() -> None:
    """A bus that logs each event shows the members of data classes, not of others."""
    interpreted = kotlin(
        """
open class Event
class Started(val password: String) : Event()
data class Finished(val password: String) : Event()
class Bus { fun send(event: Event) { Log.d("bus", "sends $event") } }
fun f(bus: Bus, password: String) { bus.send(Started(password)) }
fun g(bus: Bus, password: String) { bus.send(Finished(password)) }
"""
    )
    assert logged(interpreted) == {14}


def test_what_is_taken_out_of_a_result_by_another_name_is_not_the_secret() -> None:
    """Of a password with its state, the state is none."""
    interpreted = kotlin(
        """
interface Vault { fun readPassword(): Triple<String, Boolean, Boolean> }
fun f(vault: Vault) {
    val (password, isExpired, isAboutToExpire) = vault.readPassword()
    Log.d("vault", "empty=${password.isEmpty()}, isExpired=$isExpired")
    Log.d("vault", "read $password")
}
"""
    )
    assert logged(interpreted) == {13}


def test_a_text_that_is_logged_while_it_is_made_ends() -> None:
    """An object whose method for its text hands it to a function that logs it."""
    interpreted = kotlin(
        """
class Pump(val password: String) {
    override fun toString(): String { note(this); return "pump $password" }
}
fun note(pump: Pump) { Log.d("pump", "asked for $pump") }
fun f(pump: Pump) {
    Log.d("pump", "is $pump")
}
"""
    )
    assert 14 in logged(interpreted)
