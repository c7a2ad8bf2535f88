import BroadsheetAds
import Testing

/// Signals and what follows.
struct ConsentCase: Sendable, CustomTestStringConvertible {
    let name: String
    let signals: ConsentSignals
    let decision: ConsentDecision

    init(_ name: String, _ signals: ConsentSignals, _ decision: ConsentDecision) {
        self.name = name
        self.signals = signals
        self.decision = decision
    }

    var testDescription: String { name }
}

@Suite struct ConsentDecisionTests {
    private static let granting: String = TestTC(purposes: [1, 7]).text
    private static let denying: String = TestTC(purposes: [2, 3, 4]).text

    private static let signals: [ConsentCase] = [
        ConsentCase("nothing said", .init(), .granted(.notRequired)),
        ConsentCase("GDPR does not apply", .init(gdpr: 0), .granted(.notRequired)),
        ConsentCase(
            "empty strings", .init(tcf: "", gpp: "", usPrivacy: ""), .granted(.notRequired)),
        ConsentCase("purpose 1", .init(gdpr: 1, tcf: granting), .granted(.purposeOne)),
        ConsentCase(
            "no purpose 1", .init(gdpr: 1, tcf: denying), .refused(.purposeOneNotGranted)),
        ConsentCase(
            "denied where the GDPR does not apply", .init(gdpr: 0, tcf: denying),
            .granted(.notRequired)),
        ConsentCase("GDPR without a string", .init(gdpr: 1), .refused(.tcfMissing)),
        ConsentCase("empty string", .init(gdpr: 1, tcf: ""), .refused(.tcfMissing)),
        ConsentCase("GDPR 2", .init(gdpr: 2, tcf: granting), .refused(.unknownGDPR(2))),
        ConsentCase("GDPR -1", .init(gdpr: -1), .refused(.unknownGDPR(-1))),
        ConsentCase("GPC", .init(gdpr: 1, tcf: granting, gpc: true), .refused(.gpc)),
        ConsentCase("COPPA before GPC", .init(gpc: true, coppa: true), .refused(.coppa)),
        ConsentCase(
            "a macro that nobody filled", .init(tcf: "${GDPR_CONSENT_1}"),
            .refused(.tcfUnreadable(.invalidCharacter))),
        ConsentCase(
            "unreadable where the GDPR does not apply", .init(gdpr: 0, tcf: "CPX"),
            .refused(.tcfUnreadable(.truncated))),
        ConsentCase("US Privacy", .init(usPrivacy: "1YNN"), .granted(.notRequired)),
        ConsentCase("US Privacy n/a", .init(usPrivacy: "1---"), .granted(.notRequired)),
        ConsentCase("sold", .init(usPrivacy: "1NYN"), .refused(.usPrivacyOptOut)),
        ConsentCase("small letters", .init(usPrivacy: "1ny-"), .refused(.usPrivacyOptOut)),
        ConsentCase(
            "US Privacy 2", .init(usPrivacy: "2YNN"),
            .refused(.usPrivacyUnreadable(.unknownVersion(2)))),
        ConsentCase(
            "US Privacy, short", .init(usPrivacy: "1YN"),
            .refused(.usPrivacyUnreadable(.truncated))),
        ConsentCase(
            "US Privacy, wrong letter", .init(usPrivacy: "1YXN"),
            .refused(.usPrivacyUnreadable(.invalidCharacter))),
        ConsentCase(
            "US Privacy, long", .init(usPrivacy: "1YNNN"),
            .refused(.usPrivacyUnreadable(.tooLong(byteCount: 5)))),
    ]

    @Test(arguments: signals)
    func `the signals decide, and the first refusal is the reason`(item: ConsentCase) {
        #expect(item.signals.decision == item.decision)
        var isGranted = false
        if case .granted = item.decision { isGranted = true }
        #expect(item.signals.decision.allowsReaderState == isGranted)
    }

    private static func gpp(_ ids: [Int], _ sections: String...) -> String {
        ([gppHeader(ids)] + sections).joined(separator: "~")
    }

    private static let sections: [ConsentCase] = [
        ConsentCase(
            "section 2 serves for the TC string", .init(gdpr: 1, gpp: gpp([2], granting)),
            .granted(.purposeOne)),
        ConsentCase(
            "gpp_sid 2 puts the GDPR in force", .init(gpp: gpp([2], denying), gppSectionIDs: [2]),
            .refused(.purposeOneNotGranted)),
        ConsentCase(
            "both strings must grant", .init(gdpr: 1, tcf: granting, gpp: gpp([2], denying)),
            .refused(.purposeOneNotGranted)),
        ConsentCase(
            "gpp_sid 2 is served by the TC string", .init(tcf: granting, gppSectionIDs: [2]),
            .granted(.purposeOne)),
        ConsentCase(
            "opt-out in a section that is not in force",
            .init(gpp: gpp([6], "1YYN"), gppSectionIDs: [-1]), .refused(.gppOptOut(6, .sale))),
        ConsentCase(
            "missing section", .init(gpp: gpp([6], "1YNN"), gppSectionIDs: [6, 7]),
            .refused(.gppSectionMissing(7))),
        ConsentCase(
            "sections without a string", .init(gppSectionIDs: [8]),
            .refused(.gppSectionMissing(8))),
        ConsentCase(
            "no section in force", .init(gpp: gpp([5], "abc"), gppSectionIDs: [-1]),
            .granted(.notRequired)),
        ConsentCase(
            "unknown, and in force", .init(gpp: gpp([5], "abc"), gppSectionIDs: [5]),
            .refused(.gppSectionUnknown(5))),
        ConsentCase(
            "unknown, and perhaps in force", .init(gpp: gpp([24], "abc")),
            .refused(.gppSectionUnknown(24))),
        ConsentCase(
            "unreadable, not in force", .init(gpp: gpp([7], "!"), gppSectionIDs: [-1]),
            .refused(.gppSectionUnreadable(7, .invalidCharacter))),
        ConsentCase(
            "unreadable TC string", .init(gpp: gpp([2], "DBAA")),
            .refused(.gppSectionUnreadable(2, .unknownVersion(3)))),
        ConsentCase(
            "a TC string for a GPP string", .init(gpp: granting),
            .refused(.gppUnreadable(.unknownType(2)))),
        ConsentCase(
            "a header for two, one section", .init(gpp: gpp([2, 6], granting)),
            .refused(.gppUnreadable(.sectionCount))),
        ConsentCase(
            "a header for one, two sections", .init(gpp: gpp([6], "1YNN", "1YNN")),
            .refused(.gppUnreadable(.sectionCount))),
    ]

    @Test(arguments: sections)
    func `sections of a GPP string opt out, stand in for others or cannot be read`(
        item: ConsentCase
    ) {
        #expect(item.signals.decision == item.decision)
    }
}
