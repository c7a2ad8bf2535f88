import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

struct TokenTests {
    static let token = Token(
        kind: .impression, issuedAt: Date(timeIntervalSince1970: 1_720_612_800),
        texts: ["decision", "article-side", "", "é🗞\"", "0.1"])

    static let oldLine = "1 " + String(repeating: "1f", count: 32)
    static let newLine = "2 " + String(repeating: "a0", count: 32)

    static func keys(_ lines: String...) throws -> SigningKeys {
        try #require(SigningKeys(keyFile: lines.joined(separator: "\n")))
    }

    @Test(arguments: Token.Kind.allCases)
    func `a token reads back as it was written`(kind: Token.Kind) throws {
        let keys = try Self.keys(Self.oldLine)
        var token = Self.token
        token.kind = kind
        #expect(Token(token.text(signedBy: keys), verifiedBy: keys) == token)
    }

    @Test(arguments: [-62_135_596_800.0, -1, 0, 253_402_300_799])
    func `a token keeps a time before 1970 and in far years`(seconds: Double) throws {
        let keys = try Self.keys(Self.oldLine)
        let token = Token(
            kind: .click, issuedAt: Date(timeIntervalSince1970: seconds), texts: [])
        #expect(Token(token.text(signedBy: keys), verifiedBy: keys) == token)
    }

    @Test(arguments: Token.Kind.allCases, [(false, false), (true, false), (false, true)])
    func `a token in which any one byte is any other byte is refused`(
        kind: Token.Kind, flags: (isTest: Bool, isNotice: Bool)
    ) throws {
        let keys = try Self.keys(Self.oldLine)
        var token = Self.token
        (token.kind, token.isTest, token.isNotice) = (kind, flags.isTest, flags.isNotice)
        let text = token.text(signedBy: keys)
        #expect(Token(text, verifiedBy: keys) == token)
        let bytes = try #require(Base64URL.decode(text))
        for index in bytes.indices {
            for difference in UInt8(1)...255 {
                var changed = bytes
                changed[index] ^= difference
                #expect(Token(Base64URL.encode(changed), verifiedBy: keys) == nil)
            }
        }
    }

    @Test
    func `a token that lacks bytes at either end or has more is refused`() throws {
        let keys = try Self.keys(Self.oldLine)
        let text = Self.token.text(signedBy: keys)
        let bytes = try #require(Base64URL.decode(text))
        for count in bytes.indices {
            #expect(Token(Base64URL.encode(Array(bytes.prefix(count))), verifiedBy: keys) == nil)
            let end = Array(bytes.dropFirst(count + 1))
            #expect(Token(Base64URL.encode(end), verifiedBy: keys) == nil)
        }
        #expect(Token(Base64URL.encode(bytes + [0]), verifiedBy: keys) == nil)
        #expect(Token(Base64URL.encode([0] + bytes), verifiedBy: keys) == nil)
    }

    @Test(arguments: [
        "", "A", "=", "====", "+/+/", "not a token", "\u{0}", "é", "AAAA\n",
        String(repeating: "A", count: 89_999), String(repeating: "A", count: 90_001),
        String(repeating: "🗞", count: 100_000),
    ])
    func `text that is no base64url of a token is refused`(text: String) throws {
        #expect(Token(text, verifiedBy: try Self.keys(Self.oldLine)) == nil)
    }

    @Test
    func `only the one spelling of a token is taken`() throws {
        let keys = try Self.keys(Self.oldLine)
        let text = Self.token.text(signedBy: keys)
        for other in [text + "=", text + "==", " " + text, text + "\n"] {
            #expect(Token(other, verifiedBy: keys) == nil)
        }
        let bytes = try #require(Base64URL.decode(text))
        let standard = Data(bytes).base64EncodedString()
        #expect(standard == text || Token(standard, verifiedBy: keys) == nil)
    }

    @Test
    func `a token of another key is refused, also under the same number`() throws {
        let text = Self.token.text(signedBy: try Self.keys(Self.oldLine))
        #expect(Token(text, verifiedBy: try Self.keys(Self.newLine)) == nil)
        let sameNumber = "1 " + String(repeating: "1e", count: 32)
        #expect(Token(text, verifiedBy: try Self.keys(sameNumber)) == nil)
    }

