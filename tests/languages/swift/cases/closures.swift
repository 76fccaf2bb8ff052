func calls() {
    session.dataTask(with: request) { [weak self] data, response, error in
        guard let self else { return }
        self.done(data)
    }.resume()
    items.map { $0.name }.filter { !$0.isEmpty && $1 > 0 }.forEach { item in log(item) }
    UIView.animate(withDuration: 0.3) {
        show()
    } completion: { _ in
        hide()
    }
    load(then: { (result: Result<Data, Error>) -> Void in
        switch result { case .success(let data): keep(data); case .failure: break }
    })
    item.load { (url, _ error) in report(error) }
    let handler: (Int, String) -> Void = { number, text in print(number, text) }
    handler(1, "a")
    lazyValue = { let made = Maker(); return made }()
    Task { try await refresh() }
    send(())
    UserDefaults.standard.set(password, forKey: Keys.pin.rawValue)
    SecItemAdd(query as CFDictionary, nil)
    CC_MD5(&bytes, CC_LONG(bytes.count), &digest)
}
