using Context = android.content.Context;
using SharedPreferences = android.content.SharedPreferences;
using Entity = androidx.room.Entity;
using PrimaryKey = androidx.room.PrimaryKey;
using IOException = java.io.IOException;

namespace com.example.hello
{
    [Entity(tableName = "greetings")]
    class Greeting
    {
        [PrimaryKey]
        string id = "none";

        // What the user wrote.
        string text;

        Greeting(string text)
        {
            this.text = text;
        }
    }

    class GreetingRepository
    {
        static string PREFERENCES = "hello_preferences";
        Context context;
        Client client = Client.create("https://hello.example.com");

        GreetingRepository(Context context)
        {
            this.context = context;
        }

        void store(string key, string value)
        {
            SharedPreferences preferences = this.context.getSharedPreferences(GreetingRepository.PREFERENCES, 0);
            preferences.edit().putString(key, value).apply();
        }

        string send(Greeting greeting, Listener listener)
        {
            string answer = this.client.post("hello " + greeting.text + "!", greeting.id);
            if (answer == "retry" && greeting.text != null)
            {
                return this.client.again(answer);
            }
            else
            {
                this.store("last_greeting", greeting.text);
            }
            try
            {
                foreach (Greeting other in this.client.all())
                {
                    this.store(other.id, other.text);
                }
            }
            catch (IOException error)
            {
                listener.failed(error);
            }
            finally
            {
                this.client.close();
            }
            while (!this.client.ready(1))
            {
                this.client.wait(0.5, true);
            }
            listener.done(answer, it => this.store("answer", it));
            return answer;
        }
    }
}
