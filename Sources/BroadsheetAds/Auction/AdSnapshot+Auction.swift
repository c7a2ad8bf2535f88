extension AdSnapshot {
    /// Keeps out of a decision what does not answer an offer, before anything is drawn, so that
    /// the probabilities are those of what can really be shown.
    ///
    /// A line item of which only some creatives will do keeps those: the others are hidden from
    /// its draw, which goes by weight among the rest. Costs time for every line item of the slot.
    ///
    /// - Parameters:
    ///   - currency: That of all prices of the catalogue, ISO 4217.
    ///   - gates: What else is kept out stays out.
    /// - Returns: How many creatives missed which requirement first.
    @discardableResult
    package func admit(
        _ requirements: AdRequirements, in slot: String, currency: String, to gates: inout Gates
    ) -> [AdRefusal: Int] {
        guard let index = core.place(of: slot) else { return [:] }
        var refused: [AdRefusal: Int] = [:]
        if gates.excluded.blocks.isEmpty { gates.excluded = emptySet }
        if gates.hiddenCreatives.blocks.isEmpty {
            gates.hiddenCreatives = LineItemSet(count: core.creatives.count)
        }
        for number in core.places[index].numbers {
            let general = requirements.refusal(of: auction.lineItems[number], currency: currency)
            var isAdmitted = false
            for place in core.creatives(of: number, in: index) {
                let creative = Int(core.places[index].creatives[place])
                if let refusal = general ?? refusal(requirements, creative, of: number) {
                    gates.hiddenCreatives[creative] = true
                    refused[refusal, default: 0] += 1
                } else if !gates.hiddenCreatives[creative] {
                    isAdmitted = true
                }
            }
            if !isAdmitted { gates.excluded[number] = true }
        }
        guard let fallback = core.places[index].fallback else { return refused }
        let facts = auction.lineItems[fallback.lineItem]
        let refusal =
            requirements.refusal(of: facts, currency: currency)
            ?? refusal(requirements, fallback.creative, of: fallback.lineItem)
        if refusal != nil { gates.hiddenCreatives[fallback.creative] = true }
        return refused
    }

    private func refusal(
        _ requirements: AdRequirements, _ creative: Int, of lineItem: Int
    ) -> AdRefusal? {
        requirements.refusal(
            of: core.creatives[creative], auction.creatives[creative],
            domain: auction.lineItems[lineItem].domain)
    }

    /// The advertiser's domain, in lower case; nil where the files name none.
    package func domain(ofAdvertiserOf lineItem: String) -> String? {
        number(ofLineItem: lineItem).flatMap { auction.lineItems[$0].domain }
    }
}
