/// What a request says about a reader's privacy choices, as it arrived and unread.
///
/// Fields are those of OpenRTB 2.6 (`regs.gdpr`, `user.consent`, `regs.gpp`, `regs.gpp_sid`,
/// `regs.us_privacy`, `regs.coppa`, the header `Sec-GPC`) and of `reader` in `POST /v1/page`. An
/// empty string is an absent one. ``decision`` says what follows from them.
package struct ConsentSignals: Sendable, Hashable {
    /// 1 where the GDPR applies, 0 where it does not, nil where nothing is said.
    package var gdpr: Int?
    /// TC string of the Transparency and Consent Framework, version 2.
    package var tcf: String?
    /// String of the Global Privacy Platform, version 1.
    package var gpp: String?
    /// Sections of `gpp` that are in force here; -1 stands for none, an empty list for not said.
    package var gppSectionIDs: [Int]
    /// US Privacy string such as `1YNN`.
    package var usPrivacy: String?
    /// Whether the browser sends Global Privacy Control.
    package var gpc: Bool
    /// Whether the page is directed at children (COPPA).
    package var coppa: Bool

    package init(
        gdpr: Int? = nil, tcf: String? = nil, gpp: String? = nil, gppSectionIDs: [Int] = [],
        usPrivacy: String? = nil, gpc: Bool = false, coppa: Bool = false
    ) {
        self.gdpr = gdpr
        self.tcf = tcf
        self.gpp = gpp
        self.gppSectionIDs = gppSectionIDs
        self.usPrivacy = usPrivacy
        self.gpc = gpc
        self.coppa = coppa
    }
}
