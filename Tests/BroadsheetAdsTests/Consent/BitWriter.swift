/// Writes fields of bits as base64url, the way consent managers do: most significant bit first,
/// filled up with zeros to whole characters.
struct BitWriter {
    private(set) var bits: [Bool] = []

    mutating func number(_ value: Int, _ bitCount: Int) {
        for shift in (0..<bitCount).reversed() { bits.append(value >> shift & 1 == 1) }
    }

    /// Fibonacci coding, by the greedy way of its definition.
    mutating func fibonacci(_ value: Int) {
        var terms = [1, 2]
        while let last = terms.last, last <= value { terms.append(last + terms[terms.count - 2]) }
        var rest = value
        var code: [Bool] = []
        for term in terms.reversed() {
            if term <= rest {
                rest -= term
                code.append(true)
            } else if !code.isEmpty {
                code.append(false)
            }
        }
        bits += code.reversed() + [true]
    }

    var text: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let filled = bits + Array(repeating: false, count: (6 - bits.count % 6) % 6)
        return String(
            stride(from: 0, to: filled.count, by: 6).map { start in
                alphabet[filled[start..<start + 6].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }]
            })
    }
}

/// The core of a TC string with the fields that tests turn.
struct TestTC {
    var version = 2
    /// Numbers of purposes with consent.
    var purposes: [Int] = []
    /// Numbers of purposes with legitimate interest.
    var legitimateInterests: [Int] = []
    var purposeOneTreatment = false
    /// Vendors with consent, as ranges when `asRange`.
    var vendors: [Int] = []
    var asRange = false

    var text: String {
        var bits = BitWriter()
        bits.number(version, 6)
        bits.number(15_000_000_000, 36)
        bits.number(15_000_000_001, 36)
        for (value, count) in [(880, 12), (1, 12), (2, 6), (4, 6), (13, 6), (48, 12), (4, 6)] {
            bits.number(value, count)
        }
        bits.number(0b11, 2)
        bits.number(0b1010_1010_1010, 12)
        for purpose in 1...24 { bits.number(purposes.contains(purpose) ? 1 : 0, 1) }
        for purpose in 1...24 { bits.number(legitimateInterests.contains(purpose) ? 1 : 0, 1) }
        bits.number(purposeOneTreatment ? 1 : 0, 1)
        bits.number(0, 12)
        writeVendors(&bits)
        bits.number(0, 16)
        bits.number(0, 1)
        bits.number(1, 12)
        bits.number(1, 6)
        bits.number(2, 2)
        bits.number(1, 12)
        bits.number(0, 1)
        bits.number(7, 16)
        return bits.text
    }

    private func writeVendors(_ bits: inout BitWriter) {
        let last = vendors.max() ?? 0
        bits.number(last, 16)
        bits.number(asRange ? 1 : 0, 1)
        if asRange {
            bits.number(vendors.count, 12)
            for vendor in vendors {
                bits.number(1, 1)
                bits.number(vendor, 16)
                bits.number(vendor, 16)
            }
        } else {
            for vendor in 0..<last { bits.number(vendors.contains(vendor + 1) ? 1 : 0, 1) }
        }
    }
}

/// A GPP header for sections, each id on its own.
func gppHeader(_ ids: [Int]) -> String {
    var bits = BitWriter()
    bits.number(3, 6)
    bits.number(1, 6)
    bits.number(ids.count, 12)
    for (id, last) in zip(ids, [0] + ids) {
        bits.number(0, 1)
        bits.fibonacci(id - last)
    }
    return bits.text
}
