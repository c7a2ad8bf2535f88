/// Why a file in TREC format can't be read: where, what was found, what was expected.
public struct TRECProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Name of the file.
    public var file: String
    /// Number of the line, from 1; nil where the file as a whole is the problem.
    public var line: Int?
    /// What was found and what was expected.
    public var problem: String

    /// `run.txt:12: found 5 fields, expected …`
    public var description: String {
        line.map { "\(file):\($0): \(problem)" } ?? "\(file): \(problem)"
    }
}

extension TRECProblem {
    /// Text of a field, cut where it is long.
    static func quoted(_ field: some Sequence<UInt8>) -> String {
        let text = ByteName(field).text
        return text.count > 40 ? "`\(text.prefix(40))…`" : "`\(text)`"
    }

    static func fieldCount(
        _ found: Int, _ expected: String, _ file: String, _ line: Int
    ) -> TRECProblem {
        TRECProblem(
            file: file, line: line,
            problem: "found \(found) field\(found == 1 ? "" : "s"), expected `\(expected)`")
    }
}
