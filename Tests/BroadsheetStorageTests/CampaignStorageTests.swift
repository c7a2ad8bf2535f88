import BroadsheetAds
import BroadsheetStorage
import Foundation
import Testing

@Suite struct CampaignStorageTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Slots and campaigns that use every column.
    private static let full = AdCatalogue(
        slots: [
            Slot(
                id: "top", sizes: [AdSize(width: 728, height: 90), AdSize(width: 320, height: 50)],
                formats: [.image, .html], priority: 2, exploration: 0.02,
                defaultCreative: "line-1-html")
        ],
        advertisers: [
            Advertiser(
                id: "adv", name: "Advertiser", domain: "adv.example", labels: ["hosting"],
                brandSafety: BrandSafety(
                    topics: ["A crash: many are injured."], keywords: ["crash"], atLeast: 0.25))
        ],
        campaigns: [
            Campaign(
                id: "camp", advertiser: "adv", name: "Summer", timeZone: "America/New_York",
                labels: ["drinks"], status: .active,
                lineItems: [line("line-1"), line("line-2")])
        ])

    private static func line(_ id: String) -> LineItem {
        LineItem(
            id: id, tier: .guaranteed, weight: 2.5, starts: Date(timeIntervalSince1970: 0),
            ends: Date(timeIntervalSince1970: 86_400), slots: ["top"],
            sections: InclusionRule(include: ["World"], exclude: ["World/Asia"]),
            tags: InclusionRule(include: ["a"], exclude: ["b"]),
            targeting: .all([
                .test(TargetingTest(.country, ["US", "DE"])),
                .not(.any([.test(TargetingTest(.keyValues, key: "k", ["v"]))])),
            ]), shareOfVoice: 0.25, goal: Goal(unit: .viewableImpressions, count: .max),
            pacing: .curve([1, 0.5]), labels: ["beer"],
            price: Price(model: .cpm, amountMicros: 4_200_000), status: .paused,
            creatives: [
                Creative(
                    id: id + "-html", kind: .html, size: AdSize(width: 728, height: 90), weight: 3,
                    status: .active, clickURL: "https://c.example/", html: "<b>x</b>",
                    impressionTrackers: ["https://t.example/"]),
                Creative(
                    id: id + "-native", kind: .native, status: .archived,
                    clickURL: "https://c.example/", image: "https://i.example/", alt: "Alt",
                    title: "Title", text: "Text", sponsoredBy: "Us", callToAction: "Go"),
            ],
            context: ContextRule(
                brief: "Gardens,\n\n\"and\" what grows in them", keywords: ["seed", "Gemüse"],
                atLeast: 0.125, weighs: true),
            brandSafety: BrandSafety(keywords: ["poison"]))
    }

    /// The same with no status named.
    private static var unsaid: AdCatalogue {
        var ads = full
        for campaign in ads.campaigns.indices {
            ads.campaigns[campaign].status = nil
            for item in ads.campaigns[campaign].lineItems.indices {
                ads.campaigns[campaign].lineItems[item].status = nil
                for creative in ads.campaigns[campaign].lineItems[item].creatives.indices {
                    ads.campaigns[campaign].lineItems[item].creatives[creative].status = nil
                }
            }
        }
        return ads
    }

    private typealias Entry = CampaignImportSummary.Entry

    @Test func `campaigns come back as they went in`() throws {
        let catalogue = try scratch.catalogue()
        let summary = try catalogue.importCampaigns(Self.full)
        #expect(summary.new == 9)
        let (ads, warnings) = try catalogue.loadAds()
        #expect(ads == Self.full)
        #expect(warnings == StorageWarnings())
    }

    @Test func `the same files again change nothing and leave no trace in the feed`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        let follower = try Follower(catalogue)
        let summary = try catalogue.importCampaigns(Self.full)
        #expect(summary.unchanged == 9)
        #expect(summary.new + summary.updated == 0)
        #expect(try follower.follow() == nil)
    }

    @Test func `a status that the files do not name is active at first and then stays`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.unsaid)
        #expect(try catalogue.loadAds().ads.campaigns.first?.status == .active)
        try scratch.shell("UPDATE campaign SET status='paused'")
        #expect(try catalogue.importCampaigns(Self.unsaid).unchanged == 9)
        #expect(try catalogue.loadAds().ads.campaigns.first?.status == .paused)
    }

    @Test func `what the files no longer name stays and is listed`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        var fewer = Self.full
        fewer.campaigns[0].lineItems.removeLast()
        let summary = try catalogue.importCampaigns(fewer)
        #expect(
            summary.kept == [
                Entry(kind: "line_item", id: "line-2"), Entry(kind: "creative", id: "line-2-html"),
            ])
        #expect(summary.archived == [])
        #expect(try catalogue.loadAds().ads == Self.full)
    }

    @Test func `replace archives what the files no longer name`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        let summary = try catalogue.importCampaigns(AdCatalogue(), replace: true)
        #expect(
            summary.archived.map(\.id) == [
                "top", "adv", "camp", "line-1", "line-2", "line-1-html", "line-2-html",
            ])
        let ads = try catalogue.loadAds().ads
        #expect(ads.slots == [])
        #expect(ads.campaigns.map(\.status) == [.archived])
    }

    @Test func `naming it again brings a slot back; a campaign stays archived and is listed`()
        throws
    {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.unsaid)
        _ = try catalogue.importCampaigns(AdCatalogue(), replace: true)
        let summary = try catalogue.importCampaigns(Self.unsaid)
        #expect(summary.stillArchived.first == Entry(kind: "campaign", id: "camp"))
        let ads = try catalogue.loadAds().ads
        #expect(ads.slots == Self.full.slots)
        #expect(ads.campaigns.map(\.status) == [.archived])
    }

    @Test func `a campaign without its advertiser is refused and nothing goes in`() throws {
        let catalogue = try scratch.catalogue()
        var orphaned = Self.full
        orphaned.advertisers = []
        let error = #expect(throws: StorageError.self) {
            _ = try catalogue.importCampaigns(orphaned)
        }
        #expect(error?.description.contains("campaign camp: ") == true)
        #expect(try catalogue.loadAds().ads == AdCatalogue())
    }

    @Test func `orphans that still appear are left out with a warning each`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        try scratch.shell(
            "DROP TRIGGER line_item_kept_for_creative; DELETE FROM line_item WHERE id='line-2'")
        let (ads, warnings) = try catalogue.loadAds()
        #expect(ads.campaigns.first?.lineItems.map(\.id) == ["line-1"])
        #expect(
            warnings.examples == [
                "creative line-2-html: its line_item is missing; left out",
                "creative line-2-native: its line_item is missing; left out",
            ])
    }

    @Test(arguments: [
        "weight=0", "weight=9e999", "weight='x'", "tier='gold'", "starts='soon'",
        "context=x'7B7D'", "context='[]'", "context='{}'", "context=''", "context=1",
        #"context='{"brief":"sea","at_least":2}'"#, #"context='{"brief":"sea","atleast":0.1}'"#,
        #"context='{"brief":["sea"]}'"#, #"context='{"keywords":["..."]}'"#,
        "brand_safety='{}'", #"brand_safety='{"topics":["war"],"at_least":0}'"#,
        #"brand_safety='{"keywords":["war",1]}'"#,
        #"brand_safety='{"keywords":["war"],"brief":"x"}'"#,
    ])
    func `a line item that no decision can use is left out with a warning`(change: String) throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        try scratch.shell(
            "PRAGMA ignore_check_constraints=1; UPDATE line_item SET \(change) WHERE id='line-1'")
        let (ads, warnings) = try catalogue.loadAds()
        #expect(ads.campaigns.first?.lineItems.map(\.id) == ["line-2"])
        #expect(warnings.count > 0)
    }

    @Test func `an advertiser whose brand safety can't be read has no campaigns`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        try scratch.shell(#"UPDATE advertiser SET brand_safety='{"topic":["war"]}'"#)
        let (ads, warnings) = try catalogue.loadAds()
        #expect(ads.advertisers == [] && ads.campaigns == [])
        #expect(
            warnings.examples.contains(
                "advertiser adv: has a brand safety that can't be read; the row is left out"))
    }

    @Test(arguments: [
        "advertiser SET brand_safety", "line_item SET brand_safety", "line_item SET context",
    ])
    func `only a JSON object goes into a column of rules on articles`(column: String) throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        for value in ["'[]'", "'x'", "''", "1"] {
            let complaint = try scratch.complaint("UPDATE \(column)=\(value)")
            #expect(complaint.contains("CHECK constraint failed"), "\(value): \(complaint)")
        }
        #expect(try scratch.complaint("UPDATE \(column)=NULL") == "")
    }

    @Test func `a line item moves with its file from one campaign to another`() throws {
        let catalogue = try scratch.catalogue()
        _ = try catalogue.importCampaigns(Self.full)
        var moved = Self.full
        moved.campaigns.append(
            Campaign(
                id: "other", advertiser: "adv", name: "Other",
                lineItems: [moved.campaigns[0].lineItems.removeLast()]))
        let summary = try catalogue.importCampaigns(moved)
        #expect(summary.kept == [])
        #expect(
            try catalogue.loadAds().ads.campaigns.map { $0.lineItems.map(\.id) }
                == [["line-1"], ["line-2"]])
    }
}
