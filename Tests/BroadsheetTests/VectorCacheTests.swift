import BroadsheetStorage
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet
@testable import BroadsheetContent

struct VectorCacheTests {
    /// A file with five articles.
    private static func file() throws -> [UInt8] {
        let kept = try KeptSite()
        try kept.start()
        return try #require(kept.file.bytes())
    }

    private static func read(_ bytes: [UInt8]) throws -> VectorCache {
        try VectorCacheReader(bytes).cache(threads: 2)
    }

    /// The sections of a sound file.
    private static func sections(_ bytes: [UInt8]) -> [(kind: UInt8, content: [UInt8])] {
        var sections: [(kind: UInt8, content: [UInt8])] = []
        var place = 16
        while place < bytes.count {
            let length = (0..<8).reduce(0) { $0 | Int(bytes[place + 8 + $1]) << (8 * $1) }
            sections.append((bytes[place], Array(bytes[place + 48..<place + 48 + length])))
            place += 48 + length
        }
        return sections
    }

    /// A file with these sections and right checksums.
    private static func file(_ sections: [(kind: UInt8, content: [UInt8])]) -> [UInt8] {
        let header = VectorCacheFormat.header(sectionCount: sections.count)
        return sections.enumerated().reduce(into: header) { bytes, entry in
            guard let kind = VectorCacheFormat.Kind(rawValue: UInt32(entry.element.kind)) else {
                return
            }
            bytes += VectorCacheFormat.section(
                kind, place: entry.offset, content: entry.element.content, header: header)
        }
    }

    @Test
    func `what is written is read back`() throws {
        let cache = try Self.read(try Self.file())
        #expect(cache.articles.map(\.id) == ["comet", "pictures", "sanctions", "summit", "trade"])
        let words = cache.articles.map { article in
            article.text.terms[0].map { cache.lexicon.terms.text($0.term) }.sorted()
        }
        #expect(words[0] == ["comet", "pictur", "send"])
    }

    @Test
    func `the same content makes the same bytes`() throws {
        let kept = try KeptSite()
        try kept.start()
        let first = kept.file.bytes()
        try FileManager.default.removeItem(atPath: kept.file.path)
        try kept.start()
        #expect(kept.file.bytes() == first)
    }

    @Test
    func `a file with any bit changed is refused`() throws {
        let bytes = try Self.file()
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            #expect(throws: ByteSource.Damage.self, "byte \(place)") { _ = try Self.read(damaged) }
        }
    }

    @Test
    func `a file cut off anywhere or with a byte too many is refused`() throws {
        let bytes = try Self.file()
        for count in bytes.indices {
            let cut = Array(bytes[..<count])
            #expect(throws: ByteSource.Damage.self, "\(count) bytes") { _ = try Self.read(cut) }
        }
        #expect(throws: ByteSource.Damage.self) { _ = try Self.read(bytes + [0]) }
    }

    @Test
    func `a damaged file is replaced at the next start`() throws {
        let kept = try KeptSite()
        try kept.start()
        let sound = try #require(kept.file.bytes())
        for damaged in [[], [0], Array(sound.dropLast()), sound.map { ~$0 }] {
            try kept.file.replace { try $0(damaged) }
            try kept.expectRight(isFromCache: false)
            #expect(kept.file.bytes() == sound)
        }
    }

    @Test
    func `a file whose lexicon alone is damaged is not used, although its head is sound`() throws {
        let kept = try KeptSite()
        try kept.start()
        var bytes = try #require(kept.file.bytes())
        bytes[bytes.count - 1] ^= 1
        try kept.file.replace { try $0(bytes) }
        try kept.expectRight(isFromCache: false)
    }

    @Test
    func `another version is refused`() throws {
        var bytes = try Self.file()
        bytes[8] += 1
        #expect(throws: ByteSource.Damage.self) { try VectorCacheReader.head(bytes) }
    }

    @Test
    func `sections that are put together anew are read`() throws {
        let bytes = try Self.file()
        #expect(Self.file(Self.sections(bytes)) == bytes)
    }

    @Test(arguments: [0, 1, 2])
    func `sections in another order, doubled or missing are refused`(place: Int) throws {
        let sections = Self.sections(try Self.file())
        var changed = sections
        changed.remove(at: place)
        #expect(throws: ByteSource.Damage.self) { _ = try Self.read(Self.file(changed)) }
        changed = sections
        changed.insert(sections[place], at: place)
        #expect(throws: ByteSource.Damage.self) { _ = try Self.read(Self.file(changed)) }
        changed = sections
        changed.swapAt(place, (place + 1) % 3)
        #expect(throws: ByteSource.Damage.self) { _ = try Self.read(Self.file(changed)) }
    }

    @Test(arguments: [0, 1, 2])
    func `huge counts with right checksums are refused without taking memory`(place: Int) throws {
        let sections = Self.sections(try Self.file())
        for huge in [UInt64(UInt32.max), UInt64(Int64.max)] {
            var changed = sections
            var sink = ByteSink()
            sink.append(number: huge)
            changed[place].content = sink.bytes + sections[place].content
            #expect(throws: ByteSource.Damage.self) { _ = try Self.read(Self.file(changed)) }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever stands behind right checksums, nothing traps and no term is out of range`(
        seed: UInt64
    ) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let sections = Self.sections(try Self.file())
        for _ in 0..<500 {
            var changed = sections
            let section = Int.random(in: 0..<3, using: &generator)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: changed[section].content.indices, using: &generator)
                changed[section].content[place] = .random(in: 0...255, using: &generator)
            }
            guard let cache = try? Self.read(Self.file(changed)) else { continue }
            let terms = cache.articles.flatMap { $0.text.terms.flatMap { $0 } }
            #expect(terms.allSatisfy { Int($0.term) < cache.lexicon.termCount })
        }
    }

    @Test(arguments: [
        [], [TermFrequency(term: 0, frequency: 1)],
        [TermFrequency(term: 3, frequency: 2), TermFrequency(term: 4, frequency: .max)],
        [TermFrequency(term: 0, frequency: 300), TermFrequency(term: .max - 2, frequency: 1)],
    ])
    func `terms and counts of any size are read back`(terms: DocumentTerms) throws {
        var sink = ByteSink()
        sink.append(terms: terms)
        var source = ByteSource(sink.bytes, sink.bytes.indices)
        #expect(try source.terms(below: Int(UInt32.max)) == terms)
        #expect(source.isAtEnd)
    }

    @Test
    func `a term that the lexicon lacks is refused`() {
        var sink = ByteSink()
        sink.append(terms: [TermFrequency(term: 5, frequency: 1)])
        var source = ByteSource(sink.bytes, sink.bytes.indices)
        #expect(throws: ByteSource.Damage.self) { _ = try source.terms(below: 5) }
    }
}
