import Benchmark
import Broadsheet
import BroadsheetArticles
import Foundation

// What is measured: one article's ten related articles and a whole page, through the public engine,
// reasons included. Data: 2,000 made-up articles of about 200 words over a vocabulary of 20,000
// with a few frequent words (seed 7), so it says what a request costs, never how good a list is.
// Left out: HTTP, loading, the full size of a site; Benchmarks/peers/compare has real text.

/// SplitMix64; equal articles in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64 = 7

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

func articles(count: Int) -> [Article] {
    var random = Seeded()
    return (0..<count).map { number in
        let words = (0..<200).map { _ in
            let spread = Double.random(in: 0..<1, using: &random)
            return "word\(Int(spread * spread * spread * 20_000))"
        }
        return Article(id: "article-\(number)", title: words[0], body: words.joined(separator: " "))
    }
}

func engine() async throws -> Engine {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "bench.sqlite").path
    try Engine.createCatalogue(at: path)
    let engine = try await Engine(catalogue: path)
    _ = try await engine.publish(contentsOf: articles(count: 2_000))
    return engine
}

let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.wallClock, .cpuTotal, .instructions, .throughput], maxDuration: .seconds(3))

    Benchmark("one article's ten related", configuration: configuration) { benchmark in
        let engine = try await engine()
        benchmark.startMeasurement()
        for number in 0..<100 {
            blackHole(try await engine.related(RelatedRequest(id: "article-\(number)")))
        }
    }

    Benchmark("a page of two blocks", configuration: configuration) { benchmark in
        let engine = try await engine()
        let blocks = [
            PageRequest.Block(name: "related", kind: .related, limit: 6),
            PageRequest.Block(name: "latest", kind: .latest, limit: 8),
        ]
        benchmark.startMeasurement()
        for number in 0..<100 {
            let request = PageRequest(article: "article-\(number)", blocks: blocks)
            blackHole(try await engine.page(request))
        }
    }
}
