internal import Broadsheet
internal import BroadsheetArticles

/// A strong `ETag` of a list: changes with what readers see of it, never with a score.
///
/// Scores move a little with every article that anybody publishes; a cache that fetched a list
/// again for the seventh digit of a score would never hold one. The tag is FNV-1a of 128 bits
/// (draft-eastlake-fnv) over the fields below, each with its length before it.
struct EntityTag: Sendable, Hashable {
    /// The tag with its quotation marks.
    let text: String

    /// - Parameter rendering: changes with templates, strings and settings of the site.
    init(list: ListBody, items: [Item], rendering: String) {
        var hash = Fingerprint()
        for text in [list.name, list.format.rawValue, list.variant, rendering] { hash.add(text) }
        hash.add(list.isExplained ? "explain" : "")
        for item in items {
            hash.add(item.id)
            hash.add(item.url)
            hash.add(item.title)
            hash.add(item.summary)
            hash.add(item.section)
            hash.add(item.publishedAt.map(UTCTime.format))
            hash.add(item.image?.url)
            hash.add(item.image?.alt)
            hash.add(item.image?.width.map(String.init))
            hash.add(item.image?.height.map(String.init))
        }
        text = "\"" + hash.hex + "\""
    }

    /// Whether a caller whose `If-None-Match` is `field` holds this already (RFC 9110, 13.1.2:
    /// a list or `*`, compared weakly).
    func matches(_ field: String) -> Bool {
        field.split(separator: ",").contains { candidate in
            var candidate = candidate.drop { $0 == " " || $0 == "\t" }
            while candidate.last == " " || candidate.last == "\t" { candidate.removeLast() }
            if candidate.hasPrefix("W/") { candidate.removeFirst(2) }
            return candidate == "*" || candidate == text
        }
    }
}

/// FNV-1a, 128 bits: the same in every process, quick, and far wider than anything collides by
/// chance. Not for secrets.
struct Fingerprint: Sendable {
    private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

    /// Adds a text, so that `"ab", "c"` and `"a", "bc"` differ, and nothing from "".
    mutating func add(_ text: String?) {
        guard let text else { return add(byte: 0) }
        var count = UInt64(text.utf8.count)
        add(byte: 1)
        for _ in 0..<8 {
            add(byte: UInt8(truncatingIfNeeded: count))
            count >>= 8
        }
        for byte in text.utf8 { add(byte: byte) }
    }

    var hex: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }

    private mutating func add(byte: UInt8) {
        state = (state ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
}
