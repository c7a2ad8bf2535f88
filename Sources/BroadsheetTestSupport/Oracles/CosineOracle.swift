package import BroadsheetContent
internal import Foundation

/// TF-IDF cosine the obvious way: a dictionary per document, every pair multiplied out in double
/// precision. The search must agree with it.
package struct CosineOracle {
    private var vectors: [[UInt32: Double]] = []

    package init(documents: [DocumentTerms], scale: TermFrequencyScale) {
        var frequency: [UInt32: Int] = [:]
        for document in documents {
            for entry in document { frequency[entry.term, default: 0] += 1 }
        }
        let count = Double(documents.count)
        for document in documents {
            var vector: [UInt32: Double] = [:]
            for entry in document {
                let occurrences = Double(entry.frequency)
                let scaled = scale == .raw ? occurrences : 1 + log(occurrences)
                let documentFrequency = Double(frequency[entry.term] ?? 0)
                vector[entry.term] = scaled * (log((1 + count) / (1 + documentFrequency)) + 1)
            }
            let length = vector.keys.sorted().reduce(0) {
                $0 + (vector[$1] ?? 0) * (vector[$1] ?? 0)
            }
            .squareRoot()
            vectors.append(vector.mapValues { $0 / length })
        }
    }

    /// Cosine of two documents.
    package func cosine(_ first: Int, _ second: Int) -> Double {
        vectors[first].keys.sorted().reduce(0) { sum, term in
            sum + (vectors[first][term] ?? 0) * (vectors[second][term] ?? 0)
        }
    }

    /// All other documents with a cosine above 0 in the house's order.
    package func related(to document: Int, limit: Int, excluding: Set<Int> = []) -> [ScoredDocument]
    {
        vectors.indices.filter { $0 != document && !excluding.contains($0) }
            .map { ScoredDocument(document: $0, cosine: cosine(document, $0)) }
            .filter { $0.cosine > 0 }.sorted(by: ScoredDocument.precedes).prefix(limit).map { $0 }
    }
}
