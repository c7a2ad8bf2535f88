import BroadsheetTestSupport
import Testing

@testable import BroadsheetAds

struct AddressRangesTests {
    private func ranges(_ texts: String...) throws -> AddressRanges { try AddressRanges(texts) }

    private func contains(_ ranges: AddressRanges, _ address: String) throws -> Bool {
        ranges.contains(try #require(NetworkAddress(address)))
    }

    @Test(arguments: [
        (
            "203.0.113.0/24", ["203.0.113.0", "203.0.113.255", "::ffff:203.0.113.7"],
            ["203.0.112.255", "203.0.114.0", "::203.0.113.7"]
        ),
        ("203.0.113.9/24", ["203.0.113.0"], ["203.0.114.0"]),
        ("203.0.113.9", ["203.0.113.9"], ["203.0.113.8", "203.0.113.10"]),
        ("0.0.0.0/0", ["0.0.0.0", "255.255.255.255"], ["::", "2001:db8::1"]),
        ("255.255.255.255/32", ["255.255.255.255"], ["255.255.255.254"]),
        (
            "2001:db8::/32", ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
            ["2001:db7:ffff::", "2001:db9::"]
        ),
        ("::/0", ["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], ["1.2.3.4"]),
        ("::ffff:203.0.113.0/120", ["203.0.113.255"], ["203.0.114.0"]),
        ("::1/128", ["::1"], ["::", "::2"]),
    ])
    func `a range holds its addresses and no others`(
        range: String, inside: [String], outside: [String]
    ) throws {
        let ranges = try ranges(range)
        for address in inside { #expect(try contains(ranges, address), "\(address)") }
        for address in outside { #expect(try !contains(ranges, address), "\(address)") }
    }

    @Test(arguments: [
        "", "/", "/24", "203.0.113.0/", "203.0.113.0/33", "203.0.113.0/024", "203.0.113.0/-1",
        "203.0.113.0/24/24", "203.0.113/24", "203.0.113.0 /24", "2001:db8::/129", "::/1280",
        "example.org", "203.0.113.0-203.0.113.9", "fe80::1%eth0/64", "[::1]/128",
    ])
    func `anything else is no range`(text: String) {
        #expect(AddressRange(text) == nil)
        #expect(throws: AddressRangeProblem.self) { try AddressRanges(["::1", text]) }
    }

    @Test func `ranges that overlap or touch are one`() throws {
        let ranges = try ranges(
            "10.0.1.0/24", "10.0.0.0/24", "10.0.0.128/25", "10.0.3.0/24", "::/1", "8000::/1",
            "255.255.255.255")
        #expect(ranges.count == 4)
        #expect(try contains(ranges, "10.0.1.255") && !contains(ranges, "10.0.2.0"))
        #expect(AddressRanges().isEmpty && !ranges.isEmpty)
    }

    @Test func `many random ranges answer as looking at each of them does`() throws {
        let seed: UInt64 = 20_240_710
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        // Few leading bits, so that ranges nest and addresses hit them.
        func address() -> String {
            if Bool.random(using: &generator) {
                return (0..<4).map { _ in "\(Int.random(in: 0...7, using: &generator))" }
                    .joined(separator: ".")
            }
            return (0..<8).map { _ in "\(Int.random(in: 0...3, using: &generator))" }
                .joined(separator: ":")
        }
        let all = try (0..<300).map { _ in
            let start = address()
            let lengths = start.contains(":") ? 80...128 : 24...32
            let length = Int.random(in: lengths, using: &generator)
            return try #require(AddressRange("\(start)/\(length)"))
        }
        let ranges = AddressRanges(all)
        var hits = 0
        for _ in 0..<3_000 {
            let address = try #require(NetworkAddress(address()))
            let expected = all.contains { range in
                range.isIPv4 == address.isIPv4 && range.first <= address.bits
                    && address.bits <= range.last
            }
            #expect(ranges.contains(address) == expected)
            if expected { hits += 1 }
        }
        #expect((200...2_800).contains(hits), "\(hits)")
    }

    @Test func `a file holds a range a line, comments and empty lines`() throws {
        let text = "\u{FEFF}# clouds\r\n\n 10.0.0.0/8\t# inner\r\n2001:db8::/32\n\n192.0.2.7"
        let ranges = try AddressRanges(file: "ranges.txt", bytes: Array(text.utf8))
        #expect(ranges.count == 3)
        #expect(try contains(ranges, "10.1.2.3") && contains(ranges, "192.0.2.7"))
        #expect(try AddressRanges(file: "empty", bytes: []).isEmpty)
    }

    @Test func `a wrong line is told with its number, what it says and how many others there are`()
    {
        let text = "10.0.0.0/8\n# fine\n10.0.0.0/40 # no\n\n10.0.0\nfe80::/10\n\u{0}"
        let problem = #expect(throws: AddressRangeProblem.self) {
            try AddressRanges(file: "ranges.txt", bytes: Array(text.utf8))
        }
        #expect(
            problem?.description
                == "ranges.txt:3: found `10.0.0.0/40`, expected an address or a range such as "
                + "203.0.113.0/24 or 2001:db8::/32; 2 more lines are wrong")
        #expect(throws: AddressRangeProblem.self) {
            try AddressRanges(file: "binary", bytes: [0xFF, 0xFE, 0x00, 0x0A, 0x80])
        }
    }

    @Test func `twenty thousand ranges are found one by one`() throws {
        let lines = (0..<20_000).map { "10.\($0 >> 15 & 7).\($0 >> 7 & 255).\($0 << 1 & 255)" }
        let ranges = try AddressRanges(
            file: "many", bytes: Array(lines.joined(separator: "\n").utf8))
        #expect(ranges.count == 20_000)
        for line in stride(from: 0, to: lines.count, by: 997).map({ lines[$0] }) {
            let address = try #require(NetworkAddress(line))
            #expect(ranges.contains(address))
            #expect(try !contains(ranges, "11" + line.dropFirst(2)))
        }
        #expect(try !contains(ranges, "10.0.0.1"))
    }

    @Test func `an address prints its network alone`() throws {
        let address = try #require(NetworkAddress("203.0.113.9"))
        #expect("\(address)" == "203.0.113.0/24")
        #expect(NetworkAddress("2001:db8:17:4::9")?.description == "2001:db8:17:0:0:0:0:0/48")
    }
}
