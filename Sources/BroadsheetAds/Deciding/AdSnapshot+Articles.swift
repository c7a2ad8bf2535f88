extension AdSnapshot {
    /// What one line item asks of the page's article, beyond its targeting.
    package struct ArticleRules: Sendable, Hashable {
        /// Its number.
        package var lineItem: Int
        /// nil where it asks nothing.
        package var context: ContextRule?
        /// Its own, then its advertiser's.
        package var safety: [BrandSafety]
    }

    /// The line items that ask anything of articles, by number.
    ///
    /// - Complexity: O(line items).
    package var articleRules: [ArticleRules] {
        var safeties: [ExactID: BrandSafety] = [:]
        for advertiser in catalogue.advertisers {
            safeties[ExactID(advertiser.id)] = advertiser.brandSafety
        }
        var found: [ArticleRules] = []
        for campaign in catalogue.campaigns {
            let inherited = safeties[ExactID(campaign.advertiser)]
            for lineItem in campaign.lineItems {
                let safety = [lineItem.brandSafety, inherited].compactMap(\.self)
                guard lineItem.context != nil || !safety.isEmpty,
                    let number = number(ofLineItem: lineItem.id)
                else { continue }
                found.append(
                    ArticleRules(lineItem: number, context: lineItem.context, safety: safety))
            }
        }
        return found.sorted { $0.lineItem < $1.lineItem }
    }
}
