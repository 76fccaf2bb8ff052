fun branches(state: State, user: Any?): Int {
    if (state.ready) start() else if (state.failed) { stop() } else { wait() }
    when (state) {
        is Loaded -> show(state.token)
        !is Failed, Idle -> hide()
        in first..last -> count()
        else -> return 0
    }
    when {
        state.ready && user is Admin -> grant(user.key)
        user !is Member -> deny()
    }
    when (val code = state.code()) {
        200 -> accept(code)
    }
    val label = if (state.ready) "ready" else "waiting"
    val text = when (state.level) {
        1, 2 -> "low"
        else -> throw IllegalStateException(label)
    }
    val size = try { parse(text) } catch (failure: NumberFormatException) { 0 } finally { close() }
    val key = if (state.ready) {
        prepare()
        state.key
    } else {
        return size
    }
    return if (key == null) size else {
        use(key)
        1
    }
}
