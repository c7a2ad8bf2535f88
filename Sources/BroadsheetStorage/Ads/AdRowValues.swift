internal import BroadsheetArticles
internal import BroadsheetAds
internal import Foundation
internal import GRDB

/// Rows of the ads tables, in the order of `AdTable.columns`.
enum AdRowValues {
    static func slot(_ slot: Slot) -> [DatabaseValue] {
        [
            slot.id.databaseValue, list(slot.sizes.map(\.description)),
            list(slot.formats.map(\.rawValue)), slot.priority.databaseValue, .null,
        ]
    }

    static func advertiser(_ advertiser: Advertiser) -> [DatabaseValue] {
        [
            advertiser.id.databaseValue, advertiser.name.databaseValue,
            optional(advertiser.domain), list(advertiser.labels), .null,
        ]
    }

    static func campaign(_ campaign: Campaign) -> [DatabaseValue] {
        [
            campaign.id.databaseValue, campaign.advertiser.databaseValue,
            campaign.name.databaseValue, campaign.timeZone.databaseValue,
            optional(campaign.status?.rawValue),
        ]
    }

    static func lineItem(_ item: LineItem, campaign: String) -> [DatabaseValue] {
        [
            item.id.databaseValue, campaign.databaseValue, item.tier.rawValue.databaseValue,
            item.weight.databaseValue, optional(item.starts.flatMap(StoredTime.text)),
            optional(item.ends.flatMap(StoredTime.text)), list(item.slots),
            list(item.sections.include), list(item.sections.exclude), list(item.tags.include),
            list(item.tags.exclude), optional(item.price?.model.rawValue),
            item.price?.amountMicros.databaseValue ?? .null, optional(item.status?.rawValue),
        ]
    }

    static func creative(_ creative: Creative, lineItem: String) -> [DatabaseValue] {
        [
            creative.id.databaseValue, lineItem.databaseValue,
            creative.kind.rawValue.databaseValue, creative.size?.width.databaseValue ?? .null,
            creative.size?.height.databaseValue ?? .null, creative.weight.databaseValue,
            creative.clickURL.databaseValue, optional(creative.image), optional(creative.alt),
            optional(creative.html), optional(creative.title), optional(creative.text),
            optional(creative.sponsoredBy), optional(creative.callToAction),
            list(creative.impressionTrackers), optional(creative.status?.rawValue),
        ]
    }

    private static func optional(_ text: String?) -> DatabaseValue {
        text?.databaseValue ?? .null
    }

    private static func list(_ list: [String]) -> DatabaseValue {
        ArticleRecord.encode(texts: list).databaseValue
    }
}
