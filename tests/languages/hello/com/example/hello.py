from android.content import Context
from android.content import SharedPreferences
from androidx.room import Entity
from androidx.room import PrimaryKey
from java.io import IOException


@Entity(tableName="greetings")
class Greeting:
    id: Annotated[String, PrimaryKey] = "none"

    # What the user wrote.
    text: String

    def __init__(self, text: String):
        self.text = text


class GreetingRepository:
    PREFERENCES: ClassVar[String] = "hello_preferences"
    context: Context
    client: Client = Client.create("https://hello.example.com")

    def __init__(self, context: Context):
        self.context = context

    def store(self, key: String, value: String):
        preferences: SharedPreferences = self.context.getSharedPreferences(GreetingRepository.PREFERENCES, 0)
        preferences.edit().putString(key, value).apply()

    def send(self, greeting: Greeting, listener: Listener) -> String:
        answer: String = self.client.post("hello " + greeting.text + "!", greeting.id)
        if answer == "retry" and greeting.text is not None:
            return self.client.again(answer)
        else:
            self.store("last_greeting", greeting.text)
        try:
            for other in self.client.all():
                self.store(other.id, other.text)
        except IOException as error:
            listener.failed(error)
        finally:
            self.client.close()
        while not self.client.ready(1):
            self.client.wait(0.5, True)
        listener.done(answer, lambda it: self.store("answer", it))
        return answer
