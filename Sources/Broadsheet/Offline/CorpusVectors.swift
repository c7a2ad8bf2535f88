internal import BroadsheetContent
internal import Foundation

/// TF-IDF vectors in plain double precision: cosines of any two documents, and searches with the
/// document frequencies of other articles. For corpora that fit an evaluation, not for serving.
struct CorpusVectors: Sendable {
    /// The analysed documents.
    let documents: [DocumentTerms]
    private let weighting: Weighting
    /// What a term's scaled count is multiplied with: its idf, or the root of it.
    private let factors: [Double]
    /// Whether a document of the corpus holds the term; only such terms count in a query.
    private let isKnown: [Bool]
    /// 1 / length of each vector; 0 without terms.
    private let inverseNorms: [Double]
    /// Documents with each term.
    private let postings: [[Posting]]

    private struct Posting: Sendable {
        var document: Int
        var weight: Double
    }

    /// - Parameter background: where document frequencies and N come from; nil: the documents. With
    ///   a background, its terms count in a query's length too, as if the vocabulary were that of
    ///   both.
    init(
        documents: [DocumentTerms], background: [DocumentTerms]?, termCount: Int,
        weighting: Weighting
    ) {
        self.documents = documents
        self.weighting = weighting
        var known = Array(repeating: false, count: termCount)
        for document in documents + (background ?? []) {
            for entry in document { known[Int(entry.term)] = true }
        }
        isKnown = known
        let counted = background ?? documents
        var frequencies = Array(repeating: 0, count: termCount)
        for document in counted {
            for entry in document { frequencies[Int(entry.term)] += 1 }
        }
        let factors = frequencies.map { frequency in
            let idf =
                log((1 + Double(counted.count)) / (1 + Double(frequency))) + weighting.idfOffset
            return weighting.isRooted ? idf.squareRoot() : idf
        }
        self.factors = factors
        inverseNorms = documents.map { document in
            let squares = document.reduce(0.0) { sum, entry in
                let weight = weighting.scale(entry.frequency) * factors[Int(entry.term)]
                return sum + weight * weight
            }
            return squares > 0 ? 1 / squares.squareRoot() : 0
        }
        postings =
            background == nil
            ? [] : Self.postings(of: documents, factors, inverseNorms, weighting.scale)
    }

    private static func postings(
        of documents: [DocumentTerms], _ factors: [Double], _ inverseNorms: [Double],
        _ scale: TermFrequencyScale
    ) -> [[Posting]] {
        var postings: [[Posting]] = Array(repeating: [], count: factors.count)
        for (number, document) in documents.enumerated() {
            for entry in document {
                let term = Int(entry.term)
                let weight = scale(entry.frequency) * factors[term] * inverseNorms[number]
                postings[term].append(Posting(document: number, weight: weight))
            }
        }
        return postings
    }

    var count: Int { documents.count }

    /// The cosine of two documents, without any discount: a merge of their terms, which rise.
    func cosine(_ first: Int, _ second: Int) -> Double {
        let (left, right) = (documents[first], documents[second])
        var (sum, mine, theirs) = (0.0, 0, 0)
        while mine < left.count, theirs < right.count {
            let (term, other) = (left[mine].term, right[theirs].term)
            if term == other {
                let weight = factors[Int(term)]
                sum +=
                    weighting.scale(left[mine].frequency) * weight
                    * weighting.scale(right[theirs].frequency) * weight
            }
            if term <= other { mine += 1 }
            if other <= term { theirs += 1 }
        }
        return min(1, sum * inverseNorms[first] * inverseNorms[second])
    }

    /// The documents most like a query, the best first; the order is that of the index.
    func related(
        to query: DocumentTerms, limit: Int, excluding excluded: Int?, sums: inout [Double]
    ) -> [ScoredDocument] {
        sums = Array(repeating: 0, count: documents.count)
        var (squares, terms) = (0.0, 0)
        for entry in query where isKnown[Int(entry.term)] {
            let weight = weighting.scale(entry.frequency) * factors[Int(entry.term)]
            squares += weight * weight
            terms += 1
            for posting in postings[Int(entry.term)] {
                sums[posting.document] += weight * posting.weight
            }
        }
        guard squares > 0 else { return [] }
        let scale = 1 / (squares.squareRoot() * weighting.lengthDiscount(terms: terms))
        var found: [ScoredDocument] = []
        for (document, sum) in sums.enumerated() where sum > 0 && document != excluded {
            let discount = weighting.lengthDiscount(terms: documents[document].count)
            found.append(
                ScoredDocument(document: document, cosine: min(1, sum * scale / discount)))
        }
        found.sort(by: Self.precedes)
        return Array(found.prefix(max(0, limit)))
    }

    /// The order of the index: score rounded to seven decimals, falling, then number, rising.
    private static func precedes(_ left: ScoredDocument, _ right: ScoredDocument) -> Bool {
        let (mine, theirs) = (left.cosine.roundedScore, right.cosine.roundedScore)
        return mine == theirs ? left.document < right.document : mine > theirs
    }
}
