/// Leaves out the attributes of a tag beyond ``attributeLimit``, chunk by chunk.
///
/// libxml2 compares every attribute of a tag with all before it, so that one tag of a megabyte
/// would hold it for seconds and one of ten for minutes.
struct AttributeLimiter {
    /// Far more than any tag has that was made for reading.
    static let attributeLimit = 1000

    private enum State: Equatable {
        case text
        /// After `<`: a tag if a letter follows.
        case opened
        /// In a tag; `isBlank` after white space.
        case tag(isBlank: Bool)
        case quoted(by: UInt8)
    }

    private var state = State.text
    private var attributeCount = 0
    private var last: UInt8 = 0

    /// The next bytes of a document in an encoding that extends ASCII.
    mutating func limited(_ bytes: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        var start = 0
        for (index, byte) in bytes.enumerated() {
            let wasOver = isOver
            step(byte)
            if isOver, !wasOver { kept += bytes[start..<index] }
            if isOver {
                start = index + 1
            } else if wasOver, last == UInt8(ascii: "/") {
                // The tag ends here, and was closed by the slash before.
                kept.append(last)
            }
            last = byte
        }
        return kept.isEmpty && start == 0 ? bytes : kept + bytes[start...]
    }

    private var isOver: Bool { attributeCount > Self.attributeLimit }

    private mutating func step(_ byte: UInt8) {
        switch state {
        case .text:
            if byte == UInt8(ascii: "<") { state = .opened }
        case .opened:
            let letter = byte | 0x20
            let isName = (0x61...0x7A).contains(letter) || byte >= 0x80
            state = isName ? .tag(isBlank: false) : byte == UInt8(ascii: "<") ? .opened : .text
        case .tag(let wasBlank):
            switch byte {
            case UInt8(ascii: ">"):
                state = .text
                attributeCount = 0
            case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .quoted(by: byte)
            case 0x09...0x0D, 0x20, UInt8(ascii: "/"): state = .tag(isBlank: true)
            default:
                if wasBlank { attributeCount += 1 }
                state = .tag(isBlank: false)
            }
        case .quoted(let quote):
            // What follows a value at once begins an attribute, as after a blank.
            if byte == quote { state = .tag(isBlank: true) }
        }
    }
}
