/// Numbers for the names in line items' rules, so that a decision compares integers.
///
/// A request's names that no rule holds have no number and cannot match: they are left out. Names
/// are told apart by their UTF-8 bytes.
struct NameTable: Sendable {
    private var numbers: [ExactID: UInt32] = [:]

    /// The number of a name, given to it now if it has none.
    mutating func number(for name: String) -> UInt32 {
        let key = ExactID(name)
        if let number = numbers[key] { return number }
        let number = UInt32(truncatingIfNeeded: numbers.count)
        numbers[key] = number
        return number
    }

    /// Numbers of those names that a rule holds.
    func numbers(of names: [String]) -> [UInt32] {
        names.compactMap { numbers[ExactID($0)] }
    }

    /// Numbers of a section and of all sections above it that a rule holds: `World/Asia` is in
    /// `World/Asia` and in `World`, not in `Wor`.
    func numbers(ofSection section: String) -> [UInt32] {
        guard !numbers.isEmpty else { return [] }
        let bytes = section.utf8
        var result: [UInt32] = []
        for end in bytes.indices where bytes[end] == UInt8(ascii: "/") {
            if let number = numbers[ExactID(String(section[..<end]))] { result.append(number) }
        }
        if let number = numbers[ExactID(section)] { result.append(number) }
        return result
    }
}
