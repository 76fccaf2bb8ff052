fun jumps(source: Source): String? {
    val token = source.token() ?: return null
    val pin = source.pin ?: throw MissingPin(token)
    send(source.name ?: return token, pin)
    outer@ for (item in source.items) {
        val value = item.value ?: continue
        if (value.done) break@outer
        source.each { if (it == value) return@each }
    }
    val first = source.a ?: source.b ?: source.c
    return first
}
