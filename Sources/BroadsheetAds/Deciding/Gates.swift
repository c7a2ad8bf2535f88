/// What stands between targeting and the draw for one request: line items that may not be shown
/// although everything that was booked would let them.
///
/// Sets of line items by their number in the snapshot (``AdSnapshot/number(ofLineItem:)``); an
/// empty set keeps nothing out. They are asked in the order of the properties, and a line item
/// falls to the first that holds it.
package struct Gates: Sendable {
    /// The page's article is not what they ask for, or there is none.
    package var offTopic = LineItemSet()
    /// The page's article is what they, or their advertisers, may not stand beside; holds back
    /// default creatives too.
    package var unsuitable = LineItemSet()
    /// Everything booked is delivered or leased.
    package var spent = LineItemSet()
    /// State of the reader is needed, and consent is missing.
    package var consent = LineItemSet()
    /// Other slots of the page, or what an exchange asks for, forbid it.
    package var excluded = LineItemSet()
    /// A frequency cap is reached.
    package var capped = LineItemSet()
    /// Pacing holds it back now.
    package var paced = LineItemSet()
    /// With it the rest of the page would be filled worse.
    package var lookAhead = LineItemSet()
    /// What each weight is multiplied with, by number; 1 for line items beyond the end. 0, and what
    /// is no number of 0 or more, keeps the line item out.
    package var multipliers: [Double] = []
    /// Creatives that a cap of their own keeps back. Asked for pages only.
    package var cappedCreatives: [CreativePlace] = []
    /// How often one page may show each line item at most, by number, where caps and leases leave
    /// less than its own limit; no limit for line items beyond the end. Asked for pages only.
    package var pageRooms: [Int] = []
    /// Creatives, by their place among all of the snapshot, that may not be shown; the line item's
    /// others share its draws by weight. A line item of which every creative is hidden must be in
    /// ``excluded``.
    package var hiddenCreatives = LineItemSet()
    /// Probabilities of guaranteed line items.
    package var plan = GuaranteedShares()

    package init() {}

    /// Nothing is kept out.
    package static let open = Gates()
}

/// A creative by its place among all of a snapshot, and the number of its line item.
package struct CreativePlace: Sendable, Hashable {
    package var lineItem: Int
    package var creative: Int

    package init(lineItem: Int, creative: Int) {
        self.lineItem = lineItem
        self.creative = creative
    }
}
