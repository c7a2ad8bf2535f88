/// The text of a page without its furniture.
struct PageText {
    /// Who published the original of a syndicated excerpt, when the page says so.
    private(set) var source = ""

    private let headline: String
    private let foldedHeadline: [Unicode.Scalar]
    private var paragraphs: [[String]] = [[]]
    /// Below the heading of a box everything but prose is part of it.
    private var isInBox = false
    /// The next short line names the source.
    private var expectsSource = false
    private var hasProse = false
    private var isOver = false

    /// A paragraph of prose is at least this long, in characters, and ends as a sentence does.
    private static let proseLength = 90

    /// Keeps what is text of the article.
    ///
    /// - Parameters:
    ///   - lines: the lines of the page from the text on; an empty one ends a paragraph.
    ///   - headline: lines equal to it are left out, and breadcrumbs that end in it.
    init(lines: [String], headline: String) {
        self.headline = headline
        foldedHeadline = Breadcrumb.fold(headline)
        for line in lines where !isOver { take(TextLine.collapsed(line)) }
    }

    /// Paragraphs with a blank line between them.
    var body: String {
        paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    /// Whether a line is a paragraph of an article rather than a headline or label.
    static func isProse(_ line: String) -> Bool {
        guard line.count >= proseLength, let last = line.last else { return false }
        return ".!?…\"”’')»“:;".contains(last)
    }

    private mutating func take(_ line: String) {
        guard !line.isEmpty else {
            if paragraphs.last?.isEmpty == false { paragraphs.append([]) }
            return
        }
        switch PagePhrases.role(of: line) {
        case .furniture: return
        case .heading(let endsPage):
            expectsSource = false
            isInBox = true
            // What closes a page closes it once the article has been seen.
            isOver = hasProse && endsPage
        case .continuation(let name):
            if source.isEmpty { source = name }
            expectsSource = source.isEmpty
            isInBox = true
        case .text: takeText(line)
        }
    }

    private mutating func takeText(_ line: String) {
        let isProse = Self.isProse(line)
        if expectsSource, !isProse {
            source = line
            expectsSource = false
            return
        }
        expectsSource = false
        if isInBox, !isProse { return }
        isInBox = false
        if Breadcrumb.fold(line) == foldedHeadline { return }
        if Breadcrumb(line, titles: [headline]) != nil { return }
        hasProse = hasProse || isProse
        paragraphs[paragraphs.count - 1].append(line)
    }
}
