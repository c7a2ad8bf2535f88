/// Room that pages need, kept from one to the next. One at a time, as ``DecisionScratch``.
package struct PageScratch: Sendable {
    /// What the slot that was filled last left behind: counts for ``AdSnapshot/noFill(_:_:)``, the
    /// log where `keepsLog` is set.
    package var decision = DecisionScratch()
    /// What each request got, in the order of the requests; nil for no ad.
    package internal(set) var picks: [AdSnapshot.Pick?] = []
    var page = PageState()

    package init() {}
}

/// A page that was filled.
package struct PageResult: Sendable, Hashable {
    /// Exact probability of all of its slots as they were filled or left empty: the product of the
    /// conditional ones.
    package var propensity: Double
    /// False when the search of look-ahead was given up: line items were then kept that it might
    /// have dropped. Propensities are exact all the same.
    package var isLookAheadExact: Bool
}
