package com.example.hello;

import android.content.Context;
import android.content.SharedPreferences;
import androidx.room.Entity;
import androidx.room.PrimaryKey;
import java.io.IOException;

@Entity(tableName = "greetings")
class Greeting {
    @PrimaryKey
    String id = "none";

    // What the user wrote.
    String text;

    Greeting(String text) {
        this.text = text;
    }
}

class GreetingRepository {
    static String PREFERENCES = "hello_preferences";
    Context context;
    Client client = Client.create("https://hello.example.com");

    GreetingRepository(Context context) {
        this.context = context;
    }

    void store(String key, String value) {
        SharedPreferences preferences = this.context.getSharedPreferences(GreetingRepository.PREFERENCES, 0);
        preferences.edit().putString(key, value).apply();
    }

    String send(Greeting greeting, Listener listener) {
        String answer = this.client.post("hello " + greeting.text + "!", greeting.id);
        if (answer == "retry" && greeting.text != null) {
            return this.client.again(answer);
        } else {
            this.store("last_greeting", greeting.text);
        }
        try {
            for (var other : this.client.all()) {
                this.store(other.id, other.text);
            }
        } catch (IOException error) {
            listener.failed(error);
        } finally {
            this.client.close();
        }
        while (!this.client.ready(1)) {
            this.client.wait(0.5, true);
        }
        listener.done(answer, it -> this.store("answer", it));
        return answer;
    }
}
