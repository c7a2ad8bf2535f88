import BroadsheetAds
import Testing

/// Strings with a meaning known from elsewhere: examples of the specifications and test strings of
/// the reference libraries (IABTechLab/iabgpp-es, noirotm/iabgpp-rs).
@Suite struct PrivacyStringTests {
    private static let sample: String = "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA"
    private static let disclosed: String =
        "IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQAR"
        + "AEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw"
    private static let publisher: String = "ZAAgH9794ulA"

    private static let tcStrings: [(String, Bool)] = [
        // No purpose at all: the example of the GPP specification.
        ("CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", false),
        ("CPSG_8APSG_8ANwAAAENAwCAAAAAAAAAAAAAAAAAAAAA.QAAA.IAAA", false),
        // Purposes 1, 2 and 3.
        (sample, true),
        ("\(sample).\(disclosed)", true),
        ("\(sample).\(publisher)", true),
        ("\(sample).\(publisher).\(disclosed)", true),
    ]

    @Test(arguments: tcStrings)
    func `TC strings of the references grant purpose 1 or do not`(text: String, isGranted: Bool) {
        let decision = ConsentSignals(gdpr: 1, tcf: text).decision
        let expected: ConsentDecision =
            isGranted ? .granted(.purposeOne) : .refused(.purposeOneNotGranted)
        #expect(decision == expected)
    }

    private static let badTCStrings: [(String, ConsentStringError)] = [
        (disclosed, .unknownVersion(8)), (publisher, .unknownVersion(25)),
        ("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", .unknownVersion(1)),
        ("\(sample).\(sample)", .unknownType(0)), ("\(sample).", .invalidCharacter),
        ("\(sample).\(publisher).\(publisher)", .duplicateSegment(3)),
        ("\(sample).gAAA", .unknownType(4)), ("\(sample)=", .invalidCharacter),
        ("\(sample)AAAA", .trailingBits), ("\(sample)B", .trailingBits),
        (String(sample.dropLast(4)), .truncated), (" \(sample)", .invalidCharacter),
        (String(repeating: "C", count: 40_000), .tooLong(byteCount: 40_000)),
    ]

    @Test(arguments: badTCStrings)
    func `a TC string that is damaged is a refusal with its reason`(
        text: String, error: ConsentStringError
    ) {
        #expect(ConsentSignals(tcf: text).decision == .refused(.tcfUnreadable(error)))
    }

    @Test(arguments: 1...24)
    func `of 24 purposes only consent to the first counts, never legitimate interest`(
        purpose: Int
    ) {
        let others = (1...24).filter { $0 != purpose }
        for vendors in [[], [3], [1, 700]] {
            for asRange in [false, true] {
                var tc = TestTC(
                    purposes: [purpose], legitimateInterests: others,
                    purposeOneTreatment: purpose % 2 == 0, vendors: vendors, asRange: asRange)
                let one = ConsentSignals(gdpr: 1, tcf: tc.text).decision.allowsReaderState
                #expect(one == (purpose == 1))
                (tc.purposes, tc.legitimateInterests) = (others, [purpose])
                let rest = ConsentSignals(gdpr: 1, tcf: tc.text).decision.allowsReaderState
                #expect(rest == (purpose != 1))
            }
        }
    }

    private static let gppStrings: [(String, ConsentDecision)] = [
        ("DBAA", .granted(.notRequired)),
        ("DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", .granted(.notRequired)),
        ("DBACNYA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN", .granted(.notRequired)),
        ("DBABTA~1YNN", .granted(.notRequired)),
        ("DBABTA~1YYN", .refused(.gppOptOut(6, .sale))),
        // National, version 1, all opted out; version 2, nothing applies; nothing opted out.
        ("DBABLA~BVVVVVVVVWA", .refused(.gppOptOut(7, .sale))),
        ("DBABLA~CAAAAAAAAAWA.Q", .granted(.notRequired)),
        ("DBABLA~BVQqAAAACg", .granted(.notRequired)),
        ("DBABLA~BVVVkkkkkpFY.YA", .refused(.gppOptOut(7, .sale))),
        ("DBABLA~BAAAAAAAAABA.QA", .granted(.notRequired)),
        // California: not opted out, but Global Privacy Control; sale, 1, and sharing, 2.
        ("DBABBg~BVqqqqpY.YA", .refused(.gppOptOut(8, .gpc))),
        ("DBABBg~BVqqqqpY.QA", .granted(.notRequired)),
        ("DBABBg~BVWSSSVY.YA", .refused(.gppOptOut(8, .sale))),
        ("DBABBg~BbYbGwXY.YA", .refused(.gppOptOut(8, .sale))),
        ("DBABRg~BVVVVWY", .refused(.gppOptOut(9, .sale))),
        ("DBABJg~BVVVVVg.YA", .refused(.gppOptOut(10, .sale))),
        ("DBABFg~BVVVVVmA", .refused(.gppOptOut(11, .sale))),
        ("DBABVg~BVVVVVVg.YA", .refused(.gppOptOut(12, .sale))),
        // A group of ids, 5 to 6: Canada is unknown here.
        (
            "DBABjw~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN",
            .refused(.gppSectionUnknown(5))
        ),
    ]

