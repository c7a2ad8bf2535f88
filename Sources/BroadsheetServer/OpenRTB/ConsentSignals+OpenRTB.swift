internal import BroadsheetAds

extension ConsentSignals {
    /// The privacy fields of a bid request, where OpenRTB 2.6 has them and where 2.5 had them
    /// (`regs.ext.gdpr`, `regs.ext.us_privacy`, `user.ext.consent`).
    ///
    /// Two places that say different things refuse the request: two readers would respect two
    /// different choices.
    init(_ body: WireObject, gpc: Bool) throws(AuctionProblem) {
        let regs = try body.child("regs")
        let old = try regs?.child("ext")
        let user = try body.child("user")
        self.init(
            gdpr: try Self.agreed(try regs?.flag("gdpr"), try old?.flag("gdpr"), "regs.gdpr")
                .map { $0 ? 1 : 0 },
            tcf: try Self.agreed(
                try user?.text("consent"), try user?.child("ext")?.text("consent"),
                "user.consent"),
            gpp: try Self.agreed(try regs?.text("gpp"), try old?.text("gpp"), "regs.gpp"),
            gppSectionIDs: try Self.sections(regs, old),
            usPrivacy: try Self.agreed(
                try regs?.text("us_privacy"), try old?.text("us_privacy"), "regs.us_privacy"),
            gpc: gpc, coppa: try regs?.flag("coppa") ?? false)
        if let old, try Self.isSet("gpc", old) { self.gpc = true }
    }

    /// What two places say: the same, or only one of them anything.
    private static func agreed<Value: Equatable>(
        _ new: Value?, _ old: Value?, _ place: String
    ) throws(AuctionProblem) -> Value? {
        guard let new, let old, new != old else { return new ?? old }
        throw AuctionProblem(
            place, found: "another value in ext", expected: "the same in both places, or one")
    }

    /// Of both places; -1 for none and an empty list is what nobody says.
    private static func sections(
        _ regs: WireObject?, _ old: WireObject?
    ) throws(AuctionProblem) -> [Int] {
        let new = try regs?.wholes("gpp_sid") ?? []
        for id in try old?.wholes("gpp_sid") ?? [] where !new.contains(id) {
            guard new.isEmpty else {
                throw AuctionProblem(
                    "regs.gpp_sid", found: "another value in ext",
                    expected: "the same in both places, or one")
            }
            return try old?.wholes("gpp_sid") ?? []
        }
        return new
    }

    /// A copy of the header `Sec-GPC`, which is a text; numbers and truth values are met as well.
    private static func isSet(
        _ name: String, _ object: WireObject
    ) throws(AuctionProblem) -> Bool {
        switch object.object[name] {
        case nil: return false
        case .text(let text): return text == "1"
        case .bool(let bool): return bool
        case .number: return try object.flag(name) ?? false
        case .some(let other):
            throw AuctionProblem(
                object.place(name), found: other.kind, expected: "a text such as `1`")
        }
    }
}
