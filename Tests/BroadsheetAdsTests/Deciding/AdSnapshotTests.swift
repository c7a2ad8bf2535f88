import BroadsheetAds
import Foundation
import Testing

@Suite struct AdSnapshotTests {
    private let lineItems = [
        CampaignFixture.lineItem("b", weight: 0.1) {
            $0.starts = CampaignFixture.now
            $0.price = Price(model: .cpm, amountMicros: .max)
        },
        CampaignFixture.lineItem("a") { $0.creatives[0].alt = "\u{E9} \"/\u{1F5DE}" },
    ]

    @Test func `equal content has equal canonical bytes, whatever the order it came in`() throws {
        let bytes = try CampaignFixture.snapshot(lineItems).canonicalBytes()
        let reversed = try CampaignFixture.snapshot(lineItems.reversed()).canonicalBytes()
        #expect(bytes == reversed)
    }

    @Test func `what takes no part in decisions is not in the canonical bytes`() throws {
        let bytes = try CampaignFixture.snapshot(lineItems).canonicalBytes()
        var more = lineItems
        more[0].status = .active
        more[0].creatives.append(CampaignFixture.creative("x"))
        more[0].creatives[1].status = .paused
        more.append(CampaignFixture.lineItem("c") { $0.status = .archived })
        #expect(try CampaignFixture.snapshot(more).canonicalBytes() == bytes)
    }

    @Test func `a change of any kind changes the canonical bytes`() throws {
        let bytes = try CampaignFixture.snapshot(lineItems).canonicalBytes()
        var changed = lineItems
        changed[0].weight = 0.1.nextUp
        #expect(try CampaignFixture.snapshot(changed).canonicalBytes() != bytes)
        changed = lineItems
        changed[0].ends = .distantFuture
        #expect(try CampaignFixture.snapshot(changed).canonicalBytes() != bytes)
    }

    @Test func `the canonical form is JSON of version 3 with sorted keys`() throws {
        let bytes = try AdSnapshot(AdCatalogue(slots: [CampaignFixture.slot])).canonicalBytes()
        let expected =
            #"{"catalogue":{"advertisers":[],"campaigns":[],"slots":[{"exploration":0,"formats":"#
            + #"["image","html","native"],"id":"top","priority":1,"sizes":[{"height":90,"width":728}]}]},"#
            + #""version":3}"#
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func `a snapshot read back from its bytes decides as the original`() throws {
        let original = CampaignFixture.snapshot(lineItems)
        let copy = try AdSnapshot(canonicalBytes: original.canonicalBytes())
        #expect(copy.catalogue == original.catalogue)
        let request = CampaignFixture.request()
        #expect(copy.distribution(request) == original.distribution(request))
        #expect(copy.distribution(request).count == 2)
    }

    @Test func `bytes of another version and damaged bytes are refused`() {
        let newer = Array(#"{"version":3}"#.utf8)
        #expect(throws: AdSnapshot.DecodingFailure.self) { try AdSnapshot(canonicalBytes: newer) }
        #expect(throws: AdSnapshot.DecodingFailure.self) {
            try AdSnapshot(canonicalBytes: [1, 2, 3])
        }
    }

    @Test func `slots of a page are filled by rising priority, then by id bytes`() {
        let slots = [("z", 1), ("b", 2), ("B", 2), ("a", 3)].map {
            Slot(id: $0.0, sizes: [CampaignFixture.size], priority: $0.1)
        }
        let snapshot = CampaignFixture.snapshot([], slots: slots)
        let order = snapshot.fillOrder(of: ["a", "b", "nowhere", "B", "z", "a"])
        #expect(order == ["z", "B", "b", "a", "nowhere"])
    }

    @Test func `repeated decisions that find nothing are counted by reason`() {
        let snapshot = CampaignFixture.snapshot(lineItems)
        let request = CampaignFixture.request { $0.articleAdPolicy = .none }
        let tally = snapshot.decide(request, repeated: 12, seed: 1)
        #expect(tally.lineItems == [] && tally.repetitions == 12)
        #expect(tally.noFill.map(\.reason) == [.off] && tally.noFill.map(\.count) == [12])
        #expect(snapshot.decide(request, repeated: -1, seed: 1).repetitions == 0)
    }

    @Test func `repeated decisions with one seed give the same counts, with another others`() {
        let snapshot = CampaignFixture.snapshot(lineItems)
        let request = CampaignFixture.request()
        let first = snapshot.decide(request, repeated: 1_000, seed: 1)
        #expect(first == snapshot.decide(request, repeated: 1_000, seed: 1))
        #expect(first != snapshot.decide(request, repeated: 1_000, seed: 2))
    }
}