    @Test
    func `after a key is added the old tokens count and new ones are signed with it`() throws {
        let old = try Self.keys(Self.oldLine)
        let both = try Self.keys(Self.oldLine, Self.newLine)
        let new = try Self.keys(Self.newLine)
        let (before, after) = (Self.token.text(signedBy: old), Self.token.text(signedBy: both))
        #expect(Token(before, verifiedBy: both) == Self.token)
        #expect(Token(after, verifiedBy: both) == Self.token)
        #expect(Token(after, verifiedBy: new) == Self.token)
        #expect(Token(after, verifiedBy: old) == nil)
    }

    @Test
    func `a signed token of another version is refused`() throws {
        try Self.expectRefused { $0[0] = Token.version + 1 }
    }

    @Test
    func `a signed token of an unknown kind is refused`() throws {
        try Self.expectRefused { $0[1] = 200 }
    }

    @Test
    func `a signed token with flags that nobody sets is refused`() throws {
        for flags in [4, 5, 128, 255] as [UInt8] { try Self.expectRefused { $0[2] = flags } }
    }

    @Test
    func `a token of an exchange's notice says so`() throws {
        let keys = try Self.keys(Self.oldLine)
        var token = Self.token
        token.isNotice = true
        let read = Token(token.text(signedBy: keys), verifiedBy: keys)
        #expect(read == token && read?.isTest == false)
        #expect(read != Self.token)
    }

    @Test
    func `a token of a test says so`() throws {
        let keys = try Self.keys(Self.oldLine)
        var token = Self.token
        #expect(!token.isTest)
        token.isTest = true
        let read = Token(token.text(signedBy: keys), verifiedBy: keys)
        #expect(read == token)
        #expect(read != Self.token)
    }

    @Test
    func `signed texts that are no UTF-8 or end early are refused`() throws {
        try Self.expectRefused { $0[$0.count - 1] = 0xFF }
        try Self.expectRefused { $0.removeLast() }
        try Self.expectRefused { $0[11] += 1 }
        try Self.expectRefused { $0[11] -= 1 }
    }

    /// Signs a changed payload rightly; fails when it verifies, or when the unchanged one doesn't.
    private static func expectRefused(
        sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout [UInt8]) -> Void
    ) throws {
        let keys = try keys(oldLine)
        let bytes = try #require(Base64URL.decode(token.text(signedBy: keys)))
        var payload = try #require(keys.verify(bytes))
        #expect(Token(Base64URL.encode(keys.sign(payload)), verifiedBy: keys) == token)
        change(&payload)
        #expect(
            Token(Base64URL.encode(keys.sign(payload)), verifiedBy: keys) == nil,
            sourceLocation: sourceLocation)
    }

    @Test
    func `random bytes never trap and never verify`() throws {
        let keys = try Self.keys(Self.oldLine)
        let seed: UInt64 = 20_240_710
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...120, using: &generator)
            var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if count > 0 { bytes[0] = 1 }
            #expect(Token(Base64URL.encode(bytes), verifiedBy: keys) == nil)
            // Signed rubbish shows that the reader behind the signature stands firm as well.
            _ = Token(Base64URL.encode(keys.sign(bytes)), verifiedBy: keys)
        }
    }

    @Test
    func `a token of one kind is not taken for another`() throws {
        let keys = try Self.keys(Self.oldLine)
        let ad = AdToken(
            decision: "d", slot: "s", article: "", lineItem: "l", creative: "c", propensity: 0.25,
            issuedAt: Date(timeIntervalSince1970: 1_720_612_800))
        let impression = try #require(
            Token(ad.text(.impression, signedBy: keys), verifiedBy: keys))
        #expect(AdToken(impression, kind: .impression) == ad)
        #expect(AdToken(impression, kind: .click) == nil)
        #expect(AdToken(impression, kind: .list) == nil)
    }
}

/// The letters of tokens, against Foundation's.
struct Base64URLTests {
    @Test func `bytes come out as they went in, in the letters of RFC 4648 without padding`() {
        print("base64url seed 7")
        var generator = SeededGenerator(seed: 7)
        for count in 0..<200 {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            let text = Base64URL.encode(bytes)
            let other = Data(bytes).base64EncodedString().replacing("+", with: "-")
                .replacing("/", with: "_").replacing("=", with: "")
            #expect(text == other)
            #expect(Base64URL.decode(text) == bytes)
        }
    }

    @Test(arguments: ["A", "AB=", "AB==", "AA\u{e9}A", "A+/A", "AAB", "AB", "AAAAA", "A A", "-_-/"])
    func `what encoding would not have written is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
