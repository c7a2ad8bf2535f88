internal import BroadsheetContent
internal import BroadsheetStorage
internal import Dispatch
internal import Synchronization

/// The analysed articles of an earlier run.
struct VectorCache: Sendable {
    struct CachedArticle: Sendable {
        var id: String
        var stamp: UInt64
        /// With terms for each analysis.
        var text: AnalysedText
    }

    var head: VectorCacheHead
    var lexicon: Lexicon
    /// Rising by the bytes of their ids.
    var articles: [CachedArticle]
}

/// Reads what `VectorCacheWriter` wrote. Every length, number and checksum is checked before it is
/// used; whatever does not fit throws, and the file is as good as missing.
struct VectorCacheReader {
    typealias Damage = ByteSource.Damage

    private struct Section {
        var kind: UInt32
        var content: Range<Int>
    }

    private let bytes: [UInt8]
    private let sections: [Section]

    /// - Parameter bytes: the whole file.
    init(_ bytes: [UInt8]) throws(Damage) {
        self.bytes = bytes
        let count = try Self.sectionCount(bytes)
        var sections: [Section] = []
        var place = VectorCacheFormat.headerSize
        while place < bytes.count {
            let section = try Self.section(bytes, at: place, number: sections.count)
            guard section.content.upperBound <= bytes.count else { throw Damage() }
            sections.append(section)
            place = section.content.upperBound
        }
        guard sections.count == count else { throw Damage() }
        self.sections = sections
    }

    /// The head of a file whose first bytes are given.
    static func head(_ bytes: [UInt8]) throws(Damage) -> VectorCacheHead {
        _ = try sectionCount(bytes)
        let section = try section(bytes, at: VectorCacheFormat.headerSize, number: 0)
        guard section.kind == VectorCacheFormat.Kind.head.rawValue else { throw Damage() }
        return try head(try source(bytes, section))
    }

    /// The whole content, read on so many threads.
    func cache(threads: Int) throws(Damage) -> VectorCache {
        let head = try Self.head(bytes)
        let kinds = sections.map { VectorCacheFormat.Kind(rawValue: $0.kind) }
        guard kinds.starts(with: [.head, .lexicon]),
            kinds.dropFirst(2).allSatisfy({ $0 == .articles || $0 == nil })
        else { throw Damage() }
        var source = try Self.source(bytes, sections[1])
        let lexicon = try Self.lexicon(&source)
        let blocks = sections.filter { $0.kind == VectorCacheFormat.Kind.articles.rawValue }
        let articles = try articles(
            blocks, head: head, termCount: lexicon.termCount, threads: threads)
        return VectorCache(head: head, lexicon: lexicon, articles: articles)
    }

    // MARK: Sections

    private static func sectionCount(_ bytes: [UInt8]) throws(Damage) -> Int {
        guard bytes.count >= VectorCacheFormat.headerSize,
            bytes.starts(with: VectorCacheFormat.magic),
            number(bytes, at: 8, 4) == UInt64(VectorCacheFormat.version)
        else { throw Damage() }
        return Int(truncatingIfNeeded: number(bytes, at: 12, 4))
    }

    /// The section that begins at `place`, its content not checked yet.
    private static func section(
        _ bytes: [UInt8], at place: Int, number: Int
    ) throws(Damage) -> Section {
        let size = VectorCacheFormat.sectionHeaderSize
        guard bytes.count - place >= size,
            self.number(bytes, at: place + 4, 4) == UInt64(number),
            let length = Int(exactly: self.number(bytes, at: place + 8, 8)),
            length <= bytes.count - place - size
        else { throw Damage() }
        return Section(
            kind: UInt32(truncatingIfNeeded: self.number(bytes, at: place, 4)),
            content: place + size..<place + size + length)
    }

    /// The content of a section, once its checksum is right.
    private static func source(_ bytes: [UInt8], _ section: Section) throws(Damage) -> ByteSource {
        let start = section.content.lowerBound - VectorCacheFormat.sectionHeaderSize
        let checksum = VectorCacheFormat.checksum(
            bytes[..<VectorCacheFormat.headerSize], bytes[start..<start + 16],
            bytes[section.content])
        guard checksum.elementsEqual(bytes[start + 16..<section.content.lowerBound]) else {
            throw Damage()
        }
        return ByteSource(bytes, section.content)
    }

