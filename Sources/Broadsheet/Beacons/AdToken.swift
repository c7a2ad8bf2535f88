internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation

/// What an impression or click token says of its decision: all that the ledger and billing need.
struct AdToken: Sendable, Hashable {
    var decision: String
    var slot: String
    /// Id of the article on the page, "" where there was none.
    var article: String
    var lineItem: String
    var creative: String
    var propensity: Double
    /// Number of the process whose leases the decision drew on; nil where it drew on none.
    var fence: Int64?
    /// Keyed hash of the reader's key; nil without one, or without consent.
    var reader: ReaderHash?
    var issuedAt: Date
    /// Whether an exchange only tries how we answer: nothing of it is billed.
    var isTest = false
    /// Whether an exchange's server calls with it: its header fields and address are not a reader's.
    var isNotice = false

    /// The signed text; a click also carries the address that it leads to.
    func text(_ kind: Token.Kind, destination: String = "", signedBy keys: SigningKeys) -> String {
        let texts = [
            decision, slot, article, lineItem, creative, propensity.description,
            fence?.description ?? "", reader?.text ?? "", destination,
        ]
        return Token(
            kind: kind, issuedAt: issuedAt, isTest: isTest, isNotice: isNotice, texts: texts
        )
        .text(signedBy: keys)
    }

    /// The fields of a verified token; nil when it is of another kind.
    init?(_ token: Token, kind: Token.Kind) {
        // Tokens of earlier versions end sooner; their last text is the destination all the same.
        guard token.kind == kind, [7, 9].contains(token.texts.count),
            let propensity = Double(token.texts[5])
        else { return nil }
        decision = token.texts[0]
        slot = token.texts[1]
        article = token.texts[2]
        lineItem = token.texts[3]
        creative = token.texts[4]
        self.propensity = propensity
        let isWhole = token.texts.count == 9
        fence = isWhole ? Int64(token.texts[6]) : nil
        reader = isWhole ? ReaderHash(text: token.texts[7]) : nil
        issuedAt = token.issuedAt
        isTest = token.isTest
        isNotice = token.isNotice
    }

    init(
        decision: String, slot: String, article: String, lineItem: String, creative: String,
        propensity: Double, fence: Int64? = nil, reader: ReaderHash? = nil, issuedAt: Date,
        isTest: Bool = false
    ) {
        self.decision = decision
        self.slot = slot
        self.article = article
        self.lineItem = lineItem
        self.creative = creative
        self.propensity = propensity
        self.fence = fence
        self.reader = reader
        self.issuedAt = issuedAt
        self.isTest = isTest
    }
}
