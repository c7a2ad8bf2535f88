package import BroadsheetAds
package import BroadsheetArticles

/// In how many decisions what became of a line item: exact counts, which sum to `decisions`.
package struct LineItemFates: Sendable, Hashable {
    package let lineItem: String
    /// For slots that the line item names.
    package var decisions: Int {
        chosen + notDrawn + outranked + notKept + noRecord + notActive
            + dropped.values.reduce(0, +)
    }
    package private(set) var chosen = 0
    /// It took part in the draw, and it was not drawn.
    package private(set) var notDrawn = 0
    /// It was eligible, but a higher tier took the whole draw.
    package private(set) var outranked = 0
    /// It passed targeting; the decision had more candidates than are kept, and what became of this
    /// one was not.
    package private(set) var notKept = 0
    /// The ledger knows the decision by a beacon alone, or lacks what it was made from.
    package internal(set) var noRecord = 0
    /// The campaigns in force did not have it: not yet, no more, paused or archived.
    package internal(set) var notActive = 0
    private var dropped: [Ineligibility: Int] = [:]

    init(lineItem: String) { self.lineItem = lineItem }

    /// Reasons that dropped it, in the order in which they are asked.
    package var reasons: [NoFill.Count] {
        Ineligibility.allCases.compactMap { reason in
            dropped[reason].map { NoFill.Count(reason: reason, count: $0) }
        }
    }

    mutating func add(_ fate: LineItemProbe.Fate) {
        switch fate {
        case .chosen: chosen += 1
        case .notDrawn: notDrawn += 1
        case .outranked: outranked += 1
        case .notKept: notKept += 1
        case .dropped(let reason): dropped[reason, default: 0] += 1
        }
    }

    /// Names and counts in their order; of reasons those that occurred.
    package var values: [(name: String, count: Int)] {
        [("chosen", chosen), ("not_drawn", notDrawn), ("outranked", outranked)]
            + reasons.map { ($0.reason.rawValue, $0.count) }
            + [("not_kept", notKept), ("not_active", notActive), ("no_record", noRecord)]
    }

    /// `{"line_item":…,"day":…,"time_zone":…,"decisions":n,"counts":{…}}`
    package func write(day: String, timeZone: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("line_item", lineItem)
            writer.member("day", day)
            writer.member("time_zone", timeZone)
            writer.member("decisions", decisions)
            writer.name("counts")
            writer.object { writer in
                for value in values { writer.member(value.name, value.count) }
            }
        }
    }
}
