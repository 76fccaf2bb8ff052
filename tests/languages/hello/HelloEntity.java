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
    private Context context;
    private Client client = Client.create("https://hello.example.com");

    GreetingRepository(Context context) {
        this.context = context;
    }

    private void store(String key, String value) {
        SharedPreferences preferences = context.getSharedPreferences(PREFERENCES, 0);
        preferences.edit().putString(key, value).apply();
    }

    String send(Greeting greeting, Listener listener) {
        String answer = client.post("hello " + greeting.text + "!", greeting.id);
        if (answer == "retry" && greeting.text != null) {
            return client.again(answer);
        } else {
            store("last_greeting", greeting.text);
        }
        try {
            for (Greeting other : client.all()) {
                store(other.id, other.text);
            }
        } catch (IOException error) {
            listener.failed(error);
        } finally {
            client.close();
        }
        while (!client.ready(1)) {
            client.wait(0.5, true);
        }
        listener.done(answer, it -> store("answer", it));
        return answer;
    }
}
