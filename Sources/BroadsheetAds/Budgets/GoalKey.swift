/// What a counter counts for: the goal of a line item, or a budget of a line item, a campaign or
/// an advertiser, for good or for one day.
///
/// The text, which is also the key in the ledger, is `UNIT/SCOPE/DAY/ID`, DAY being empty for a
/// whole flight: `impressions/line_item//summer`, `nanos/campaign/2024-07-01/dogs`. The id comes
/// last, so that whatever stands in it, two keys differ. Compared by bytes, like ids.
package struct GoalKey: Sendable, Hashable, Comparable {
    package let text: String

    /// Whose goal it is.
    package enum Scope: String, Sendable, Hashable, CaseIterable {
        case lineItem = "line_item"
        case campaign
        case advertiser
    }

    /// What is counted.
    package enum Unit: String, Sendable, Hashable, CaseIterable {
        case impressions
        case viewable
        case clicks
        /// Money, in thousandths of a micro; see `EventCost`.
        case nanos
    }

    /// The key as the ledger holds it.
    package init(text: String) { self.text = text }

    /// - Parameter day: `YYYY-MM-DD` in the campaign's time zone; nil for the whole flight.
    package init(_ unit: Unit, of scope: Scope, id: String, day: String? = nil) {
        text = "\(unit.rawValue)/\(scope.rawValue)/\(day ?? "")/\(id)"
    }

    package static func == (left: GoalKey, right: GoalKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package static func < (left: GoalKey, right: GoalKey) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }

    /// Texts that are equal by bytes are equal as texts, so the text's own hash will do.
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
