import { Context } from "android.content";
import { SharedPreferences } from "android.content";
import { Entity } from "androidx.room";
import { PrimaryKey } from "androidx.room";
import { IOException } from "java.io";

@Entity({ tableName: "greetings" })
class Greeting {
  @PrimaryKey
  id: String = "none";

  // What the user wrote.
  text: String;

  constructor(text: String) {
    this.text = text;
  }
}

class GreetingRepository {
  static PREFERENCES: String = "hello_preferences";
  context: Context;
  client: Client = Client.create("https://hello.example.com");

  constructor(context: Context) {
    this.context = context;
  }

  store(key: String, value: String) {
    const preferences: SharedPreferences = this.context.getSharedPreferences(GreetingRepository.PREFERENCES, 0);
    preferences.edit().putString(key, value).apply();
  }

  async send(greeting: Greeting, listener: Listener): Promise<String> {
    const answer: String = this.client.post("hello " + greeting.text + "!", greeting.id);
    if (answer === "retry" && greeting.text !== null) {
      return this.client.again(answer);
    } else {
      this.store("last_greeting", greeting.text);
    }
    try {
      for (const other of this.client.all()) {
        this.store(other.id, other.text);
      }
    } catch (error: IOException) {
      listener.failed(error);
    } finally {
      this.client.close();
    }
    while (!this.client.ready(1)) {
      this.client.wait(0.5, true);
    }
    listener.done(answer, (it) => this.store("answer", it));
    return answer;
  }
}
