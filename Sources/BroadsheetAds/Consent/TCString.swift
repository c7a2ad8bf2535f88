/// What a TC string of IAB Europe's Transparency and Consent Framework says about purpose 1.
///
/// Format: "IAB Tech Lab, Consent string and vendor list formats v2". Segments in base64url without
/// padding, separated by `.`, the core first. Core, in bits: Version 6 (is 2) · Created 36 ·
/// LastUpdated 36 · CmpId 12 · CmpVersion 12 · ConsentScreen 6 · ConsentLanguage 2 × 6 ·
/// VendorListVersion 12 · TcfPolicyVersion 6 · IsServiceSpecific 1 · UseNonStandardTexts 1 ·
/// SpecialFeatureOptIns 12 · PurposesConsent 24 (the first bit is purpose 1) ·
/// PurposesLITransparency 24 · PurposeOneTreatment 1 · PublisherCC 2 × 6 · vendors with consent ·
/// vendors with legitimate interest · restrictions by the publisher. Other segments begin with
/// their type (3 bits: 1 vendors disclosed, 2 vendors allowed, 3 the publisher's own purposes).
///
/// The whole core is walked, so a string that was cut short is found out. Only PurposesConsent
/// counts: purpose 1 knows no legitimate interest, PurposeOneTreatment says that nobody asked, and
/// the publisher's segment is about the publisher's own legal bases, not about the reader's device.
struct TCString: Sendable, Hashable {
    /// Whether the reader consents to information being stored and read on the device.
    let grantsPurposeOne: Bool

    init(_ text: String) throws(ConsentStringError) {
        let segments = try text.consentParts(separator: ".")
        guard let core = segments.first else { throw .truncated }
        var reader = try BitReader(core)
        grantsPurposeOne = try Self.readCore(&reader)
        var types: Set<Int> = []
        for segment in segments.dropFirst() {
            var reader = try BitReader(segment)
            let type = try reader.number(3)
            guard (1...3).contains(type) else { throw .unknownType(type) }
            guard types.insert(type).inserted else { throw .duplicateSegment(type) }
        }
    }

    private static func readCore(_ reader: inout BitReader) throws(ConsentStringError) -> Bool {
        let version = try reader.number(6)
        guard version == 2 else { throw .unknownVersion(version) }
        try reader.skip(36 + 36 + 12 + 12 + 6 + 12 + 12 + 6 + 1 + 1 + 12)
        let grantsPurposeOne = try reader.flag()
        try reader.skip(23 + 24 + 1 + 12)
        try skipVendors(&reader)
        try skipVendors(&reader)
        for _ in 0..<(try reader.number(12)) {
            try reader.skip(6 + 2)
            try skipRanges(&reader)
        }
        try reader.end()
        return grantsPurposeOne
    }

    /// MaxVendorId 16 · IsRangeEncoding 1 · that many bits, or ranges.
    private static func skipVendors(_ reader: inout BitReader) throws(ConsentStringError) {
        let count = try reader.number(16)
        if try reader.flag() { return try skipRanges(&reader) }
        try reader.skip(count)
    }

    /// NumEntries 12 · each: IsARange 1 · first id 16 · last id 16 if it is a range.
    private static func skipRanges(_ reader: inout BitReader) throws(ConsentStringError) {
        for _ in 0..<(try reader.number(12)) {
            let isRange = try reader.flag()
            let first = try reader.number(16)
            let last = isRange ? try reader.number(16) : first
            guard first > 0, first <= last else { throw .invalidValue }
        }
    }
}
