interface Repository { val size: Int; fun find(id: String): User }
object Cache { val users = mutableListOf<User>() }
context(Logger) fun trace(text: String) { log(text) }
class Client
    @Inject
    internal constructor(private val api: Api) {
        fun call() = api.get()
    }
fun describe(state: State) = when (state) {
    is Loaded if state.fresh -> "fresh"
    else -> "old"
}
fun Screen(content: @Composable (() -> Unit)? = null) { content() }
