/// Everything ad operations have booked: the places for ads and the campaigns that fill them.
///
/// The value that campaign files are read into, that storage keeps as rows and that decisions are
/// made from. Every list is sorted by id (UTF-8 bytes), so equal catalogues are equal values.
package struct AdCatalogue: Sendable, Hashable {
    /// Named places for ads.
    package var slots: [Slot]
    /// Who pays.
    package var advertisers: [Advertiser]
    /// What they booked, with line items and creatives inside.
    package var campaigns: [Campaign]

    package init(slots: [Slot] = [], advertisers: [Advertiser] = [], campaigns: [Campaign] = []) {
        self.slots = slots
        self.advertisers = advertisers
        self.campaigns = campaigns
    }
}

/// A named place for an ad on a page.
package struct Slot: Sendable, Hashable {
    package var id: String
    /// Sizes that fit, in the order preferred; never empty in a valid file.
    package var sizes: [AdSize]
    /// Kinds of creative that the place can show; all when the file names none.
    package var formats: [Creative.Kind]
    /// Slots of one page are filled in rising order of priority, then by id.
    package var priority: Int

    package init(
        id: String, sizes: [AdSize], formats: [Creative.Kind] = Creative.Kind.allCases,
        priority: Int = 1
    ) {
        self.id = id
        self.sizes = sizes
        self.formats = formats
        self.priority = priority
    }
}

/// Width and height of an ad in CSS pixels, written `728x90`; both 1…10,000.
package struct AdSize: Sendable, Hashable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// Somebody who pays for ads.
package struct Advertiser: Sendable, Hashable {
    package var id: String
    package var name: String
    /// Host name of the advertiser's site, for `adomain`.
    package var domain: String?
    /// Labels that articles and other advertisers can exclude.
    package var labels: [String]

    package init(id: String, name: String, domain: String? = nil, labels: [String] = []) {
        self.id = id
        self.name = name
        self.domain = domain
        self.labels = labels
    }
}

/// Whether a campaign, line item or creative takes part in decisions.
package enum DeliveryStatus: String, Sendable, Hashable, CaseIterable {
    case active
    case paused
    case archived
}

/// An advertiser's booking: a name, a time zone and the line items under it.
package struct Campaign: Sendable, Hashable {
    package var id: String
    /// Id of the advertiser.
    package var advertiser: String
    package var name: String
    /// IANA name; dates of the campaign's line items are read in it.
    package var timeZone: String
    /// nil when the file does not say: storage then keeps what it has (active at first).
    package var status: DeliveryStatus?
    package var lineItems: [LineItem]

    package init(
        id: String, advertiser: String, name: String, timeZone: String = "UTC",
        status: DeliveryStatus? = nil, lineItems: [LineItem] = []
    ) {
        self.id = id
        self.advertiser = advertiser
        self.name = name
        self.timeZone = timeZone
        self.status = status
        self.lineItems = lineItems
    }
}
