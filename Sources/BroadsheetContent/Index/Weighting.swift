internal import BroadsheetKernels
internal import Foundation

/// How often a term occurs, turned into its weight before idf.
package enum TermFrequencyScale: String, Sendable, Hashable, CaseIterable {
    /// The count itself.
    case raw
    /// 1 + ln count.
    case log

    /// The scaled frequency of a term that occurs `count` times; 0 for 0.
    package func callAsFunction(_ count: UInt32) -> Double {
        guard count > 0 else { return 0 }
        return self == .raw ? Double(count) : 1 + Foundation.log(Double(count))
    }
}

/// The weight of a term in a document's vector: f(tf) · idf or f(tf) · √idf, with a smooth idf,
/// ln((1 + N) / (1 + df)) + offset.
package struct Weighting: Sendable, Hashable {
    /// What becomes of a term's count.
    package var scale: TermFrequencyScale
    /// Takes the square root of the idf, the middle between idf and none: rare words weigh less
    /// against words that several articles share.
    package var isRooted: Bool
    /// What the idf of a term in every document is; above 0.
    package var idfOffset: Double
    /// Divides a similarity by the eighth root of (terms / 256) of each of the two documents that
    /// has more distinct terms, so that speeches and collections are not similar to everything.
    package var discountsLength: Bool

    /// The weights of scikit-learn's `TfidfTransformer(smooth_idf=True)`.
    package init(scale: TermFrequencyScale) {
        self.init(scale: scale, isRooted: false, idfOffset: 1, discountsLength: false)
    }

    package init(
        scale: TermFrequencyScale, isRooted: Bool, idfOffset: Double, discountsLength: Bool
    ) {
        precondition(idfOffset > 0, "an idf above 0")
        self.scale = scale
        self.isRooted = isRooted
        self.idfOffset = idfOffset
        self.discountsLength = discountsLength
    }

    /// The default: on R8 and R52 it finds more of an article's own class than the plain cosine, and
    /// no article is in the lists of very many others. Benchmarks/RESULTS.md says how it was chosen.
    package static let newsroom = Weighting(
        scale: .log, isRooted: true, idfOffset: 0.5, discountsLength: true)

    /// The smooth idf of a term in `frequency` of `count` documents.
    func idf(documentFrequency frequency: UInt32, documentCount count: Int) -> Double {
        log((1 + Double(count)) / (1 + Double(frequency))) + idfOffset
    }

    /// The part of the idf that does not depend on the number of documents: offset − ln(1 + df).
    func idfPart(documentFrequency frequency: UInt32) -> Double {
        idfOffset - log(1 + Double(frequency))
    }

    /// What two counts of a term are multiplied with in a product of two vectors: idf², or idf
    /// where the root is taken.
    func product(idf: Double) -> Double { isRooted ? idf : idf * idf }

    /// What the similarity of a document with so many distinct terms is divided by, beside the
    /// lengths of the vectors; at least 1.
    package func lengthDiscount(terms: Int) -> Double {
        guard discountsLength, terms > 256 else { return 1 }
        return (Double(terms) / 256).squareRoot().squareRoot().squareRoot()
    }
}

extension ScaledFrequencies {
    init(_ scale: TermFrequencyScale) { self.init(isLogarithmic: scale == .log) }
}

/// Three sums over a document's terms from which the length of its vector follows for any number
/// of documents.
///
/// idf = L + a with L = ln(1 + N) and a = offset − ln(1 + df), so |d|² = Σ f² idf² = L² Σ f² + 2 L Σ f² a +
/// Σ f² a², and with the root |d|² = Σ f² idf = L Σ f² + Σ f² a. A change of N changes L only; a change
/// of df changes the sums of the documents that hold the term.
struct NormSums: Sendable, Hashable {
    /// Σ f².
    var squares = 0.0
    /// Σ f² a.
    var linear = 0.0
    /// Σ f² a².
    var quadratic = 0.0

    /// Adds a term with scaled frequency `scaled`.
    mutating func add(scaled: Double, a: Double) {
        let square = scaled * scaled
        squares += square
        linear += square * a
        quadratic += square * a * a
    }

    /// The length of the vector where L = ln(1 + N); 0 for a document without terms.
    func norm(_ logCount: Double, isRooted: Bool) -> Double {
        let square =
            isRooted
            ? logCount * squares + linear
            : logCount * logCount * squares + 2 * logCount * linear + quadratic
        return squares > 0 ? max(0, square).squareRoot() : 0
    }
}
