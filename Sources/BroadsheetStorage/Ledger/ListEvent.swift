package import Foundation

/// A related list as it was served to one reader: a row of `list_event` of kind `list`.
package struct ServedList: Sendable, Hashable {
    /// Unique over all time; ASCII.
    package var id: String
    package var at: Date
    /// The article beside which it stood.
    package var articleID: String?
    /// Name of the configuration that made it.
    package var variant: String
    /// Probability with which that configuration was drawn, 0…1.
    package var propensity: Double
    /// Ids of the articles shown, in order.
    package var items: [String]

    package init(
        id: String, at: Date, articleID: String?, variant: String, propensity: Double,
        items: [String]
    ) {
        self.id = id
        self.at = at
        self.articleID = articleID
        self.variant = variant
        self.propensity = propensity
        self.items = items
    }
}

/// A reader saw a served list, or clicked one of its items.
package struct ListEvent: Sendable, Hashable {
    /// What happened.
    package enum Action: Sendable, Hashable {
        case seen
        /// `position` counts from 0.
        case click(position: Int)
    }

    package var action: Action
    /// The list as far as its token names it; written when the ledger does not have it.
    package var list: ServedList
    package var at: Date
    /// End of the token's life.
    package var validUntil: Date

    package init(action: Action, list: ServedList, at: Date, validUntil: Date) {
        self.action = action
        self.list = list
        self.at = at
        self.validUntil = validUntil
    }

    var kind: String {
        switch action {
        case .seen: "seen"
        case .click: "click"
        }
    }

    var position: Int? {
        switch action {
        case .seen: nil
        case .click(let position): position
        }
    }

    func verdict(afterCounted: Bool) -> ListVerdict {
        if afterCounted { return .duplicate }
        return at > validUntil ? .late : .counted
    }
}

/// Whether an event of a list counts; at most one per list, kind and position does.
package enum ListVerdict: String, Sendable, Hashable, CaseIterable {
    case counted
    case late
    case duplicate
}

/// A row of `list_event`.
package struct ListEventRow: Sendable, Hashable {
    package var listID: String
    package var at: Date
    /// `list`, `seen` or `click`.
    package var kind: String
    package var articleID: String?
    package var position: Int?
    package var variant: String?
    package var propensity: Double?
    package var items: [String]?
    package var verdict: ListVerdict
}
