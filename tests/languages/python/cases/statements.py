def statements(items, path):
    """Documentation."""
    with open(path) as handle, lock:
        text = handle.read()
    with (pool() as a, other() as (b, c)):
        pass
    try:
        risky()
    except (KeyError, ValueError) as error:
        raise Failure("x") from error
    except OSError:
        pass
    else:
        fine()
    finally:
        done()
    for index, item in enumerate(items):
        if not item:
            continue
        elif item == 1:
            break
        else:
            use(item)
    else:
        none_found()
    while (chunk := path.read(8)):
        use(chunk)
    x, y = 1, path
    x, y = y, x
    first, *rest = items
    x: int = 3
    x += 1
    a = b = path
    items[0] = path.name = x
    del a, items[0]
    assert x, "message"
    yield x
    async with session.get(path) as response:
        return await response.json()


def refuse(request, cause):
    if request.blocked:
        raise Forbidden
    try:
        request.check()
    except errors.Broken as broken:
        raise errors.Denied from broken
    raise cause
