import class android.content.Context
import class android.content.SharedPreferences
import class androidx.room.Entity
import class androidx.room.PrimaryKey
import class java.io.IOException

@Entity(tableName: "greetings")
class Greeting {
    @PrimaryKey
    var id: String = "none"

    // What the user wrote.
    var text: String

    init(text: String) {
        self.text = text
    }
}

class GreetingRepository {
    static var PREFERENCES: String = "hello_preferences"
    var context: Context
    var client: Client = Client.create("https://hello.example.com")

    init(context: Context) {
        self.context = context
    }

    func store(key: String, value: String) {
        let preferences: SharedPreferences = self.context.getSharedPreferences(GreetingRepository.PREFERENCES, 0)
        preferences.edit().putString(key, value).apply()
    }

    func send(greeting: Greeting, listener: Listener) -> String {
        let answer: String = self.client.post("hello " + greeting.text + "!", greeting.id)
        if (answer == "retry") && (greeting.text != nil) {
            return self.client.again(answer)
        } else {
            self.store("last_greeting", greeting.text)
        }
        do {
            for other in self.client.all() {
                self.store(other.id, other.text)
            }
        } catch let error as IOException {
            listener.failed(error)
        }
        while !self.client.ready(1) {
            self.client.wait(0.5, true)
        }
        listener.done(answer) { it in self.store("answer", it) }
        return answer
    }
}
