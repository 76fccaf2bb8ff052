fun casts(event: Event, other: Any): String {
    if (event !is Login) return ""
    send(event.password)
    if (other is String && other.length > 3 || other is Int) keep(other)
    val text = if (other is Named) other.name else other.toString()
    var shape: Any = other
    if (shape is Circle) {
        shape.draw()
        shape = Square()
        shape.draw()
    }
    return text
}
