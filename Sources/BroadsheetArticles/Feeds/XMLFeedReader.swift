/// Reads RSS, Atom and WordPress exports, item by item. Which of them it is, is told by the
/// elements themselves.
///
/// A feed that breaks off gives the items before the break and one problem; one that declares
/// entities is refused, because an entity can be a bomb and feeds need none.
struct XMLFeedReader: RecordReader {
    private let collector = FeedCollector()
    private let parser: XMLPushParser
    private var cleaner: XMLCleaner
    private var channel = FeedChannel()
    private var itemCount = 0
    private var hasEnded = false

    init(head: FileHead) {
        parser = XMLPushParser(handler: collector)
        cleaner = XMLCleaner(head: head)
    }

    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] {
        var records: [ImportRecord] = []
        // Small pieces, so that what the collector holds does not depend on the chunk.
        var rest = cleaner.clean(chunk)[...]
        while !rest.isEmpty, !hasEnded {
            let piece = Array(rest.prefix(1 << 16))
            rest = rest.dropFirst(piece.count)
            records += step(piece)
        }
        return records
    }

    mutating func finish() -> [ImportRecord] {
        let rest = cleaner.finish()
        return hasEnded ? [] : step(rest, isLast: true)
    }

    /// Parses a piece and gives the records that it completed, and the problem if it ended there.
    private mutating func step(_ piece: [UInt8], isLast: Bool = false) -> [ImportRecord] {
        var problem: String?
        do {
            try parser.parse(piece)
            if isLast { try parser.finish() }
        } catch {
            problem =
                "not well-formed XML in line \(error.line): \(error.message); what stands before "
                + "was read, mend the file and import it again"
        }
        if let refusal = collector.refusal { problem = Self.text(refusal) }
        if channel.language == nil, let language = collector.rootLanguage {
            channel = FeedChannel(language: language)
        }
        var records = collector.finished.compactMap { record($0) }
        collector.finished.removeAll()
        if let problem {
            hasEnded = true
            let position = itemCount == 0 ? "file" : "item \(itemCount + 1)"
            records.append(ImportRecord(position: position, outcome: .problem(problem)))
        }
        return records
    }

    /// The record of an item; nil for what describes the feed, and for posts that are no articles.
    private mutating func record(_ element: FeedElement) -> ImportRecord? {
        guard ["item", "atom:entry", "entry"].contains(element.name) else {
            channel.take(element)
            return nil
        }
        itemCount += 1
        let position = "item \(itemCount)"
        if element.isTooLarge {
            let limit = ReadingLimit.recordText
            return ImportRecord(
                position: position,
                outcome: .problem("found an item larger than \(limit), expected at most that"))
        }
        if element.text("wp:post_type") != nil {
            return WordPressPost(element, channel: channel).record(position: position)
        }
        return FeedItem(element, channel: channel).record(position: position)
    }

    private static func text(_ refusal: FeedCollector.Refusal) -> String {
        switch refusal {
        case .notAFeed(let root):
            "found the root element \(Excerpt.quoted(root)), expected rss, feed or RDF; read pages "
                + "with --as html"
        case .declaresEntities:
            "found an entity declaration, expected none: it can expand without end; remove the "
                + "<!ENTITY …> lines"
        case .tooDeep:
            "found elements nested deeper than \(FeedCollector.depthLimit), expected at most that"
        }
    }
}
