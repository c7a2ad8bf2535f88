/// The text of a page without its furniture.
struct PageText: Equatable {
    /// Paragraphs with a blank line between them.
    var body = ""
    /// Who published the original of a syndicated excerpt, when the page says so.
    var source = ""

    /// A paragraph of prose is at least this long, in characters, and ends as a sentence does.
    private static let proseLength = 90

    /// Keeps what is text of the article.
    ///
    /// - Parameters:
    ///   - lines: the lines of the page from the text on; an empty one ends a paragraph.
    ///   - headline: lines equal to it are left out, and breadcrumbs that end in it.
    init(lines: [String], headline: String) {
        var paragraphs: [[String]] = [[]]
        var isInBox = false
        var expectsSource = false
        var hasProse = false
        var isOver = false
        let folded = Breadcrumb.fold(headline)
        for raw in lines where !isOver {
            let line = TextLine.collapsed(raw)
            if line.isEmpty {
                if paragraphs.last?.isEmpty == false { paragraphs.append([]) }
                continue
            }
            let isProse = Self.isProse(line)
            if expectsSource, !isProse, !PagePhrases.isHeading(line), !PagePhrases.isFurniture(line)
            {
                source = line
                expectsSource = false
                continue
            }
            if let name = PagePhrases.continuation(line) {
                source = source.isEmpty ? name : source
                expectsSource = source.isEmpty
                isInBox = true
                continue
            }
            if PagePhrases.isHeading(line) {
                expectsSource = false
                // What closes a page closes it once the article has been seen.
                isOver = hasProse && PagePhrases.isEnd(line)
                isInBox = true
                continue
            }
            if isInBox, !isProse { continue }
            isInBox = false
            if PagePhrases.isFurniture(line) || Breadcrumb.fold(line) == folded { continue }
            if Breadcrumb(line, titles: [headline]) != nil { continue }
            hasProse = hasProse || isProse
            paragraphs[paragraphs.count - 1].append(line)
        }
        body = paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    /// Whether a line is a paragraph of an article rather than a headline or label.
    static func isProse(_ line: String) -> Bool {
        guard line.count >= proseLength, let last = line.last else { return false }
        return ".!?…\"”’')»“:;".contains(last)
    }
}
