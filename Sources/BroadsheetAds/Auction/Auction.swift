/// What an exchange asks for: ads for some slots of one page, in the words of this module.
package struct Auction: Sendable, Hashable {
    /// One slot that is offered.
    package struct Offer: Sendable, Hashable {
        /// The exchange's name for it; unique in the auction.
        package var id: String
        /// Id of the slot.
        package var slot: String
        package var requirements: AdRequirements

        package init(id: String, slot: String, requirements: AdRequirements = .init()) {
            self.id = id
            self.slot = slot
            self.requirements = requirements
        }
    }

    /// In the exchange's order.
    package var offers: [Offer]
    /// Id of the article on the page, as far as the exchange names it; need not be known.
    package var article: String?
    /// In lower case.
    package var keywords: [String] = []
    /// BCP 47 tag; empty where it is not known.
    package var language = ""
    /// Address of the page; empty where it is not known.
    package var url = ""
    /// ISO 3166-1 code of two letters; empty where it is not known.
    package var country = ""
    /// ISO 3166-2 code such as `US-NY`; empty where it is not known.
    package var region = ""
    package var device: DeviceClass?
    package var keyValues: [AdRequest.KeyValue] = []
    /// The exchange's name for the reader, where privacy signals let it be used.
    package var readerKey: String?
    /// Decides like any other; nothing of it is ever billed.
    package var isTest = false
    /// All slots of the page are on offer.
    package var isWholePage = false

    package init(offers: [Offer] = []) { self.offers = offers }

    /// Adds what the exchange says of page and reader to what is known of the article; where both
    /// speak of one thing, the article counts.
    package func describe(_ request: inout AdRequest) {
        request.keywords += keywords
        if request.language.isEmpty { request.language = language }
        if request.url.isEmpty { request.url = url }
        request.country = country
        request.region = region
        request.device = device
        request.keyValues += keyValues
    }
}
