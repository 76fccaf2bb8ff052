import Foundation
import struct CryptoKit.SymmetricKey

/// A person who signed in.
@objc(AccountUser) public final class User: NSManagedObject, Codable {
    @NSManaged var email: String?
    // Shown on the profile.
    @Attribute(.unique, originalName: "nick") var nickname: String = "none" // changes rarely
    private(set) lazy var cache: [String: Data] = [:]
    static let shared = User(name: "guest")
    class var table: String { "users" }
    var full: String {
        get { return first + last }
        set(whole) { first = whole }
    }
    var token: String? {
        didSet { defaults.set(token, forKey: "token") }
    }
    @AppStorage("theme") private var theme: String = "dark"
    @Key(key: "pin", store: .local) var pin: String
    let a = 1, b: Int = 2
    weak var delegate: Delegate!

    init?(name: String, age years: Int = 3) throws {
        self.name = name
        super.init()
    }

    convenience init() {
        self.init(name: "nobody")
    }

    deinit { close() }

    subscript(index: Int) -> Item {
        return items[index]
    }

    struct Address: Decodable {
        let street: String
        var city = "nowhere"
        static let unknown = Address(street: "")
        var line: String { street + city }
    }
}

enum Keys: String, CaseIterable {
    case token = "auth.token", refresh
    case pin
    static let all = [token, .pin]
}

indirect enum Answer<Value> {
    case good(Value, code: Int)
    case bad(Error)
    func value() -> Value? { nil }
}

extension UserDefaults: Store where Key == String {
    var signedIn: Bool {
        get { bool(forKey: "signedIn") }
        set { set(newValue, forKey: "signedIn") }
    }
    func clear() {
        removePersistentDomain(forName: "app")
    }
}

protocol Store: AnyObject {
    associatedtype Key
    var count: Int { get }
    func save(_ value: String, for key: Key) throws
}

actor Counter {
    private var value = 0
    func next() -> Int { value += 1; return value }
}
