def expressions(a, b, c):
    d = a or b or c
    e = a and b
    if a and (b or not c):
        pass
    f = a if b and c else None
    g = 1 < a <= 3
    h = a is not None and b not in c
    i = [x.name for x in a if x for y in x]
    j = {k: v for k, v in b.items()}
    k = {"one": 1, "two": [a, *b]}
    l = {**a, "x": 1}
    m = {a: b}
    n = a[1:3] + a[:-4] + a[b, c]
    o = -1 + +a - ~b ** 2
    p = (a, b), {a, b}, ()
    q = not a
    return a + "x" + b + c
