internal import Foundation

/// How often a term occurs, turned into its weight before idf.
package enum TermFrequencyScale: String, Sendable, Hashable, CaseIterable {
    /// The count itself.
    case raw
    /// 1 + ln count.
    case log

    /// The scaled frequency of a term that occurs `count` times; 0 for 0.
    func callAsFunction(_ count: UInt32) -> Double {
        guard count > 0 else { return 0 }
        return self == .raw ? Double(count) : 1 + Foundation.log(Double(count))
    }
}

/// The inverse document frequency of scikit-learn's `TfidfTransformer(smooth_idf=True)`:
/// ln((1 + N) / (1 + df)) + 1.
enum SmoothIDF {
    /// The idf of a term in `frequency` of `count` documents; always at least 1.
    static func value(documentFrequency frequency: UInt32, documentCount count: Int) -> Double {
        log((1 + Double(count)) / (1 + Double(frequency))) + 1
    }
}
