fun calls(client: Client, names: Array<String>) {
    client
        .newBuilder()
        .header(name = "Authorization", value = token)
        // the address
        .url(*names)
        .build<Request>()
        .execute { response, _ -> print(response) }
    val thread = Thread { work() }
    names.forEach { first -> names.map { first + it } }
    pairs.forEach { (key, value) -> store(key, value) }
    views.forEach { view -> view.post { clean(it) } }
    register(object : Listener(1), Closeable {
        private val secret = "s"
        override fun heard(text: String) {
            log(text)
        }
    })
    button.setOnClickListener(View.OnClickListener { open() })
    val reference = names.map(String::trim).filter(this::valid).map(::Wrapper)
    val type = gson.fromJson(text, Session::class.java).javaClass
    val handler = fun(code: Int): Boolean { return code == 0 }
    fun local(x: Int) = x + 1
    factory(1)(2) { local(3) }
}
