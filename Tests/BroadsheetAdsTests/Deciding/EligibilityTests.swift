import BroadsheetAds
import Foundation
import Testing

@Suite struct EligibilityTests {
    /// What keeps a line item from serving, or nil.
    private func verdict(
        of lineItem: LineItem, labels: [String] = [], campaign: DeliveryStatus? = nil,
        request: (inout AdRequest) -> Void = { _ in }
    ) -> Ineligibility? {
        var catalogue = CampaignFixture.catalogue([lineItem], labels: labels)
        catalogue.campaigns[0].status = campaign
        let request = CampaignFixture.request(change: request)
        let rows = AdSnapshot(catalogue).explain(request).rows
        guard case .ineligible(let reason) = rows.first?.verdict else { return nil }
        return reason
    }

    @Test(arguments: [-1e12, -62_135_596_800, 0, 7.3e10, 1e12])
    func `a flight without start and end is open in every year`(seconds: Double) {
        let now = Date(timeIntervalSince1970: seconds)
        #expect(verdict(of: CampaignFixture.lineItem("a")) { $0.now = now } == nil)
    }

    @Test(arguments: [
        (-1.0, Ineligibility.notStarted), (0, nil), (3_599, nil), (3_600, .ended), (3_601, .ended),
    ])
    func `a flight starts with its first second and ends before its last moment`(
        seconds: Double, expected: Ineligibility?
    ) {
        let lineItem = CampaignFixture.lineItem("a") {
            $0.starts = CampaignFixture.now
            $0.ends = CampaignFixture.now.addingTimeInterval(3_600)
        }
        let found = verdict(of: lineItem) { $0.now.addTimeInterval(seconds) }
        #expect(found == expected)
    }

    @Test(
        arguments: [
            ("World", ["World"], [], true), ("World/Asia", ["World"], [], true),
            ("Worldwide", ["World"], [], false), ("world", ["World"], [], false),
            ("World", ["World/Asia"], [], false), ("", ["World"], [], false), ("", [], [], true),
            ("Sport", [], ["World"], true), ("World/Asia", [], ["World"], false),
            ("World/Asia", ["World"], ["World/Asia"], false),
            ("World/Europe", ["World"], ["World/Asia"], true),
            ("World/Asia/Japan", ["Sport", "World/Asia"], [], true),
            ("World/Asiatic", ["World"], ["World/Asia"], true),
            ("Caf\u{E9}", ["Cafe\u{301}"], [], false),
        ] as [(String, [String], [String], Bool)])
    func `a section matches by whole parts of its path, case-sensitively`(
        section: String, include: [String], exclude: [String], isEligible: Bool
    ) {
        let lineItem = CampaignFixture.lineItem("a") {
            $0.sections = InclusionRule(include: include, exclude: exclude)
        }
        let found = verdict(of: lineItem) { $0.articleSection = section }
        #expect(found == (isEligible ? nil : .section))
    }

    @Test(
        arguments: [
            (["a"], ["a"], [], true), (["a", "b"], ["b"], [], true), (["A"], ["a"], [], false),
            ([], ["a"], [], false), (["a"], [], ["a"], false), (["a", "b"], ["a"], ["b"], false),
            ([], [], ["b"], true), (["ab"], ["a"], [], false),
        ] as [([String], [String], [String], Bool)])
    func `one included tag is needed, one excluded tag forbids`(
        tags: [String], include: [String], exclude: [String], isEligible: Bool
    ) {
        let lineItem = CampaignFixture.lineItem("a") {
            $0.tags = InclusionRule(include: include, exclude: exclude)
        }
        let found = verdict(of: lineItem) { $0.articleTags = tags }
        #expect(found == (isEligible ? nil : .tag))
    }

    @Test(arguments: [
        (Tier.standard, AdRequest.AdPolicy.all, nil), (.standard, .house, Ineligibility.houseOnly),
        (.sponsorship, .house, .houseOnly), (.house, .house, nil), (.house, .none, .adsOff),
        (.standard, .none, .adsOff),
    ])
    func `an article admits all ads, only the house's, or none`(
        tier: Tier, policy: AdRequest.AdPolicy, expected: Ineligibility?
    ) {
        let lineItem = CampaignFixture.lineItem("a", tier: tier)
        #expect(verdict(of: lineItem) { $0.articleAdPolicy = policy } == expected)
    }

    @Test(arguments: [(["gambling"], true), (["Gambling"], false), ([], false)])
    func `an article excludes advertisers by label`(labels: [String], isExcluded: Bool) {
        let found = verdict(of: CampaignFixture.lineItem("a"), labels: ["cars", "gambling"]) {
            $0.articleAdLabels = labels
        }
        #expect(found == (isExcluded ? .excludedLabel : nil))
    }

    @Test(
        arguments: [
            (nil, nil, nil), (.active, .active, nil), (.paused, nil, Ineligibility.paused),
            (nil, .paused, .paused), (.archived, .paused, .archived), (nil, .archived, .archived),
        ] as [(DeliveryStatus?, DeliveryStatus?, Ineligibility?)])
    func `paused and archived campaigns and line items do not serve`(
        campaign: DeliveryStatus?, lineItem: DeliveryStatus?, expected: Ineligibility?
    ) {
        let item = CampaignFixture.lineItem("a") { $0.status = lineItem }
        #expect(verdict(of: item, campaign: campaign) == expected)
    }

    @Test(
        arguments: [
            (.image, "1x1", nil), (.image, nil, nil), (.native, "1x1", nil),
            (.image, "728x90", .paused),
        ] as [(Creative.Kind, String?, DeliveryStatus?)])
    func `a line item needs an active creative that fits the slot`(
        kind: Creative.Kind, size: String?, status: DeliveryStatus?
    ) {
        let lineItem = CampaignFixture.lineItem("a") {
            $0.creatives[0].kind = kind
            $0.creatives[0].size = size.flatMap(AdSize.init(text:))
            $0.creatives[0].status = status
        }
        #expect(verdict(of: lineItem) == .noFittingCreative)
    }

    @Test func `a native creative without a size fits every slot that takes native ads`() {
        let lineItem = CampaignFixture.lineItem("a") {
            $0.creatives[0].kind = .native
            $0.creatives[0].size = nil
        }
        let ad = CampaignFixture.snapshot([lineItem])
            .decide(CampaignFixture.request(), using: FixedDraw(number: 0)).ad
        #expect(ad?.size == CampaignFixture.size)
        let slot = Slot(id: "top", sizes: [CampaignFixture.size], formats: [.image])
        let explanation = CampaignFixture.snapshot([lineItem], slots: [slot])
            .explain(CampaignFixture.request())
        #expect(explanation.rows.map(\.verdict) == [.ineligible(.noFittingCreative)])
    }

    @Test(arguments: [0, -1, .nan, .infinity] as [Double])
    func `a weight that another program wrote and no draw can use keeps a line item out`(
        weight: Double
    ) {
        #expect(verdict(of: CampaignFixture.lineItem("a", weight: weight)) == .unusable)
    }

    @Test func `a line item whose advertiser is unknown does not serve`() {
        var catalogue = CampaignFixture.catalogue([CampaignFixture.lineItem("a")])
        catalogue.advertisers = []
        let snapshot = AdSnapshot(catalogue)
        #expect(snapshot.setAside(in: "top").map(\.reason) == [.unusable])
        #expect(snapshot.distribution(CampaignFixture.request()).isEmpty)
    }
}
