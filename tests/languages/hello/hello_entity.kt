package com.example.hello

import android.content.Context
import android.content.SharedPreferences
import androidx.room.Entity
import androidx.room.PrimaryKey
import java.io.IOException

@Entity(tableName = "greetings")
class Greeting {
    @PrimaryKey
    var id: String = "none"

    // What the user wrote.
    var text: String

    constructor(text: String) {
        this.text = text
    }
}

class GreetingRepository {
    companion object {
        var PREFERENCES: String = "hello_preferences"
    }
    private var context: Context
    private var client: Client = Client.create("https://hello.example.com")

    constructor(context: Context) {
        this.context = context
    }

    private fun store(key: String, value: String) {
        val preferences: SharedPreferences = context.getSharedPreferences(PREFERENCES, 0)
        preferences.edit().putString(key, value).apply()
    }

    fun send(greeting: Greeting, listener: Listener): String {
        val answer: String = client.post("hello " + greeting.text + "!", greeting.id)
        if (answer == "retry" && greeting.text != null) {
            return client.again(answer)
        } else {
            store("last_greeting", greeting.text)
        }
        try {
            for (other in client.all()) {
                store(other.id, other.text)
            }
        } catch (error: IOException) {
            listener.failed(error)
        } finally {
            client.close()
        }
        while (!client.ready(1)) {
            client.wait(0.5, true)
        }
        listener.done(answer) { store("answer", it) }
        return answer
    }
}
