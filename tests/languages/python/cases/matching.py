def matching(command):
    match command.split():
        case ["go", direction]:
            go(direction)
        case Point(x=0, y=y) if y > 0:
            use(y)
        case {"key": value, "kind": "a" | "b"}:
            use(value)
        case "quit" | "exit" as word:
            leave(word)
        case Color.RED:
            pass
        case other:
            fail(other)
