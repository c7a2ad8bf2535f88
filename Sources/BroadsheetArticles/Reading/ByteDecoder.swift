/// Turns the bytes of a file into UTF-8, chunk by chunk.
struct ByteDecoder {
    /// How the bytes stand in the file.
    enum Encoding: Equatable {
        /// UTF-8, or whatever the reader behind takes.
        case asItIs
        case utf16(bigEndian: Bool)
    }

    private let encoding: Encoding
    private var bytesToSkip: Int
    /// The beginning of a character of which the rest is in the next chunk.
    private var pending: [UInt8] = []

    init(encoding: Encoding, skipping bytesToSkip: Int) {
        self.encoding = encoding
        self.bytesToSkip = bytesToSkip
    }

    /// The next bytes as UTF-8.
    mutating func decode(_ chunk: [UInt8]) -> [UInt8] {
        let skipped = min(bytesToSkip, chunk.count)
        bytesToSkip -= skipped
        guard case .utf16(let bigEndian) = encoding else {
            return skipped == 0 ? chunk : Array(chunk[skipped...])
        }
        let bytes = pending + chunk[skipped...]
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for index in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (high, low) = bigEndian ? (index, index + 1) : (index + 1, index)
            units.append(UInt16(bytes[high]) << 8 | UInt16(bytes[low]))
        }
        if let last = units.last, UTF16.isLeadSurrogate(last) { units.removeLast() }
        pending = Array(bytes[(units.count * 2)...])
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// What is left at the end of the file: U+FFFD for half a character.
    mutating func finish() -> [UInt8] {
        defer { pending = [] }
        return pending.isEmpty ? [] : Array("\u{FFFD}".utf8)
    }
}
