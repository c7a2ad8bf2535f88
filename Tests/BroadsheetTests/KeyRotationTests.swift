import BroadsheetStorage
import Foundation
import Testing

@testable import Broadsheet

/// Keys are replaced while tokens of the old ones are about, and while engines run.
struct KeyRotationTests {
    let scratch: Scratch
    let file: SigningKeyFile

    init() throws {
        scratch = try Scratch()
        file = SigningKeyFile(path: scratch.path("news.ledger.key"))
    }

    /// 32 bytes that are all `byte`.
    private func bytes(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file.path))
    }

    private func text() throws -> String {
        try String(contentsOfFile: file.path, encoding: .utf8)
    }

    private func keys() throws -> SigningKeys { try #require(SigningKeys(keyFile: text())) }

    @Test func `tokens of kept keys verify, those of a dropped one do not`() throws {
        try write(SigningKeys.keyFile(randomBytes: bytes(1)))
        var tokens: [String] = []
        for round in 2...5 as ClosedRange<UInt8> {
            tokens.append(TokenTests.token.text(signedBy: try keys()))
            let rotation = try file.rotate(keeping: 2, randomBytes: bytes(round))
            #expect(rotation.id == round)
            #expect(rotation.kept == Array(max(1, round - 2)...round - 1))
            #expect(rotation.dropped == (round > 3 ? [round - 3] : []))
        }
        let keys = try keys()
        #expect(
            tokens.map { Token($0, verifiedBy: keys) == TokenTests.token } == [
                false, false, true, true,
            ])
        #expect(keys.sign([7]).first == 5)
        #expect(try file.list() == .init(ids: [3, 4, 5], hasReaderKey: true))
    }

    @Test func `readers and variants stay the same, also when the first key is dropped`() throws {
        try write(SigningKeys.keyFile(randomBytes: bytes(1)))
        let before = try keys()
        for round in 2...4 as ClosedRange<UInt8> {
            _ = try file.rotate(keeping: 0, randomBytes: bytes(round))
            let after = try keys()
            #expect(after.reader("r") == before.reader("r"))
            #expect(after.fraction(of: "variant r") == before.fraction(of: "variant r"))
            let token = TokenTests.token.text(signedBy: before)
            #expect(Token(token, verifiedBy: after) == nil)
        }
        #expect(try file.list() == .init(ids: [4], hasReaderKey: true))
    }

    @Test func `numbers go round and pass over those in use`() throws {
        let hex = SigningKeysTests.hex
        try write("0 \(hex)\n1 \(hex)\n255 \(hex)\n")
        #expect(try file.rotate(randomBytes: bytes(9)).id == 2)
        try write("7 \(hex)\n255 \(hex)\n")
        #expect(try file.rotate(keeping: 0, randomBytes: bytes(9)).id == 0)
    }

    @Test func `the new file is the owner's alone and nothing lies beside it`() throws {
        try write("1 \(SigningKeysTests.hex)\n")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: file.path)
        _ = try file.rotate()
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
        #expect(names == ["news.ledger.key"])
    }

    @Test func `a link to the file stays a link`() throws {
        let place = scratch.path("place.key")
        try Data("1 \(SigningKeysTests.hex)\n".utf8).write(to: URL(fileURLWithPath: place))
        try FileManager.default.createSymbolicLink(
            atPath: file.path, withDestinationPath: place)
        _ = try file.rotate()
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: file.path) == place)
        #expect(try file.list().ids == [1, 2])
    }

    @Test func `a file that is none, is missing or is being changed stays as it is`() throws {
        let missing = #expect(throws: KeyFile.Failure.self) { try file.rotate() }
        #expect(missing?.description.contains("there is none") == true)
        #expect(throws: EngineError.missingKeyFile(path: file.path)) { try file.list() }
        try write("rubbish\n")
        #expect(throws: EngineError.unreadableKeyFile(path: file.path)) { try file.rotate() }
        #expect(try text() == "rubbish\n")
        try write("1 \(SigningKeysTests.hex)\n")
        try Data().write(to: URL(fileURLWithPath: file.path + ".new"))
        let busy = #expect(throws: KeyFile.Failure.self) { try file.rotate() }
        #expect(busy?.description.contains("news.ledger.key.new lies beside it") == true)
        #expect(try file.list().ids == [1])
    }

    @Test(arguments: [
        "reader \(SigningKeysTests.hex)",
        "reader \(SigningKeysTests.hex)\nreader \(SigningKeysTests.hex)\n1 \(SigningKeysTests.hex)",
        "reader 00\n1 \(SigningKeysTests.hex)",
        "readers \(SigningKeysTests.hex)\n1 \(SigningKeysTests.hex)",
    ])
    func `a reader key alone, twice, too short or misspelt is refused`(text: String) {
        #expect(SigningKeys(keyFile: text) == nil)
    }

    @Test func `a running engine signs with a new key and takes tokens of both`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let file = SigningKeyFile(path: site.scratch.path("test.key"))
        let before = try engine.ad(slot: "side").filled().impressionURL.token
        _ = try file.rotate()
        try await engine.obeyOrders()
        let after = try engine.ad(slot: "side").filled().impressionURL.token
        #expect(Base64URL.decode(before)?.first == 1 && Base64URL.decode(after)?.first == 2)
        for token in [before, after] {
            #expect(try await engine.recordImpression(token: token))
        }
        _ = try file.rotate(keeping: 0)
        try await engine.obeyOrders()
        for token in [before, after] {
            #expect(try await engine.recordImpression(token: token) == false)
        }
    }

    @Test func `a token of a key that another engine has already makes it look at once`()
        async throws
    {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let (first, second) = (try await site.engine(seed: 1), try await site.engine(seed: 2))
        _ = try SigningKeyFile(path: site.scratch.path("test.key")).rotate()
        try await first.obeyOrders()
        let token = try first.ad(slot: "side").filled().impressionURL.token
        #expect(try await second.recordImpression(token: token))
    }

    @Test func `a key file that is damaged or gone leaves the keys in force`() async throws {
        let site = try TestSite(campaigns: TestSite.campaigns)
        let engine = try await site.engine()
        let token = try engine.ad(slot: "side").filled().impressionURL.token
        let path = site.scratch.path("test.key")
        for change in [
            { try Data("rubbish".utf8).write(to: URL(fileURLWithPath: path)) },
            {
                try FileManager.default.removeItem(atPath: path)
            },
        ] {
            try change()
            try await engine.obeyOrders()
            #expect(try await engine.recordImpression(token: token))
            #expect(engine.keys.sign([7]).first == 1)
        }
    }
}
