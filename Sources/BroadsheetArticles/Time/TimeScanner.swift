/// Walks over the bytes of a written time.
struct TimeScanner {
    private let bytes: [UInt8]
    private var index = 0

    /// Starts at the first byte of `text`.
    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { index >= bytes.count }

    /// The next byte, without taking it.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Takes the next byte when it is `character`.
    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        index += 1
        return true
    }

    /// Takes the next byte when it is one of `characters`.
    mutating func accept(anyOf characters: String) -> UInt8? {
        guard let next, characters.utf8.contains(next) else { return nil }
        index += 1
        return next
    }

    /// Takes blanks, of which there may be none.
    mutating func skipBlanks() {
        while let next, next == 0x20 || (0x09...0x0D).contains(next) { index += 1 }
    }

    /// Takes as many digits as there are, which must be a number of them inside `digits`.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
        guard let (value, count) = digitRun(limit: digits.upperBound), digits.contains(count)
        else { return nil }
        return value
    }

    /// Takes a run of digits and says how many there were; nil without any, or beyond `limit`.
    mutating func digitRun(limit: Int) -> (value: Int, count: Int)? {
        let start = index
        var value = 0
        while let next, (0x30...0x39).contains(next) {
            guard index - start < limit else { return nil }
            value = value * 10 + Int(next - 0x30)
            index += 1
        }
        return index > start ? (value, index - start) : nil
    }

    /// Takes digits of which the value does not matter, such as fractions of a second.
    mutating func skipDigits() -> Bool {
        let start = index
        while let next, (0x30...0x39).contains(next) { index += 1 }
        return index > start
    }

    /// Takes a run of ASCII letters, lower-cased; empty when there is none.
    mutating func word() -> String {
        var letters: [UInt8] = []
        while let next, (0x41...0x5A).contains(next) || (0x61...0x7A).contains(next) {
            letters.append(next | 0x20)
            index += 1
        }
        return String(decoding: letters, as: UTF8.self)
    }
}
