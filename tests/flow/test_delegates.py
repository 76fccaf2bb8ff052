"""Properties that delegates read and write, and objects that see the variables around them."""

from __future__ import annotations

from tests.flow.programs import events_of, kotlin
from tests.flow.test_keys import keys_written


def test_a_delegate_class_stores_under_the_key_it_was_given() -> None:
    """Each property is a write at its declaration."""
    interpreted = kotlin(
        """
import kotlin.properties.ReadWriteProperty
import kotlin.reflect.KProperty

class StoredText(private val shared: SharedPreferences, private val id: String) : ReadWriteProperty<Any, String?> {
    override fun getValue(thisRef: Any, property: KProperty<*>): String? = shared.getString(id, null)
    override fun setValue(thisRef: Any, property: KProperty<*>, value: String?) { shared.edit { putString(id, value) } }
}

class Account(shared: SharedPreferences) {
    var nickname: String? by StoredText(shared, "nickname")
    var token: String? by StoredText(shared, "refresh_token")
}
"""
    )
    lines = {
        key: event.location.span.start_line
        for event in events_of(interpreted, "store.write")
        for key in (str(one.value) for one in event.name.constants)
        if not event.name.alias
    }
    assert lines == {"nickname": 18, "refresh_token": 19}


def test_a_delegate_made_by_a_function_stores_under_the_name_of_the_property() -> None:
    """An object without a class name sees the parameters of the function that makes it."""
    interpreted = kotlin(
        """
import kotlin.properties.ReadWriteProperty
import kotlin.reflect.KProperty

fun text(shared: SharedPreferences, prefix: String) = object : ReadWriteProperty<Any, String?> {
    override fun getValue(thisRef: Any, property: KProperty<*>): String? =
        shared.getString(prefix + property.name, null)
    override fun setValue(thisRef: Any, property: KProperty<*>, value: String?) {
        shared.edit { putString(prefix + property.name, value) }
    }
}

class Account(private val shared: SharedPreferences) {
    var accessToken: String? by text(shared, "account_")
}
"""
    )
    assert "account_accessToken" in {key for key, _, _ in keys_written(interpreted, "Main.kt")}


def test_an_editor_object_sees_the_editor_around_it() -> None:
    """A wrapper around an editor, made in a function and handed to a block."""
    interpreted = kotlin(
        """
interface TextEditor { fun putText(id: String, value: String) }
class Settings(private val shared: SharedPreferences) {
    fun change(block: TextEditor.() -> Unit) {
        val editor = shared.edit()
        val wrapped = object : TextEditor {
            override fun putText(id: String, value: String) { editor.putString(id, value) }
        }
        block(wrapped)
        editor.apply()
    }
}
fun f(settings: Settings, given: String) { settings.change { putText("api_secret", given) } }
"""
    )
    stored = [event for event in events_of(interpreted, "store.write") if event.name.constants]
    assert {(str(one.name.constants[0].value), one.store is not None) for one in stored} == {("api_secret", True)}
