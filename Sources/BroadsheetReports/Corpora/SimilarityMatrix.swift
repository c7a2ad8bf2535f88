internal import Broadsheet
internal import Foundation

/// How alike people find each pair of a corpus: a square of numbers, a row a line, parted by
/// blanks or tabs, as Lee, Pincombe and Welsh published theirs (2005, CogSci).
///
/// The upper triangle counts and is mirrored; what stands below the diagonal, often zeros, is not
/// looked at, and neither is the diagonal.
package struct SimilarityMatrix: Sendable, Hashable {
    /// Number of documents.
    package let count: Int
    /// The square, row by row.
    private var values: [Double]

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - text: the file.
    ///   - name: its name, for problems.
    /// - Throws: `CorpusProblem` when it is no square of finite numbers.
    package init(parsing text: String, name: String) throws(CorpusProblem) {
        var rows: [[Double]] = []
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            let cells = line.split(whereSeparator: \.isWhitespace)
            if cells.isEmpty { continue }
            let row = cells.compactMap { Double($0) }.filter(\.isFinite)
            guard row.count == cells.count else {
                throw CorpusProblem(
                    position: "\(name):\(index + 1)",
                    problem: "found something else than numbers, expected numbers parted by blanks")
            }
            rows.append(row)
        }
        count = rows.count
        values = rows.flatMap { $0 }
        for (index, row) in rows.enumerated() where row.count != rows.count {
            throw CorpusProblem(
                position: name,
                problem: "row \(index + 1) has \(row.count) numbers, expected \(rows.count), as "
                    + "many as there are rows; write the whole square")
        }
        guard count > 1 else {
            throw CorpusProblem(
                position: name, problem: "found \(count) rows, expected two documents or more")
        }
    }

    /// How alike documents `first` and `second` are, which differ; the same in either order.
    package subscript(_ first: Int, _ second: Int) -> Double {
        values[min(first, second) * count + max(first, second)]
    }
}
