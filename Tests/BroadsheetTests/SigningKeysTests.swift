import Foundation
import Testing

@testable import Broadsheet

struct SigningKeysTests {
    static let hex = String(repeating: "0f", count: 32)

    @Test
    func `a new key file reads as one key of 32 bytes`() throws {
        let text = SigningKeys.keyFile(randomBytes: Array(0..<32))
        #expect(text.hasPrefix("#"))
        #expect(text.contains("\n1 000102030405060708090a0b0c0d0e0f"))
        let keys = try #require(SigningKeys(keyFile: text))
        #expect(keys.verify(keys.sign([7])) == [7])
    }

    @Test(arguments: ["1 \(hex)\r\n# old\r\n2 \(hex)\r\n", "\n\n1 \(hex)", "0 \(hex)0f\n"])
    func `comments, empty lines, line ends of Windows and longer keys are read`(text: String) {
        #expect(SigningKeys(keyFile: text) != nil)
    }

    @Test(arguments: [
        "", "\n", "# nothing else\n", "1", "1 ", hex, "256 \(hex)", "-1 \(hex)", "x \(hex)",
        "1 \(hex.dropLast(2))", "1 \(hex)0", "1 \(hex)0g", "1 \(hex) 2", "1 é\(hex)",
        "1 \(hex)\nrubbish", "1 \(hex)\n2 00",
    ])
    func `a malformed key file is refused as a whole`(text: String) {
        #expect(SigningKeys(keyFile: text) == nil)
    }

    @Test
    func `a key file that reads otherwise is told with what it should hold`() throws {
        let scratch = try Scratch()
        let files = EngineFiles(catalogue: scratch.path("news.sqlite"))
        try Data("rubbish".utf8).write(to: URL(fileURLWithPath: files.keyFile))
        let error = #expect(throws: EngineError.self) { try files.keys() }
        let text = try #require(error).description
        #expect(text.hasPrefix("\(files.keyFile) is no key file; expected lines `ID HEX`"))
        #expect(text.contains("restore it from a backup"))
    }

    @Test
    func `keys are made once, readable by their owner alone, and are then the same`() throws {
        let scratch = try Scratch()
        let files = EngineFiles(catalogue: scratch.path("news.sqlite"))
        let keys = try files.keys()
        #expect(try files.keys().verify(keys.sign([1, 2])) == [1, 2])
        let attributes = try FileManager.default.attributesOfItem(atPath: files.keyFile)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test
    func `files not named lie beside the catalogue and the ledger`() {
        let beside = EngineFiles(catalogue: "/a/news.sqlite")
        #expect(beside.ledger == "/a/news.ledger.sqlite")
        #expect(beside.keyFile == "/a/news.ledger.key")
        let elsewhere = EngineFiles(catalogue: "/a/news.db", ledger: "/b/money.sqlite")
        #expect(elsewhere.keyFile == "/b/money.key")
        #expect(EngineFiles(catalogue: "/a/news.db").ledger == "/a/news.db.ledger.sqlite")
    }

    @Test
    func `tokens of a preview verify on no server`() throws {
        let preview = TokenTests.token.text(signedBy: .preview)
        #expect(Token(preview, verifiedBy: .preview) == TokenTests.token)
        for number in 0...255 {
            let keys = try #require(SigningKeys(keyFile: "\(number) \(Self.hex)"))
            #expect(Token(preview, verifiedBy: keys) == nil)
        }
    }

    @Test
    func `no key file can hold the key of previews`() {
        let hex = Array("preview, never billed".utf8).map { String($0, radix: 16) }.joined()
        #expect(SigningKeys(keyFile: "0 \(hex)") == nil)
    }

    @Test
    func `the fraction of a text lies in 0 to 1, depends on the key and stays when one is added`()
        throws
    {
        let old = try TokenTests.keys(TokenTests.oldLine)
        let both = try TokenTests.keys(TokenTests.oldLine, TokenTests.newLine)
        let other = try TokenTests.keys(TokenTests.newLine)
        for number in 0..<100 {
            let text = "reader \(number)"
            #expect((0..<1).contains(old.fraction(of: text)))
            #expect(old.fraction(of: text) == both.fraction(of: text))
            #expect(old.fraction(of: text) != other.fraction(of: text))
        }
    }
}
