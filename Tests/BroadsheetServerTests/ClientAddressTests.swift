import BroadsheetAds
import HTTPTypes
import Testing

@testable import BroadsheetServer

/// Who asks, behind any number of proxies.
struct ClientAddressTests {
    private func address(
        _ peer: String, _ fields: [(String, String)],
        trusted: [String] = ["10.0.0.0/8", "fd00::/8"]
    ) throws -> NetworkAddress? {
        var header = HTTPFields()
        for (name, value) in fields {
            header.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let peer: NetworkAddress = try #require(NetworkAddress(peer))
        return try ClientAddress(trustedProxies: trusted).address(peer: peer, header)
    }

    @Test(arguments: [
        // Nobody is trusted but who is named.
        ("203.0.113.1", "198.51.100.7", "203.0.113.1"), ("::1", "198.51.100.7", "::1"),
        // One proxy, two, and what a client wrote before them.
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.7,10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "10.9.9.9, 198.51.100.7", "198.51.100.7"),
        ("fd00::1", " 2001:db8::7\t,\tfd00::2 ", "2001:db8::7"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        // Inside the site's own network.
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        // Ports and brackets.
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
        ("10.0.0.1", "[2001:db8::7]", "2001:db8::7"),
        // What can't be read ends the walk.
        ("10.0.0.1", "", "10.0.0.1"), ("10.0.0.1", "198.51.100.7,", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7, unknown, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", "198.51.100.7, rubbish", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7:", "10.0.0.1"), ("10.0.0.1", "198.51.100.7:x", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7:123456", "10.0.0.1"), ("10.0.0.1", "[198.51.100.7]", "10.0.0.1"),
        ("10.0.0.1", "[2001:db8::7", "10.0.0.1"), ("10.0.0.1", "[2001:db8::7]x", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.256", "10.0.0.1"), ("10.0.0.1", "localhost", "10.0.0.1"),
    ])
    func `X-Forwarded-For counts from the right up to the first that is not trusted`(
        peer: String, field: String, client: String
    ) throws {
        #expect(try address(peer, [("X-Forwarded-For", field)]) == NetworkAddress(client))
    }

    @Test(arguments: [
        ("for=198.51.100.7", "198.51.100.7"), ("For=\"198.51.100.7:80\"", "198.51.100.7"),
        ("for=\"[2001:db8::7]:4711\";proto=https;by=10.0.0.1", "2001:db8::7"),
        ("for=192.0.2.66, for=198.51.100.7;host=\"a.example\", for=10.0.0.2", "198.51.100.7"),
        ("proto=https ; for = 198.51.100.7", "198.51.100.7"),
        // A client's open quotation mark hides nothing.
        ("for=\"192.0.2.66, for=198.51.100.7", "198.51.100.7"),
        ("for=unknown", "10.0.0.1"), ("for=_hidden", "10.0.0.1"), ("for=", "10.0.0.1"),
        ("proto=https", "10.0.0.1"), ("for", "10.0.0.1"), ("", "10.0.0.1"),
        ("for=198.51.100.7;for=192.0.2.66", "10.0.0.1"), ("for=\"198.51.100.7", "10.0.0.1"),
        ("for=\"198.51.100\\.7\"", "10.0.0.1"), ("for=198.51.100.7, for=unknown", "10.0.0.1"),
    ])
    func `Forwarded counts like it`(field: String, client: String) throws {
        #expect(try address("10.0.0.1", [("Forwarded", field)]) == NetworkAddress(client))
        #expect(
            try address("203.0.113.1", [("Forwarded", field)]) == NetworkAddress("203.0.113.1"))
    }

    @Test func `several fields of a name are one list`() throws {
        let fields = [
            ("X-Forwarded-For", "192.0.2.66"), ("X-Forwarded-For", "198.51.100.7, 10.0.0.3"),
            ("X-Forwarded-For", "10.0.0.2"),
        ]
        #expect(try address("10.0.0.1", fields) == NetworkAddress("198.51.100.7"))
    }

    @Test func `two fields count where they agree, and neither where they don't`() throws {
        let forwarded = ("Forwarded", "for=198.51.100.7")
        #expect(
            try address("10.0.0.1", [forwarded, ("X-Forwarded-For", "192.0.2.1, 198.51.100.7")])
                == NetworkAddress("198.51.100.7"))
        #expect(
            try address("10.0.0.1", [forwarded, ("X-Forwarded-For", "192.0.2.1")])
                == NetworkAddress("10.0.0.1"))
    }

    @Test func `without an address of its own a connection has none`() throws {
        var fields = HTTPFields()
        fields[try #require(HTTPField.Name("X-Forwarded-For"))] = "198.51.100.7"
        let clients = try ClientAddress(trustedProxies: ["0.0.0.0/0", "::/0"])
        #expect(clients.address(peer: nil, fields) == nil)
    }

    @Test(arguments: ["", "proxy.example", "10.0.0.0/33", "10.0.0.0/8,"])
    func `a trusted proxy that is no address is refused`(text: String) {
        #expect(throws: AddressRangeProblem.self) {
            try ClientAddress(trustedProxies: ["10.0.0.1", text])
        }
    }

    @Test(arguments: [
        ("Sec-Purpose", "prefetch", true), ("Sec-Purpose", "prefetch;prerender", true),
        ("sec-purpose", "prefetch; anonymous-client-ip", true), ("Purpose", "Prefetch", true),
        ("X-Moz", "prefetch", true), ("X-Purpose", "preview", true), ("Purpose", "preview", false),
        ("Sec-Purpose", "", false), ("Sec-Purpose", "prefetching", false),
        ("Sec-Fetch-Mode", "prefetch", false), ("X-Moz", "prefetch, x", true),
    ])
    func `a prefetch is known by its header`(name: String, value: String, isPrefetch: Bool) throws {
        var fields = HTTPFields()
        fields[try #require(HTTPField.Name(name))] = value
        #expect(Prefetch.isAsked(fields) == isPrefetch)
    }
}
