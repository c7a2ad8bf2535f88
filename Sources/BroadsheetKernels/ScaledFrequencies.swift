internal import Foundation

/// How often a term occurs, turned into its weight before idf.
package struct ScaledFrequencies: Sendable {
    /// The scaled frequencies of the counts 0 to 255, nearly all of them.
    package let table: [Double]
    /// Whether a count above 0 becomes 1 + ln count; else it stays as it is.
    let isLogarithmic: Bool

    package init(isLogarithmic: Bool) {
        self.isLogarithmic = isLogarithmic
        table = (0..<256).map { Self.scaled($0, isLogarithmic) }
    }

    package subscript(count: UInt32) -> Double {
        Int(count) < table.count ? table[Int(count)] : Self.scaled(count, isLogarithmic)
    }

    private static func scaled(_ count: UInt32, _ isLogarithmic: Bool) -> Double {
        isLogarithmic && count > 0 ? 1 + log(Double(count)) : Double(count)
    }
}
