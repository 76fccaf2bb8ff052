let precedence = a == b && c != d || e < f + g * h
let fallback = first ?? second ?? "none"
let chosen = ready ? "a" : late ? "b" : "c"
let sign = -3
let negated = !account.isLocked(at: 1)
let cast = value as? String ?? ""
let tested = value is String
let forced = box!.content!.text
let text = "id \(user.id) of \(name, privacy: .private(mask: .hash))\n\u{1F600}"
let raw = #"C:\new \#(path)"#
let lines = """
    first
      second
    """
let numbers = [0xFF, 1_000, 0b11, 0o17]
let fraction = 1.5e3
let options: Data.WritingOptions = [.atomic, .completeFileProtection]
let query: [String: Any] = [kSecClass as String: kSecClassGenericPassword, "account": user, Keys.token.rawValue: 1, .id: 2, build(): 3]
let pair = (1, "two")
let named = (key: secret, vector: iv)
let grouped = (1 + 2) * 3
let second = pair.1
let metatype = decoder.decode(User.self, from: data)
let made = Array<UInt8>(repeating: 0, count: 16)
let bytes = [UInt8](repeating: 0, count: 16)
let empty = [String: Any]()
let constructed = User.init(name: "a")
let range = 1...count
let path = \User.name
let names = users.map(\.name)
let selector = #selector(tap(_:))
let element = table["key"]?.rows[0, 1]
let counted = table["key", default: 0]
let optional = account?.session?.token
let function = combine(_:with:)
let flags = kCCOptionPKCS7Padding | kCCOptionECBMode
let shifted = 1 << 3
let picked = if ready { "yes" } else { "no" }
let awaited = try await client.load(url)
let identity = a === b
let custom = a <> b
let nothing: Void = ()
