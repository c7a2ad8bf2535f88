/// Money in millionths of the currency's unit, read from decimal digits without rounding.
enum Micros {
    /// `4.20` → 4,200,000. nil for signs, exponents, more than six decimals and overflow.
    static func parse(_ text: String) -> Int64? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, parts.count <= 2 else { return nil }
        let decimals = parts.count == 2 ? parts[1] : Substring("").utf8
        guard parts.count == 1 || (1...6).contains(decimals.count) else { return nil }
        var result: Int64 = 0
        for byte in whole {
            guard let next = appended(byte, to: result) else { return nil }
            result = next
        }
        for byte in decimals {
            guard let next = appended(byte, to: result) else { return nil }
            result = next
        }
        for _ in decimals.count..<6 {
            guard let next = appended(UInt8(ascii: "0"), to: result) else { return nil }
            result = next
        }
        return result
    }

    private static func appended(_ byte: UInt8, to number: Int64) -> Int64? {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
        let (result, carry) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
        return overflow || carry ? nil : result
    }
}
