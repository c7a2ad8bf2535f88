/// The US Privacy string, such as `1YNN`: section 6 of the Global Privacy Platform, and
/// `us_privacy` where it stands alone.
///
/// Format: "US Privacy String", IAB Tech Lab: version (is 1) · notice given · opted out of sale ·
/// covered by the limited service provider agreement; each `Y`, `N` or, where the law does not
/// apply, `-`. Small letters are taken too.
struct USPrivacyString: Sendable, Hashable {
    let optsOutOfSale: Bool

    init(_ text: String) throws(ConsentStringError) {
        let bytes = text.utf8
        guard bytes.count <= 4 else { throw .tooLong(byteCount: bytes.count) }
        guard bytes.count == 4 else { throw .truncated }
        guard let version = bytes.first, version == UInt8(ascii: "1") else {
            throw .unknownVersion(Int(bytes.first ?? 0) - Int(UInt8(ascii: "0")))
        }
        let letters = Set("YNyn-".utf8)
        guard bytes.dropFirst().allSatisfy(letters.contains) else { throw .invalidCharacter }
        let sale = bytes.dropFirst(2).first
        optsOutOfSale = sale == UInt8(ascii: "Y") || sale == UInt8(ascii: "y")
    }
}
