/// The text of one YAML file, made safe for a composer that follows every alias.
///
/// libyaml's tree builder hashes mapping keys and expands aliases wherever they stand, so a few
/// lines of nested aliases keep it busy for years. Here every `*` is replaced, before composing, by
/// a private-use character that the file doesn't hold: no alias is left, composing takes linear
/// time, and positions stay what they were. A plain scalar that begins with the stand-in was an
/// alias (nothing else unquoted may begin with `*`); everywhere else the stand-in is turned back.
struct YAMLText {
    private(set) var scalars: [Unicode.Scalar]
    private var spares: [Unicode.Scalar]
    /// Stands for `*`.
    let asterisk: Unicode.Scalar
    /// Keys that were put out of the way because another key of the mapping has the same name.
    private(set) var setAside: [Unicode.Scalar: Unicode.Scalar] = [:]

    /// Stand-ins kept at hand: one for `*`, the rest for duplicate keys.
    private static let spareCount = 33

    /// nil when the text itself uses up the private-use area.
    init?(_ text: String) {
        let original = Array(text.unicodeScalars)
        let used = Set(original.filter { (0xE000...0xF8FF).contains($0.value) })
        let free = (UInt32(0xE000)...0xF8FF).lazy.compactMap(Unicode.Scalar.init)
            .filter { !used.contains($0) }.prefix(Self.spareCount)
        guard free.count == Self.spareCount, let first = free.first else { return nil }
        let standIn = first
        asterisk = standIn
        spares = Array(free.dropFirst())
        scalars = original.map { $0 == "*" ? standIn : $0 }
    }

    /// What the composer reads.
    var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Text as the file has it, all stand-ins turned back.
    func original(_ text: String) -> String {
        var view = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            view.append(scalar == asterisk ? "*" : setAside[scalar] ?? scalar)
        }
        return String(view)
    }

    /// How many keys are marked by `?`, which is how a list or a mapping becomes a key: counted
    /// where nothing but an indicator or a blank stands before it on the line.
    var explicitKeyCount: Int {
        let openers: Set<Unicode.Scalar> = ["[", "{", ",", "?", "-", ":"]
        var count = 0
        var mayStart = true
        for (index, scalar) in scalars.enumerated() {
            if scalar == "?", mayStart {
                let next = index + 1 < scalars.count ? scalars[index + 1] : "\n"
                if next.properties.isWhitespace { count += 1 }
            } else if scalar != " ", scalar != "\t" {
                mayStart = isBreak(scalar) || openers.contains(scalar)
            }
        }
        return count
    }

    /// Renames the key at a mark so that the composer no longer sees it twice.
    ///
    /// Returns whether that was possible; keys with anchors or tags, empty ones and lists are left.
    mutating func setKeyAside(line: Int, column: Int) -> Bool {
        guard var index = index(line: line, column: column), let spare = spares.last else {
            return false
        }
        if scalars[index] == "\"" || scalars[index] == "'" {
            index += 1
            guard index < scalars.count, scalars[index] != scalars[index - 1] else { return false }
        }
        let indicators: Set<Unicode.Scalar> = ["&", "!", "[", "{", "?", "|", ">", ":", "-", "\\"]
        guard !indicators.contains(scalars[index]), !isBreak(scalars[index]) else { return false }
        spares.removeLast()
        setAside[spare] = scalars[index]
        scalars[index] = spare
        return true
    }

    /// Position of a mark (both numbers from 1), lines broken as libyaml breaks them.
    private func index(line: Int, column: Int) -> Int? {
        var index = 0
        var current = 1
        while current < line, index < scalars.count {
            if isBreak(scalars[index]) {
                let isPair =
                    scalars[index] == "\r" && index + 1 < scalars.count
                    && scalars[index + 1] == "\n"
                if isPair { index += 1 }
                current += 1
            }
            index += 1
        }
        let (result, overflow) = index.addingReportingOverflow(column - 1)
        guard current == line, column >= 1, !overflow, result < scalars.count else { return nil }
        return result
    }

    private func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
