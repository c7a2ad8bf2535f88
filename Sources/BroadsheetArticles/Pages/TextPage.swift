internal import Foundation

/// The lines of a text page, from which an article is read.
struct TextPage {
    private let lines: [String]
    /// Headline and breadcrumb stand among this many of the first lines with text.
    private static let headLineCount = 40
    /// A headline is shorter than this, in characters.
    private static let headlineLength = 250

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { TextLine.trimmed($0) }
    }

    /// Fills title, section, authors, time, source and body.
    func fill(_ draft: inout ArticleDraft) {
        let head = lines.indices.filter { !lines[$0].isEmpty }.prefix(Self.headLineCount)
        let titles = head.map { lines[$0] }
        let seen = head.first.flatMap { PageDate.day(lines[$0]) }
        var crumb: Breadcrumb?
        var crumbIndex: Int?
        for index in head where crumb == nil {
            crumb = Breadcrumb(lines[index], titles: titles.filter { $0 != lines[index] })
            if crumb != nil { crumbIndex = index }
        }
        let headlineIndex = headline(among: Array(head), crumb: crumb, crumbIndex: crumbIndex)
        let headline = headlineIndex.map { lines[$0] } ?? ""
        draft.article.title = TextLine.collapsed(headline)
        draft.article.section = SectionPath.tidied(
            (crumb?.sections ?? []).map { $0.replacing("/", with: "-") }.joined(separator: "/"))
        let start = headlineIndex.map { $0 + 1 } ?? (seen == nil ? 0 : (head.first ?? 0) + 1)
        let bodyStart = readLead(from: start, headline: headline, into: &draft)
        let text = PageText(lines: Array(lines[bodyStart...]), headline: headline)
        draft.article.body = text.body
        fillSource(text.source, of: &draft.article)
        draft.article.publishedAt = draft.article.publishedAt ?? seen
    }

    /// The line that is the headline: the one that the breadcrumb ends in, else the first that is
    /// repeated, else the first that could be one.
    private func headline(among head: [Int], crumb: Breadcrumb?, crumbIndex: Int?) -> Int? {
        let candidates = head.filter { index in
            index != crumbIndex && isHeadlineLike(lines[index])
        }
        if let crumb, !crumb.headline.isEmpty {
            let end = Breadcrumb.withoutEllipsis(Breadcrumb.fold(crumb.headline))
            let match = candidates.first { Breadcrumb.fold(lines[$0]).starts(with: end) }
            if let match { return match }
        }
        let repeated = candidates.first { index in
            candidates.contains { $0 > index && lines[$0] == lines[index] }
        }
        if let repeated { return repeated }
        // A short line below the first paragraph is a subhead.
        let firstProse = head.first { PageText.isProse(lines[$0]) } ?? lines.count
        let above = candidates.filter { $0 < firstProse }
        return above.first { $0 > (crumbIndex ?? -1) } ?? above.first
    }

    private func isHeadlineLike(_ line: String) -> Bool {
        line.count < Self.headlineLength && !PageText.isProse(line)
            && PagePhrases.role(of: line) == .text
            && PageDate.day(line) == nil && byline(line) == nil && line.contains(where: \.isLetter)
    }

    /// Reads the lines between headline and text: the headline again, byline and date. Gives the
    /// place of the first line of the text.
    private func readLead(from start: Int, headline: String, into draft: inout ArticleDraft) -> Int
    {
        var index = start
        while index < lines.count {
            let line = lines[index]
            if line.isEmpty || PagePhrases.role(of: line) == .furniture
                || Breadcrumb.fold(line) == Breadcrumb.fold(headline)
            {
                index += 1
            } else if draft.article.authors.isEmpty, let name = byline(line) {
                draft.article.authors = [name]
                index += 1
            } else if draft.article.publishedAt == nil, let date = dateline(line) {
                draft.article.publishedAt = date
                index += 1
            } else {
                break
            }
        }
        return min(index, lines.count)
    }

    private func byline(_ line: String) -> String? {
        let lowered = line.lowercased()
        guard let start = PagePhrases.bylines.first(where: { lowered.hasPrefix($0) }) else {
            return nil
        }
        let name = TextLine.trimmed(line.dropFirst(start.count))
        let words = name.split(separator: " ")
        guard (1...5).contains(words.count), name.count <= 60, !name.hasSuffix("."),
            name.first?.isUppercase == true
        else { return nil }
        return name
    }

    private func dateline(_ line: String) -> Date? {
        let lowered = line.lowercased()
        let label = PagePhrases.datelines.first { lowered.hasPrefix($0) }
        let rest = line.dropFirst(label?.count ?? 0).drop { $0 == ":" || $0 == " " }
        return PageDate.day(String(rest))
    }

    private func fillSource(_ text: String, of article: inout Article) {
        guard !text.isEmpty, text.count <= 200 else { return }
        let isAddress = NormalizedURL.isWebAddress(text)
        article.source = Article.Source(name: text, url: isAddress ? text : nil)
    }
}
