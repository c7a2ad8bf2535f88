internal import BroadsheetAds
internal import Broadsheet
internal import HTTPTypes

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
    /// - Parameter partCount: how many blocks, and how many slots, a page may have.
    func request(partCount: Int) throws(Problem) -> PageRequest {
        var request = PageRequest(
            article: article, slots: slots ?? [], exclude: exclude ?? [],
            explain: explain ?? false, variant: variant, track: track ?? false,
            readerKey: reader?.keyInForce)
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

/// What a caller says of the reader. Types are checked; of the fields only those that decide
/// whether the key may be used have an effect.
struct ReaderBody: Decodable, Sendable {
    var key: String?
    var capToken: String?
    var gdpr: WholeNumber?
    var tcf: String?
    var gpp: String?
    var gpc: Switch?
    var country: String?
    var device: String?
    var ip: String?
    var userAgent: String?

    private enum CodingKeys: String, CodingKey {
        case key, gdpr, tcf, gpp, gpc, country, device, ip
        case capToken = "cap_token"
        case userAgent = "user_agent"
    }

    /// The reader's key where consent is not asked for: outside the GDPR and without Global
    /// Privacy Control. A consent string is not read, so under the GDPR the key is left unused.
    var keyInForce: String? {
        guard gdpr?.value ?? 0 == 0, gpc?.isOn != true, let key, !key.isEmpty else { return nil }
        return key
    }

    /// `true` or `false`, also as 1 or 0, which is how signals travel in OpenRTB.
    struct Switch: Decodable, Sendable {
        var isOn: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                isOn = number != 0
            } else if let text = try? container.decode(String.self) {
                isOn = text == "1" || text == "true"
            } else {
                isOn = try container.decode(Bool.self)
            }
        }
    }
}

/// The browser's signal that a reader does not want to be followed
/// (https://www.w3.org/TR/gpc/).
enum GlobalPrivacyControl {
    static func isSet(_ fields: HTTPFields) -> Bool {
        guard let name = HTTPField.Name("Sec-GPC") else { return false }
        return fields[name] == "1"
    }
}
