import Foundation
import Testing

struct KillTests {
    @Test
    func `no impression or click that was answered is lost when the server is killed`()
        async throws
    {
        let seed = UInt64.random(in: 0...999_999)
        print("seed \(seed)")
        var random = seed
        let scratch = try Scratch()
        let db = try await scratch.catalogue(campaigns: true)
        var promised = AdLoad.Answers()
        for _ in 1...4 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let server = try await Server(db: db)
            let load = AdLoad(server: server, adsBeforeStop: 10 + Int(random >> 33) % 80)
            let pause = Double(random >> 40 & 0xFF) / 20_000
            let answers = try await load.run {
                try await Task.sleep(for: .seconds(pause))
                server.program.send(SIGKILL)
            }
            let result = try await server.program.end()
            #expect(result.code == 128 + SIGKILL)
            #expect(answers.failures == [] && !answers.impressions.isEmpty)
            promised.add(answers)
            // A server that starts over the same files goes on where the last one ended.
            try scratch.expectBilled(promised)
        }
        let server = try await Server(db: db)
        #expect(try await server.get("/v1/slots/front-top/ad").status == 200)
        print(
            "\(promised.ads) ads, \(promised.impressions.count) impressions, "
                + "\(promised.clicks.count) clicks, 4 kills")
    }
}
