/// A section of the Global Privacy Platform for the United States as a whole or for one state.
///
/// Formats: "IAB Privacy's US National Privacy Technical Specification" and those of the states,
/// section ids 7 to 23. Segments in base64url, separated by `.`. Core, in bits: Version 6 · notices
/// of 2 bits each · SaleOptOut 2 · SharingOptOut 2 (national and California only) · fields about
/// targeted advertising, sensitive data, children and contracts, which no decision here needs.
/// Segment of type 1 (2 bits): Gpc 1. An opt-out is 0 not applicable, 1 opted out, 2 not opted out.
///
/// Opting out of targeted advertising alone is no opt-out of sale or sharing: how often somebody saw
/// an ad picks no ad by who that somebody is. Sections 24 to 27 (Maryland, Indiana, Kentucky, Rhode
/// Island) have another header and are drafts; like all ids that stand not here they are unknown.
struct USSection: Sendable, Hashable {
    /// What the reader opted out of; nil for nothing.
    let optOut: ConsentDecision.OptOut?

    /// Where the fields of a core lie.
    private struct Layout {
        let id: Int
        /// Fields of two bits before SaleOptOut.
        let noticeCount: Int
        var hasSharing = false
        /// Highest version known; all before it have the fields that count in the same place.
        var version = 1
        /// Bits of the shortest core.
        let bitCount: Int
    }

    private static let layouts = [
        Layout(id: 7, noticeCount: 6, hasSharing: true, version: 2, bitCount: 60),
        Layout(id: 8, noticeCount: 3, hasSharing: true, bitCount: 46),
        Layout(id: 9, noticeCount: 3, bitCount: 40),
        Layout(id: 10, noticeCount: 3, bitCount: 38),
        Layout(id: 11, noticeCount: 4, bitCount: 42),
        Layout(id: 12, noticeCount: 3, bitCount: 44),
        Layout(id: 13, noticeCount: 3, bitCount: 46),
        Layout(id: 14, noticeCount: 3, bitCount: 46),
        Layout(id: 15, noticeCount: 3, bitCount: 52),
        Layout(id: 16, noticeCount: 3, bitCount: 42),
        Layout(id: 17, noticeCount: 3, bitCount: 52),
        Layout(id: 18, noticeCount: 4, bitCount: 42),
        Layout(id: 19, noticeCount: 3, bitCount: 42),
        Layout(id: 20, noticeCount: 3, bitCount: 46),
        Layout(id: 21, noticeCount: 3, bitCount: 54),
        Layout(id: 22, noticeCount: 3, bitCount: 42),
        Layout(id: 23, noticeCount: 3, bitCount: 42),
    ]

    /// Whether this program can read the section.
    static func isKnown(_ id: Int) -> Bool { layouts.contains { $0.id == id } }

    /// - Parameter id: A known one; any other is refused as a type.
    init(id: Int, _ text: String) throws(ConsentStringError) {
        guard let layout = Self.layouts.first(where: { $0.id == id }) else {
            throw .unknownType(id)
        }
        let segments = try text.consentParts(separator: ".")
        guard let core = segments.first else { throw .truncated }
        var reader = try BitReader(core)
        var optOut = try Self.readCore(&reader, layout)
        guard segments.count <= 2 else { throw .duplicateSegment(1) }
        if let segment = segments.dropFirst().first {
            var reader = try BitReader(segment)
            let type = try reader.number(2)
            guard type == 1 else { throw .unknownType(type) }
            if try reader.flag() { optOut = optOut ?? .gpc }
            try reader.end()
        }
        self.optOut = optOut
    }

    private static func readCore(
        _ reader: inout BitReader, _ layout: Layout
    ) throws(ConsentStringError) -> ConsentDecision.OptOut? {
        guard reader.remaining >= layout.bitCount else { throw .truncated }
        let version = try reader.number(6)
        guard (1...layout.version).contains(version) else { throw .unknownVersion(version) }
        try reader.skip(2 * layout.noticeCount)
        let sale = try reader.number(2)
        let sharing = layout.hasSharing ? try reader.number(2) : 0
        guard sale < 3, sharing < 3 else { throw .invalidValue }
        if sale == 1 { return .sale }
        return sharing == 1 ? .sharing : nil
    }
}
