internal import HTTPTypes

/// The answer to a request, before it meets the network: plain values, so that every way of
/// serving it sends the same bytes.
struct Answer: Sendable, Hashable {
    /// The status line.
    var status: HTTPResponse.Status
    /// The header fields, without `Content-Length`.
    var fields: HTTPFields
    /// The bytes behind the header.
    var body: [UInt8]

    init(
        _ status: HTTPResponse.Status, type: String? = nil, cache: CachePolicy = .none,
        body: [UInt8] = []
    ) {
        self.status = status
        self.body = body
        fields = HTTPFields()
        fields[.contentType] = type
        fields[.cacheControl] = cache.rawValue
    }

    static func json(
        _ body: [UInt8], status: HTTPResponse.Status = .ok, cache: CachePolicy
    ) -> Answer {
        Answer(status, type: "application/json", cache: cache, body: body)
    }

    /// A piece of HTML or a page, with the headers that keep browsers from guessing.
    static func html(
        _ text: String, status: HTTPResponse.Status = .ok, cache: CachePolicy
    ) -> Answer {
        var answer = Answer(
            status, type: "text/html; charset=utf-8", cache: cache, body: Array(text.utf8))
        answer.fields[.xContentTypeOptions] = "nosniff"
        answer.fields.set("Referrer-Policy", "strict-origin-when-cross-origin")
        return answer
    }

    /// Leads on to an address; only those of ``WebAddress`` may stand here.
    static func redirect(to address: String) -> Answer {
        var answer = Answer(.found, cache: .noStore)
        answer.fields[.location] = PercentCoding.asciiOnly(address)
        return answer
    }

    /// A transparent picture of one pixel, 43 bytes: GIF89a, 1 × 1, two colours, the first
    /// transparent.
    static let pixel: Answer = {
        var bytes: [UInt8] = Array("GIF89a".utf8)
        bytes += [1, 0, 1, 0, 0x80, 0, 0]
        bytes += [0, 0, 0, 0xFF, 0xFF, 0xFF]
        bytes += [0x21, 0xF9, 4, 1, 0, 0, 0, 0]
        bytes += [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0]
        bytes += [2, 2, 0x44, 1, 0, 0x3B]
        return Answer(.ok, type: "image/gif", cache: .noStore, body: bytes)
    }()
}

/// How long an answer may be kept, and by whom.
enum CachePolicy: String, Sendable, Hashable {
    /// Lists: the same for everybody, and an old one is better than a slow one.
    case shared = "public, max-age=60, stale-while-revalidate=600"
    /// A fragment that says why there is nothing: worth asking again soon.
    case briefly = "public, max-age=10"
    /// Files of the program.
    case file = "public, max-age=3600"
    /// Made for one reader.
    case `private` = "private, no-store"
    /// Counts something each time.
    case noStore = "no-store"
    /// May be kept, but asked about each time.
    case none = "no-cache"
}

extension HTTPFields {
    /// Sets a field that the HTTP library has no name for.
    mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        self[name] = value
    }
}
