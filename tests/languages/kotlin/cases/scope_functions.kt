fun scopes(session: Session?, preferences: Preferences) {
    session?.let { upload(it.token) }
    session?.let(::upload)
    val user = User().apply {
        name = "Ada"
        register(this@Screen, this)
    }
    with(preferences.edit()) {
        putString("pin", user.pin)
        commit()
    }
    session.also { current -> log(current) }.takeIf { it.valid }?.run { refresh() }
    session.takeUnless { expired(it) }
    val answer = run { compute() }
    stream.use { it.write(answer) }
}
