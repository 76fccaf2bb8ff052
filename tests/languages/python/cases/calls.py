def calls(self, url, options):
    requests.get(url, timeout=5, verify=False)
    requests.post(url, *options, **options)
    requests.post(url, **{"verify": False, "cert": None})
    session.query(User).filter(User.name == url).first()
    total = sum(x.price for x in options)
    getattr(self, "name")(1)
    self.handlers[url](options)
    super().setUp()
