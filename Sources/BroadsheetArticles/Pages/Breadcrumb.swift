/// A line that says where a page stands on its site: `Home › World › Asia › Headline`, or the same
/// with nothing between the parts, as text copied from a page has it.
struct Breadcrumb: Equatable {
    /// The parts between home and headline.
    var sections: [String]
    /// The headline at the end, perhaps cut; empty when there is none.
    var headline: String

    /// A longer line is prose.
    private static let byteLimit = 1000

    /// Reads a line. `titles` are the lines that may be the headline, in order; the end of the
    /// breadcrumb is compared with them, without regard to the kind of quotes.
    init?(_ line: String, titles: [String]) {
        guard line.utf8.count <= Self.byteLimit else { return nil }
        let line = TextLine.collapsed(line)
        let lowered = line.lowercased()
        guard
            let home = PagePhrases.homes.first(where: { lowered.hasPrefix($0) }),
            line.count > home.count
        else { return nil }
        let rest = line.dropFirst(home.count)
        let parts = rest.split { PagePhrases.crumbSeparators.contains($0) }
            .map { TextLine.trimmed($0) }.filter { !$0.isEmpty }
        let isSeparated =
            TextLine.trimmed(rest).first
            .map { PagePhrases.crumbSeparators.contains($0) } ?? false
        if isSeparated, let last = parts.last {
            let hasHeadline = parts.count > 1 && Self.isHeadline(last, among: titles)
            sections = hasHeadline ? Array(parts.dropLast()) : parts
            headline = hasHeadline ? last : ""
            return
        }
        // Nothing between the parts: "HomeWorldBefore His Summit…".
        guard let first = rest.first, first.isUppercase || first.isNumber else { return nil }
        guard let glued = Self.split(String(rest), among: titles) else { return nil }
        self = glued
    }

    private init(sections: [String], headline: String) {
        self.sections = sections
        self.headline = headline
    }

    /// Finds the longest end of the line that begins one of the titles.
    private static func split(_ rest: String, among titles: [String]) -> Breadcrumb? {
        let original = Array(rest.unicodeScalars)
        let folded = withoutEllipsis(fold(rest))
        let foldedTitles = titles.map(fold)
        for start in folded.indices {
            let tail = folded[start...]
            // Fewer letters could begin a headline by chance.
            guard tail.count >= 8 else { break }
            if foldedTitles.contains(where: { $0.starts(with: tail) }) {
                return Breadcrumb(
                    sections: unglued(original[..<start]), headline: text(original[start...]))
            }
        }
        return nil
    }

    private static func isHeadline(_ part: String, among titles: [String]) -> Bool {
        let folded = withoutEllipsis(fold(part))
        return titles.contains { fold($0).starts(with: folded) }
    }

    /// `WorldAsia` is World and Asia: a capital after a small letter begins a part.
    private static func unglued(_ scalars: ArraySlice<Unicode.Scalar>) -> [String] {
        var parts: [String] = []
        var start = scalars.startIndex
        for index in scalars.indices.dropFirst()
        where scalars[index].properties.isUppercase && scalars[index - 1].properties.isLowercase {
            parts.append(text(scalars[start..<index]))
            start = index
        }
        parts.append(text(scalars[start...]))
        return parts.map { TextLine.trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// A folded line without the dots of a cut headline at its end.
    static func withoutEllipsis(_ folded: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var folded = folded
        while let last = folded.last, last == "." || last == "…" || TextLine.isBlank(last) {
            folded.removeLast()
        }
        return folded
    }

    /// One kind of quotes, lower case; as many scalars as before.
    static func fold(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) | 0x20)
            case "’", "‘", "‚", "´", "`": "'"
            case "“", "”", "„", "«", "»": "\""
            case _ where scalar.isASCII: scalar
            default: scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            }
        }
    }
}
