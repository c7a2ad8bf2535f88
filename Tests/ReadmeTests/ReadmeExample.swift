// The Swift example of README.md, to the letter; ReadmeTests compares and runs it.
import Broadsheet

/// Prints what belongs around one article: a related block, a latest block and an ad.
func printBlocks(around article: String, catalogue: String) async throws {
    let engine = try await Engine(catalogue: catalogue)
    // Follows the catalogue: what anybody commits is served within a second.
    let following = Task { await engine.run() }

    let page = try await engine.page(
        PageRequest(
            article: article,
            blocks: [
                .init(name: "related", kind: .related, limit: 6),
                .init(name: "latest", kind: .latest, limit: 8, section: "World"),
            ],
            slots: ["article-side"]))
    for block in page.blocks {
        print(block.name)
        for item in block.items { print("  \(item.title)", item.reason ?? "") }
    }
    for answer in page.ads {
        switch answer.outcome {
        case .ad(let ad): print("\(answer.slot): \(ad.lineItem)", ad.clickURL)
        case .noFill(let reason): print("\(answer.slot): no ad, \(reason)")
        }
    }

    following.cancel()
    await engine.shutdown()
}
