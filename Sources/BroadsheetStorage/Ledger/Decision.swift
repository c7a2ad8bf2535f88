package import Foundation

/// One answer to "which ad goes here": a row of `decision`. Times are kept to the second.
package struct DecisionRow: Sendable, Hashable {
    /// Unique over all time; ASCII.
    package var id: String
    package var at: Date
    /// Id of the slot.
    package var slot: String
    /// Id of the article beside which the ad stands.
    package var articleID: String?
    /// What was chosen; nil for a no-fill.
    package var lineItemID: String?
    package var creativeID: String?
    /// Why nothing was chosen; nil when something was.
    package var noFill: String?
    /// Probability with which the logging policy takes this action, 0…1; nil when only the token
    /// of a beacon is known of the decision.
    package var propensity: Double?
    /// Name of the logging policy.
    package var policy: String?
    /// Content hash of the campaigns that were in force.
    package var snapshot: String?
    /// What the request said, as JSON.
    package var request: String?
    /// Content hash of the guaranteed plan that was in force; nil without one.
    package var plan: String?
    /// Content hash of the settings that were in force.
    package var configuration: String?
    /// The bytes of its `DecisionRecord`: all that it was made from beside what the hashes name.
    package var record: [UInt8]?

    package init(
        id: String, at: Date, slot: String, articleID: String? = nil, lineItemID: String? = nil,
        creativeID: String? = nil, noFill: String? = nil, propensity: Double? = nil,
        policy: String? = nil, snapshot: String? = nil, request: String? = nil,
        plan: String? = nil, configuration: String? = nil, record: [UInt8]? = nil
    ) {
        self.id = id
        self.at = at
        self.slot = slot
        self.articleID = articleID
        self.lineItemID = lineItemID
        self.creativeID = creativeID
        self.noFill = noFill
        self.propensity = propensity
        self.policy = policy
        self.snapshot = snapshot
        self.request = request
        self.plan = plan
        self.configuration = configuration
        self.record = record
    }
}

/// Something that decisions were made from, kept once under its content hash: campaigns, a plan or
/// settings.
package struct CampaignSnapshot: Sendable, Hashable {
    /// Which column of decisions names it.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case campaigns
        case plan
        case configuration
    }

    package var kind: Kind
    package var hash: String
    package var content: String
    package var at: Date

    package init(kind: Kind = .campaigns, hash: String, content: String, at: Date) {
        self.kind = kind
        self.hash = hash
        self.content = content
        self.at = at
    }
}
