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
    /// - Returns: By ``AdRefusal``, how many creatives missed that requirement first; empty for a slot
    ///   that the snapshot doesn't know.
    @discardableResult
    package func admit(
        _ requirements: AdRequirements, in slot: String, currency: String, to gates: inout Gates
    ) -> [Int] {
        guard let index = core.place(of: slot) else { return [] }
        var refused = [Int](repeating: 0, count: AdRefusal.allCases.count)
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
                    refused[refusal.rawValue] += 1
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
        let facts = auction.creatives[creative]
        if let refusal = requirements.refusal(of: facts) { return refusal }
        guard facts.kind == .native, let native = requirements.native else { return nil }
        let domain = auction.lineItems[lineItem].domain
        let parts = native.parts(of: core.creatives[creative], domain: domain)
        return parts == nil ? .missingAsset : nil
    }

    /// The advertiser's domain, in lower case; nil where the files name none.
    package func domain(ofAdvertiserOf lineItem: String) -> String? {
        number(ofLineItem: lineItem).flatMap { auction.lineItems[$0].domain }
    }
}
