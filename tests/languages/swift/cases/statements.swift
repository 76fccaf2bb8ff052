func flow(_ input: String?, into store: inout Store, values: Int...) async throws -> Bool {
    guard let input, input.count > 3, case .ready(let state) = machine else { return false }
    if let token = input as? String, let user = find(token) {
        use(user)
    } else if #available(iOS 15, *), case let .failed(error) = state {
        report(error)
    } else {
        none()
    }
    switch load(input) {
    case .success(let value) where value > 0:
        keep(value)
    case .success, .cached:
        break
    case let .failure(reason, code):
        report(reason)
        fallthrough
    case is Date, let text as String:
        show(text)
    case 1...9:
        few()
    case "x":
        ex()
    case (let left, _):
        pair(left)
    @unknown default:
        other()
    }
    do {
        defer { file.close() }
        let data = try file.read()
        try data.write(to: url, options: .atomic)
    } catch let error as NSError where error.code == 3 {
        log(error)
    } catch StoreError.full(let size) {
        grow(size)
    } catch {
        throw error
    }
    for (index, value) in values.enumerated() where value > 0 {
        if value == 3 { continue }
        sum += value
    }
    for case let .some(item) in items { use(item) }
    outer: while let next = queue.pop() {
        work(next)
        break outer
    }
    repeat { tick() } while running
    var total = 0, name: String = "n"
    let later: Int
    (total, name) = (1, "m")
    _ = try? cleanUp()
    store.items[0]?.title = "t"
    total -= 1
    func helper(_ x: Int) -> Int { x + 1 }
    struct Local { let x: Int }
    throw Failure.ended(code: helper(2))
}

func implicit() -> Int { 42 }
func nothing() { 42 }

#if DEBUG
let verbose = true
#else
let verbose = false
#endif

func logged(_ secret: String) {
    #if DEBUG
    print(secret)
    #elseif os(macOS)
    note()
    #else
    quiet()
    #endif
    #if !RELEASE
    print("end")
    #endif
}

func answered(_ status: Int) {
    switch status {
    case ..<200: wait()
    case 300...: refuse(status)
    default: accept()
    }
}
