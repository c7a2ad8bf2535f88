internal import BroadsheetAds
internal import Broadsheet

/// The body of `POST /v1/page`.
struct PageBody: Decodable, Sendable {
    /// A block as the caller names it.
    struct Block: Decodable, Sendable {
        var name: String
        var kind: String
        var limit: WholeNumber?
        var section: String?
        var minimumScore: Double?
        var stories: String?
        var rules: RuleTexts?

        private enum CodingKeys: String, CodingKey {
            case name, kind, limit, section, stories, rules
            case minimumScore = "min_score"
        }
    }

    var article: String?
    var blocks: [Block]?
    var slots: [String]?
    var exclude: [String]?
    var explain: Bool?
    var variant: String?
    var track: Bool?
    var reader: ReaderBody?

    /// The request to the engine.
    ///
    /// - Parameters:
    ///   - partCount: how many blocks, and how many slots, a page may have.
    ///   - isOperator: whether the caller has the operator's token.
    func request(partCount: Int, isOperator: Bool = false) throws(Problem) -> PageRequest {
        var request = PageRequest(
            article: article, slots: slots ?? [], exclude: exclude ?? [],
            explain: explain ?? false, variant: variant, track: track ?? false,
            reader: try reader?.reader(isOperator: isOperator) ?? Reader())
        for (name, count) in [("blocks", blocks?.count ?? 0), ("slots", request.slots.count)]
        where count > partCount {
            throw .badRequest("\(name): found \(count); expected at most \(partCount)")
        }
        for (index, block) in (blocks ?? []).enumerated() {
            guard let kind = PageRequest.Block.Kind(rawValue: block.kind) else {
                let known = PageRequest.Block.Kind.allCases.map(\.rawValue)
                throw .badRequest(
                    "blocks[\(index)].kind: found `\(block.kind.shortened)`; expected "
                        + known.joined(separator: " or "))
            }
            guard let stories = Stories(rawValue: block.stories ?? "all") else {
                throw .badRequest(
                    "blocks[\(index)].stories: found `\((block.stories ?? "").shortened)`; expected "
                        + Stories.allCases.map(\.rawValue).joined(separator: ", "))
            }
            request.blocks.append(
                PageRequest.Block(
                    name: block.name, kind: kind, limit: block.limit?.value ?? 10,
                    section: block.section ?? "", minimumScore: block.minimumScore,
                    stories: stories, rules: block.rules?.texts ?? [:]))
        }
        return request
    }
}
