package import Foundation

/// The article record: the one JSON shape of a JSONL line and of the body of
/// `PUT /v1/articles/{id}` and `POST /v1/related`.
///
/// ```
/// {"id":"…","url":"https://…","title":"","summary":"",
///  "body":"plain text, blank line between paragraphs","section":"World/Asia","language":"en",
///  "tags":[],"authors":[],"image":{"url":"…","width":1200,"height":800,"alt":"…"},
///  "source":{"name":"…","url":"…"},"published_at":T,"updated_at":T,"expires_at":T,
///  "status":"published","evergreen":false,"ads":"all","ad_labels":[]}
/// ```
///
/// Every key may be missing or null, which means the default of ``Article``; `body_html` may stand
/// instead of `body` and becomes plain text. `guid` is the identity of a record that has neither
/// `id` nor `url`. Texts are taken to the letter. Rules for what is wrong:
/// - a value of the wrong type, an unknown `status` or `ads`, and a NUL in `id` or `url` reject the
///   record;
/// - a time that can't be read becomes null and is a warning; a NUL in any other text is left out
///   and is a warning; so is a picture without address;
/// - unknown keys are ignored and counted; of a key written twice one value counts, always the
///   same one.
package enum ArticleRecord {
    /// Where the identity of an article comes from.
    package enum Identity: Sendable, Hashable {
        /// The record or its caller names an id.
        case explicit
        /// The normalised address of the article.
        case url
        /// The guid of a feed item, or the name of a page's file.
        case guid
        /// There is none: a draft. The id of the article is empty.
        case none
    }

    /// What the caller knows about the identity of a record.
    package enum IdentityRule: Sendable, Hashable {
        /// The record must name one (a JSONL line).
        case required
        /// The record may do without (a draft in `POST /v1/related`).
        case optional
        /// It is this one; the record may repeat it, byte for byte (`PUT /v1/articles/{id}`).
        case given(String)
    }

    /// An article read from a record, with what was noticed on the way.
    package struct Decoded: Sendable, Hashable {
        /// The article.
        package var article: Article
        /// Where its id comes from.
        package var identity: Identity
        /// What was left out or changed, one line each.
        package var warnings: [String]
        /// How many keys of the record nobody knows.
        package var unknownKeys: Int
    }

    /// A record that was refused.
    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// It is not one JSON object.
        case notJSON(String)
        /// It has neither id nor url nor guid.
        case noIdentity
        /// Its id is another than the one given by the caller.
        case otherIdentity(found: String, expected: String)
        /// A field holds what it can't.
        case field(String, found: String, expected: String)

        /// What was found, what was expected and how to mend it, in one line.
        package var description: String {
            switch self {
            case .notJSON(let detail):
                "not a JSON object: \(detail); write one whole object {\"id\":…} for an article"
            case .noIdentity:
                "neither id nor url: found no identity; give the record an \"id\" or a \"url\""
            case .otherIdentity(let found, let expected):
                "id: found \"\(found)\", expected \"\(expected)\"; leave id out or make them equal"
            case .field(let name, let found, let expected):
                "\(name): found \(found), expected \(expected)"
            }
        }
    }

    /// Reads one JSON object.
    ///
    /// - Parameters:
    ///   - json: UTF-8 text of one object. Invalid UTF-8 is read with U+FFFD in its place and is a
    ///     warning; it rejects the record when it stands in the id.
    ///   - identity: what is known of the identity.
    ///   - knownKeys: further keys that the caller reads and that do not count as unknown.
    package static func decode(
        _ json: Data, identity: IdentityRule = .required, knownKeys: Set<String> = []
    ) throws(Problem) -> Decoded {
        var warnings: [String] = []
        let bytes = UTF8Text.repaired(json)
        if bytes != nil { warnings.append(UTF8Text.warning) }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes ?? json)
        } catch {
            throw .notJSON(error.message)
        }
        return try decode(
            value, identity: identity, knownKeys: knownKeys, warnings: warnings)
    }

    /// Reads a record that is already parsed.
    static func decode(
        _ value: JSONValue, identity: IdentityRule, knownKeys: Set<String>,
        warnings: [String]
    ) throws(Problem) -> Decoded {
        guard case .object(let members) = value else {
            throw .notJSON("found \(value.kind)")
        }
        var fields = RecordFields(members: members, warnings: warnings)
        var article = Article(id: "")
        try fields.fillTexts(of: &article)
        try fields.fillLists(of: &article)
        try fields.fillTimes(of: &article)
        try fields.fillChoices(of: &article)
        let kind = try fields.identify(&article, rule: identity)
        let known = Set(members.keys.filter { keys.contains($0) || knownKeys.contains($0) })
        return Decoded(
            article: article, identity: kind, warnings: fields.warnings,
            unknownKeys: members.count - known.count)
    }

    /// All keys of a record.
    static let keys: Set<String> = [
        "id", "guid", "url", "title", "summary", "body", "body_html", "section", "language",
        "tags", "authors", "image", "source", "published_at", "updated_at", "expires_at",
        "status", "evergreen", "ads", "ad_labels",
    ]
}
