import BroadsheetAds
import BroadsheetTestSupport
import Testing

@testable import BroadsheetServer

struct AuctionFuzzTests {
    @Test(arguments: [1, 20_260_704] as [UInt64])
    func `damaged requests never trap and never get an ad that they don't take`(
        seed: UInt64
    ) throws {
        let samples = try AuctionCase.all().map(\.body).filter { $0.count < 4_096 }
        let result = AuctionFuzz.run(
            seed: seed, count: 10_000, samples: samples, read: Self.read)
        #expect(result.cases == 10_000)
        #expect(result.read > 1_000)
        #expect(result.failures.isEmpty, "seed \(seed): \(result.failures.prefix(5))")
    }

    private static func read(_ bytes: [UInt8]) -> AuctionFuzz.Request? {
        guard let request = try? AuctionRequest(bytes) else { return nil }
        return AuctionFuzz.Request(auction: request.auction) { ads in
            let outcomes = ads.map { ad -> AuctionAnswer.Outcome in
                guard let ad else { return .none(.noneEligible) }
                return .bid(
                    AuctionAnswer.Bid(
                        decision: "d", ad: ad, domain: "dog.example", html: "<p>", clickURL: "/c",
                        impressionURL: "/i", hasAbsoluteAddresses: false, lifetime: 1_800))
            }
            return AuctionAnswer(request, outcomes, currency: "USD").body
        }
    }
}