    private static func number(_ bytes: [UInt8], at place: Int, _ count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }

    // MARK: Contents

    private static func head(_ source: consuming ByteSource) throws(Damage) -> VectorCacheHead {
        let analysis = try source.byteString()
        let sequence = Int64(bitPattern: try source.word())
        let schemaVersion = Int64(bitPattern: try source.word())
        let position = ChangePosition(
            sequence: sequence, mark: try source.text(), time: try source.text())
        guard sequence >= 0, let analysisCount = Int(exactly: try source.number()),
            let articleCount = Int(exactly: try source.number()), source.isAtEnd
        else { throw Damage() }
        return VectorCacheHead(
            analysis: analysis,
            mark: CatalogueMark(position: position, schemaVersion: schemaVersion),
            analysisCount: analysisCount, articleCount: articleCount)
    }

    private static func lexicon(_ source: inout ByteSource) throws(Damage) -> Lexicon {
        var parts = LexiconParts()
        parts.terms = .init(bytes: try source.byteString(), lengths: try source.numbers())
        parts.words = .init(bytes: try source.byteString(), lengths: try source.numbers())
        parts.usage = try source.numbers()
        for _ in 0..<(try source.count()) {
            parts.termOfWord.append(try source.numbers().map { $0 &- 2 })
        }
        guard source.isAtEnd, let lexicon = Lexicon(parts) else { throw Damage() }
        return lexicon
    }

    /// The articles of all sections, each section read on one thread.
    private func articles(
        _ blocks: [Section], head: VectorCacheHead, termCount: Int, threads: Int
    ) throws(Damage) -> [VectorCache.CachedArticle] {
        let done = Mutex<[(block: Int, articles: [VectorCache.CachedArticle]?)]>([])
        let threads = max(1, min(threads, blocks.count))
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for block in stride(from: thread, to: blocks.count, by: threads) {
                let articles = try? Self.articles(
                    try Self.source(bytes, blocks[block]), head: head, termCount: termCount)
                done.withLock { $0.append((block, articles)) }
            }
        }
        var all: [VectorCache.CachedArticle] = []
        for entry in done.withLock({ $0.sorted { $0.block < $1.block } }) {
            guard let articles = entry.articles else { throw Damage() }
            all += articles
        }
        let isRising = zip(all, all.dropFirst()).allSatisfy {
            $0.id.utf8.lexicographicallyPrecedes($1.id.utf8)
        }
        guard all.count == head.articleCount, isRising else { throw Damage() }
        return all
    }

    private static func articles(
        _ source: consuming ByteSource, head: VectorCacheHead, termCount: Int
    ) throws(Damage) -> [VectorCache.CachedArticle] {
        let count = try source.count()
        var articles: [VectorCache.CachedArticle] = []
        articles.reserveCapacity(count)
        for _ in 0..<count {
            let (id, stamp) = (try source.text(), try source.word())
            var terms: [DocumentTerms] = []
            for _ in 0..<head.analysisCount { terms.append(try source.terms(below: termCount)) }
            let text = AnalysedText(
                terms: terms, language: try language(&source), sketch: try sketch(&source))
            articles.append(VectorCache.CachedArticle(id: id, stamp: stamp, text: text))
        }
        guard source.isAtEnd else { throw Damage() }
        return articles
    }

    private static func language(
        _ source: inout ByteSource
    ) throws(Damage) -> ArticleLanguage? {
        let place = try source.number()
        if place == 0 { return nil }
        let origins = ArticleLanguage.Origin.allCases
        guard place <= origins.count else { throw Damage() }
        let code = try source.text()
        let language = Language(tag: code)
        guard code.isEmpty || language != nil else { throw Damage() }
        let confidence = try source.number()
        guard confidence <= 65_535 else { throw Damage() }
        return ArticleLanguage(
            language: language, origin: origins[Int(place) - 1],
            confidence: Double(confidence) / 65_535)
    }

    private static func sketch(_ source: inout ByteSource) throws(Damage) -> ShingleSketch? {
        let codes = try source.codes()
        if codes.isEmpty { return nil }
        guard let sketch = ShingleSketch(codes: codes) else { throw Damage() }
        return sketch
    }
}
