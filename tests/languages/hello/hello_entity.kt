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
    var context: Context
    var client: Client = Client.create("https://hello.example.com")

    constructor(context: Context) {
        this.context = context
    }

    fun store(key: String, value: String) {
        val preferences: SharedPreferences = this.context.getSharedPreferences(GreetingRepository.PREFERENCES, 0)
        preferences.edit().putString(key, value).apply()
    }

    fun send(greeting: Greeting, listener: Listener): String {
        val answer: String = this.client.post("hello " + greeting.text + "!", greeting.id)
        if (answer == "retry" && greeting.text != null) {
            return this.client.again(answer)
        } else {
            this.store("last_greeting", greeting.text)
        }
        try {
            for (other in this.client.all()) {
                this.store(other.id, other.text)
            }
        } catch (error: IOException) {
            listener.failed(error)
        } finally {
            this.client.close()
        }
        while (!this.client.ready(1)) {
            this.client.wait(0.5, true)
        }
        listener.done(answer) { this.store("answer", it) }
        return answer
    }
}
