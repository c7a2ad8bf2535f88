package import Foundation

/// A moment as the ledger orders and compares it: whole microseconds, so that every process and
/// the file agree on which of two moments is later.
package struct LedgerInstant: Sendable, Hashable, Comparable {
    /// Since the beginning of 1970 in UTC, within the years 0…9999.
    package let microseconds: Int64

    package static let earliest = LedgerInstant(microseconds: .min)
    private static let secondsKept = -62_167_219_200.0...253_402_300_799.0
    private static let kept: ClosedRange<Int64> = -62_167_219_200_000_000...253_402_300_799_000_000

    /// A moment outside the years 0…9999 becomes the first or last one that is kept.
    package init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Self.kept.lowerBound), Self.kept.upperBound)
    }

    /// The microsecond that `date` lies in. A clock that runs outside the years 0…9999 must not
    /// stop the books.
    package init(_ date: Date) {
        let seconds = date.timeIntervalSince1970
        guard !seconds.isNaN else { self = .earliest; return }
        let bounded = min(max(seconds, Self.secondsKept.lowerBound), Self.secondsKept.upperBound)
        self.init(microseconds: Int64((bounded * 1e6).rounded(.down)))
    }

    package var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1e6) }

    package func advanced(by duration: Duration) -> LedgerInstant {
        let (sum, overflow) = microseconds.addingReportingOverflow(duration.wholeMicroseconds)
        if overflow { return LedgerInstant(microseconds: duration < .zero ? .min : .max) }
        return LedgerInstant(microseconds: sum)
    }

    /// The next whole second, or this one: what a column of times can hold.
    package var roundedUpToSecond: LedgerInstant {
        let fraction = microseconds % 1_000_000
        if fraction == 0 { return self }
        return LedgerInstant(
            microseconds: microseconds - fraction + (fraction > 0 ? 1_000_000 : 0))
    }

    package static func < (left: LedgerInstant, right: LedgerInstant) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Duration {
    /// Cut off below; the nearest that fits where it is beyond 292,000 years.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        if overflow || carry { return seconds < 0 ? .min : .max }
        return sum
    }

    /// In seconds, for rates.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}

extension Int64 {
    /// The sum, or the largest number where it is larger.
    func addingOrMax(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
