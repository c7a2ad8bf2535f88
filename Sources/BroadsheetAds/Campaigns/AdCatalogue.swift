/// Everything ad operations have booked: the places for ads and the campaigns that fill them.
///
/// The value that campaign files are read into, that storage keeps as rows and that decisions are
/// made from. Every list is sorted by id (UTF-8 bytes), so equal catalogues are equal values.
package struct AdCatalogue: Sendable, Hashable, Codable {
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

    /// The same objects, every list in the order of ids by UTF-8 bytes.
    package func sortedByID() -> AdCatalogue {
        func sorted<Object>(_ objects: [Object], by id: (Object) -> String) -> [Object] {
            objects.sorted { ExactID(id($0)) < ExactID(id($1)) }
        }
        var result = AdCatalogue(
            slots: sorted(slots, by: \.id), advertisers: sorted(advertisers, by: \.id),
            campaigns: sorted(campaigns, by: \.id))
        for campaign in result.campaigns.indices {
            var lineItems = sorted(result.campaigns[campaign].lineItems, by: \.id)
            for index in lineItems.indices {
                lineItems[index].creatives = sorted(lineItems[index].creatives, by: \.id)
            }
            result.campaigns[campaign].lineItems = lineItems
        }
        return result
    }
}

/// A named place for an ad on a page.
package struct Slot: Sendable, Hashable, Codable {
    package var id: String
    /// Sizes that fit, in the order preferred; never empty in a valid file.
    package var sizes: [AdSize]
    /// Kinds of creative that the place can show; all when the file names none.
    package var formats: [Creative.Kind]
    /// Slots of one page are filled in rising order of priority, then by id.
    package var priority: Int
    /// Share of the draws inside the tiers standard and house that is spent on trying line items
    /// without regard to weight; 0 to 1.
    package var exploration: Double
    /// Id of the creative that is shown when no line item is; nil to stay empty.
    package var defaultCreative: String?

    package init(
        id: String, sizes: [AdSize], formats: [Creative.Kind] = Creative.Kind.allCases,
        priority: Int = 1, exploration: Double = 0, defaultCreative: String? = nil
    ) {
        self.id = id
        self.sizes = sizes
        self.formats = formats
        self.priority = priority
        self.exploration = exploration
        self.defaultCreative = defaultCreative
    }
}

/// Width and height of an ad in CSS pixels, written `728x90`; both 1…10,000.
package struct AdSize: Sendable, Hashable, Codable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// What a size looks like, for problem texts.
    package static let expected = "a size such as 728x90"

    /// Reads `728x90`; nil for anything else, also outside 1…10,000.
    package init?(text: String) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let width = Self.length(parts[0]),
            let height = Self.length(parts[1])
        else { return nil }
        self.init(width: width, height: height)
    }

    private static func length(_ text: Substring) -> Int? {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard text.utf8.allSatisfy(digits.contains), let length = Int(text) else { return nil }
        return limits.contains(length) ? length : nil
    }

    /// Bounds of width and height.
    package static let limits = 1...10_000
}

extension AdSize: CustomStringConvertible {
    /// As campaign files write it: `728x90`.
    package var description: String { "\(width)x\(height)" }
}

/// Somebody who pays for ads.
package struct Advertiser: Sendable, Hashable, Codable {
    package var id: String
    package var name: String
    /// Host name of the advertiser's site, for `adomain`.
    package var domain: String?
    /// Labels that articles and other advertisers can exclude.
    package var labels: [String]
    /// How often a reader may see any of its ads.
    package var caps: [FrequencyCap]
    package var budget: Budget?
    /// How many of its ads one page may show at most, 1 to 10; nil for no limit.
    package var perPage: Int?
    /// Exclusion labels of every line item below, beside their own and the campaigns'.
    package var exclusionLabels: [String]
    /// What none of its ads may stand beside; nil for nothing.
    package var brandSafety: BrandSafety?

    package init(
        id: String, name: String, domain: String? = nil, labels: [String] = [],
        caps: [FrequencyCap] = [], budget: Budget? = nil, perPage: Int? = nil,
        exclusionLabels: [String] = [], brandSafety: BrandSafety? = nil
    ) {
        self.caps = caps
        self.budget = budget
        self.id = id
        self.name = name
        self.domain = domain
        self.labels = labels
        self.perPage = perPage
        self.exclusionLabels = exclusionLabels
        self.brandSafety = brandSafety
    }
}

/// Whether a campaign, line item or creative takes part in decisions.
package enum DeliveryStatus: String, Sendable, Hashable, CaseIterable, Codable {
    case active
    case paused
    case archived
}

/// An advertiser's booking: a name, a time zone and the line items under it.
package struct Campaign: Sendable, Hashable, Codable {
    package var id: String
    /// Id of the advertiser.
    package var advertiser: String
    package var name: String
    /// IANA name; dates of the campaign's line items are read in it.
    package var timeZone: String
    /// Labels of every line item below, beside their own.
    package var labels: [String]
    /// Caps of every line item below, beside their own.
    package var caps: [FrequencyCap]
    package var budget: Budget?
    /// nil when the file does not say: storage then keeps what it has (active at first).
    package var status: DeliveryStatus?
    package var lineItems: [LineItem]
    /// Exclusion labels of every line item below, beside their own.
    package var exclusionLabels: [String]

    package init(
        id: String, advertiser: String, name: String, timeZone: String = "UTC",
        labels: [String] = [], caps: [FrequencyCap] = [], budget: Budget? = nil,
        status: DeliveryStatus? = nil, lineItems: [LineItem] = [], exclusionLabels: [String] = []
    ) {
        self.caps = caps
        self.budget = budget
        self.id = id
        self.advertiser = advertiser
        self.name = name
        self.timeZone = timeZone
        self.labels = labels
        self.status = status
        self.lineItems = lineItems
        self.exclusionLabels = exclusionLabels
    }
}
