package import Broadsheet
package import BroadsheetArticles
internal import Foundation

/// What is wrong with a file that an evaluation reads.
package struct CorpusProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, with the line where there is one: `train.jsonl:7`.
    package var position: String
    /// What was found, what was expected and how to mend it.
    package var problem: String

    /// Both in one line.
    package var description: String { "\(position): \(problem)" }
}

/// Reads a corpus: one article record a line, as imports take it, with a label where one is asked
/// for. Unlike an import it stops at the first line that is wrong, because a figure over a part of
/// a corpus is another figure.
package struct CorpusFile {
    /// The field that holds the class of each article; nil when none is wanted.
    package var labelField: String?

    package init(labelField: String? = nil) { self.labelField = labelField }

    /// Hands over every article with its label, in the order of the file. Empty lines are passed
    /// over.
    ///
    /// - Throws: `CorpusProblem`, and what `source` and `body` throw.
    package func read(
        _ source: ImportSource, each body: (Article, String?) throws -> Void
    ) throws {
        var lines = LineSplitter()
        var count = 0
        func take(_ line: Data, _ number: Int) throws {
            guard line.contains(where: { $0 > 0x20 }) else { return }
            let position = "\(source.name):\(number)"
            try body(try article(line, at: position), try label(line, at: position))
            count += 1
        }
        while let chunk = try source.next() { try lines.consume(chunk, each: take) }
        try lines.finish(each: take)
        guard count > 0 else {
            throw CorpusProblem(
                position: source.name,
                problem: "found no article, expected one JSON object a line; check the file")
        }
    }

    private func article(_ line: Data, at position: String) throws -> Article {
        do {
            return try ArticleRecord.decode(line, identity: .optional).article
        } catch {
            throw CorpusProblem(position: position, problem: "\(error)")
        }
    }

    private func label(_ line: Data, at position: String) throws -> String? {
        guard let labelField else { return nil }
        let fields = try? JSONDecoder().decode([String: LabelValue].self, from: line)
        guard let label = fields?[labelField]?.text else {
            throw CorpusProblem(
                position: position,
                problem: "found no label, expected a text or a number in \"\(labelField)\"; name "
                    + "the field that holds the class with --label")
        }
        return label
    }
}

/// The value of a field as a label: a text or a number; anything else has none.
private struct LabelValue: Decodable {
    var text: String?

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let string = try? value.decode(String.self) {
            text = string
        } else if let number = try? value.decode(Int.self) {
            text = String(number)
        } else {
            text = (try? value.decode(Double.self))?.description
        }
    }
}
