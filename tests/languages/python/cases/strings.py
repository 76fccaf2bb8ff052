def strings(user, key, args):
    plain = 'it''s'
    raw = r"\d+"
    data = b"\x00\xffa" rb"\n"
    escaped = "tab\t\u00e9\N{DASH}\q"
    joined = ("a"
              "b")
    template = f"{user.name!r:>{10}} {{x}} {key}"
    mixed = f"a{key}" "b"
    percent = "user %s has %d%%" % (user, 3)
    named = "%(name)s!" % {"name": key}
    unknown = "%s %s" % args
    remainder = 7 % 3
    braces = "{} and {1} {name} {{}}".format(user, key, name=args)
    missing = "{x.y}".format(x=user)
    return """
    text
    """
