/// A line item as one slot sees it: what a chosen ad is made of.
struct Candidate: Sendable {
    let advertiser: String
    let campaign: String
    let lineItem: String
    let tier: Tier
    let price: Price?
    /// Active creatives that fit the slot, by id; never empty.
    let creatives: [Creative]
    /// Size of a native creative that has none.
    let slotSize: AdSize
}
