import BroadsheetStorage
import Foundation
import Testing

@Suite struct DerivedFileTests {
    let scratch: Scratch
    let file: DerivedFile

    private struct Refusal: Error {}

    init() throws {
        scratch = try Scratch()
        file = DerivedFile(path: scratch.path("news.vectors"))
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)) ?? []).sorted()
    }

    @Test func `what was handed over part by part is read back whole`() throws {
        try file.replace { append in
            try append([1, 2])
            try append([])
            try append([3])
        }
        #expect(file.bytes() == [1, 2, 3])
        #expect(file.bytes(limit: 2) == [1, 2])
        #expect(names == ["news.vectors"])
    }

    @Test func `only the owner may read the file`() throws {
        try file.replace { try $0([1]) }
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func `a writing that fails leaves the old file and nothing beside it`() throws {
        try file.replace { try $0([1]) }
        #expect(throws: Refusal.self) {
            try file.replace { append in
                try append([2])
                throw Refusal()
            }
        }
        #expect(file.bytes() == [1])
        #expect(names == ["news.vectors"])
    }

    @Test func `no file, a folder and a file of another kind can't be read`() throws {
        #expect(file.bytes() == nil)
        try FileManager.default.createDirectory(
            atPath: file.path, withIntermediateDirectories: false)
        #expect(file.bytes() == nil)
        #expect(DerivedFile(path: "/dev/zero").bytes() == nil)
    }

    @Test func `an empty file has no bytes`() throws {
        try file.replace { _ in }
        #expect(file.bytes() == [])
    }
}
