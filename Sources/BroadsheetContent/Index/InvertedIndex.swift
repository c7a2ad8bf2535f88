/// For each term the documents that hold it, with the term's share of each document's unit vector.
///
/// Immutable: a change of the catalogue builds a new one from the analysed documents (counting
/// sort, about 10 ns a posting), so that document frequencies and norms are always exact.
/// Documents are numbered in the order that breaks ties, so a smaller number wins.
package struct InvertedIndex: Sendable {
    /// Scale of term frequencies.
    let scale: TermFrequencyScale
    /// The analysed documents by `DocID`.
    let documents: [DocumentTerms]
    /// Number of documents that hold each term.
    let documentFrequency: [UInt32]
    /// Smooth idf of each term.
    let idf: [Double]
    /// 1 / length of each document's vector; 0 for a document without terms.
    let inverseNorm: [Double]
    /// Where the postings of term t lie: `starts[t]..<starts[t + 1]`.
    let starts: [Int]
    /// Document numbers, rising inside a list.
    let postingDocuments: [UInt32]
    /// Weight of the term in the unit vector of that document.
    let postingWeights: [Float]

    /// Builds the index of `documents`, whose terms are all below `termCount`.
    ///
    /// - Complexity: O(postings + terms); memory 8 bytes a posting beside the documents.
    package init(documents: [DocumentTerms], termCount: Int, scale: TermFrequencyScale) {
        self.scale = scale
        self.documents = documents
        var frequency = Array(repeating: UInt32(0), count: termCount)
        for document in documents {
            for entry in document { frequency[Int(entry.term)] += 1 }
        }
        documentFrequency = frequency
        let idf = frequency.map {
            SmoothIDF.value(documentFrequency: $0, documentCount: documents.count)
        }
        self.idf = idf
        var starts = Array(repeating: 0, count: termCount + 1)
        for term in 0..<termCount { starts[term + 1] = starts[term] + Int(frequency[term]) }
        self.starts = starts

        let scaled = ScaledFrequencies(scale)
        var norms = Array(repeating: 0.0, count: documents.count)
        var next = starts
        var postingDocuments = Array(repeating: UInt32(0), count: starts[termCount])
        var postingWeights = Array(repeating: Float(0), count: starts[termCount])
        for (number, document) in documents.enumerated() {
            var squares = 0.0
            for entry in document {
                let weight = scaled[entry.frequency] * idf[Int(entry.term)]
                squares += weight * weight
            }
            let inverse = squares > 0 ? 1 / squares.squareRoot() : 0
            norms[number] = inverse
            for entry in document {
                let slot = next[Int(entry.term)]
                next[Int(entry.term)] = slot + 1
                postingDocuments[slot] = UInt32(truncatingIfNeeded: number)
                postingWeights[slot] = Float(
                    scaled[entry.frequency] * idf[Int(entry.term)] * inverse)
            }
        }
        inverseNorm = norms
        self.postingDocuments = postingDocuments
        self.postingWeights = postingWeights
    }

    /// Number of documents, those without terms included.
    package var documentCount: Int { documents.count }

    /// Number of (term, document) pairs.
    package var postingCount: Int { postingDocuments.count }

    /// Bytes of memory behind the posting lists and the analysed documents, in this order.
    package var byteCounts: (postings: Int, documents: Int) {
        let postings =
            8 * postingDocuments.count + 8 * starts.count + 12 * idf.count
            + 8 * inverseNorm.count
        let entry = MemoryLayout<TermFrequency>.stride
        return (postings, documents.reduce(0) { $0 + 40 + entry * $1.capacity })
    }

    /// The document at `number`, which must exist, as a query: its unit vector.
    func vector(ofDocument number: Int) -> QueryVector {
        vector(of: documents[number])
    }

    /// A text's terms as a unit vector; terms that no document holds are left out, as
    /// scikit-learn's `transform` does.
    func vector(of terms: DocumentTerms) -> QueryVector {
        var vector = QueryVector()
        var squares = 0.0
        for entry in terms where Int(entry.term) < idf.count {
            guard documentFrequency[Int(entry.term)] > 0 else { continue }
            let weight = scale(entry.frequency) * idf[Int(entry.term)]
            squares += weight * weight
            vector.terms.append(entry.term)
            vector.weights.append(weight)
        }
        let inverse = squares > 0 ? 1 / squares.squareRoot() : 0
        for index in vector.weights.indices { vector.weights[index] *= inverse }
        return vector
    }
}

/// A unit vector over the index's terms, rising by term.
struct QueryVector: Sendable {
    var terms: [UInt32] = []
    var weights: [Double] = []
}

/// Scaled frequencies with the small counts, nearly all of them, in a table.
struct ScaledFrequencies: Sendable {
    private let scale: TermFrequencyScale
    private let table: [Double]

    init(_ scale: TermFrequencyScale) {
        self.scale = scale
        table = (0..<256).map { scale(UInt32($0)) }
    }

    subscript(count: UInt32) -> Double {
        Int(count) < table.count ? table[Int(count)] : scale(count)
    }
}