    @Test(arguments: gppStrings)
    func `GPP strings of the references opt out or do not`(
        text: String, decision: ConsentDecision
    ) {
        #expect(ConsentSignals(gpp: text).decision == decision)
    }

    /// Fields of two bits before SaleOptOut, and all bits, by section id.
    private static let layouts: [(Int, Int, Int)] = [
        (7, 6, 60), (8, 3, 46), (9, 3, 40), (10, 3, 38), (11, 4, 42), (12, 3, 44), (13, 3, 46),
        (14, 3, 46), (15, 3, 52), (16, 3, 42), (17, 3, 52), (18, 4, 42), (19, 3, 42), (20, 3, 46),
        (21, 3, 54), (22, 3, 42), (23, 3, 42),
    ]

    /// A core in which one field of two bits, counted from 0, holds a value and all others 2.
    private func core(_ field: Int, _ value: Int, bitCount: Int, version: Int = 1) -> String {
        var bits = BitWriter()
        bits.number(version, 6)
        for index in 0..<(bitCount - 6) / 2 { bits.number(index == field ? value : 2, 2) }
        return bits.text
    }

    @Test(arguments: layouts)
    func `each section opts out by its own fields and by no other`(
        id: Int, sale: Int, bitCount: Int
    ) {
        for field in 0..<(bitCount - 6) / 2 {
            let gpp = gppHeader([id]) + "~" + core(field, 1, bitCount: bitCount)
            var expected = ConsentDecision.granted(.notRequired)
            if field == sale { expected = .refused(.gppOptOut(id, .sale)) }
            if field == sale + 1, id < 9 { expected = .refused(.gppOptOut(id, .sharing)) }
            #expect(ConsentSignals(gpp: gpp).decision == expected, "section \(id), \(field)")
        }
    }

    @Test(arguments: layouts)
    func `a section cut short, of another version or with an undefined value is unreadable`(
        id: Int, sale: Int, bitCount: Int
    ) {
        let whole = core(0, 2, bitCount: bitCount)
        let cases: [(String, ConsentStringError)] = [
            (String(whole.dropLast(2)), .truncated),
            (core(0, 2, bitCount: bitCount, version: 0), .unknownVersion(0)),
            (core(0, 2, bitCount: bitCount, version: 3), .unknownVersion(3)),
            (core(sale, 3, bitCount: bitCount), .invalidValue),
            (whole + ".AA", .unknownType(0)), (whole + ".YA.YA", .duplicateSegment(1)),
            (whole + ".", .invalidCharacter), ("", .invalidCharacter),
        ]
        for (section, error) in cases {
            let decision = ConsentSignals(gpp: gppHeader([id]) + "~" + section).decision
            #expect(decision == .refused(.gppSectionUnreadable(id, error)), "\(section)")
        }
    }

    @Test func `a header that names millions of sections is refused at once`() {
        var bits = BitWriter()
        bits.number(3, 6)
        bits.number(1, 6)
        bits.number(4095, 12)
        for _ in 0..<4095 {
            bits.number(1, 1)
            bits.fibonacci(1)
            bits.fibonacci(60_000)
        }
        // 4,095 groups of 60,000 ids would take all memory: the first one ends it.
        let decision = ConsentSignals(gpp: bits.text + "~a~b").decision
        #expect(decision == .refused(.gppUnreadable(.sectionCount)))
        var long = BitWriter()
        long.number(3, 6)
        long.number(1, 6)
        long.number(1, 12)
        long.number(0, 1)
        for _ in 0..<500 { long.number(0b01, 2) }
        #expect(
            ConsentSignals(gpp: long.text + "~a").decision
                == .refused(.gppUnreadable(.invalidValue)))
    }
}
