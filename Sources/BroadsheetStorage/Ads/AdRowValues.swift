internal import BroadsheetArticles
internal import BroadsheetAds
internal import Foundation
internal import GRDB

/// Rows of the ads tables, in the order of `AdTable.columns`.
enum AdRowValues {
    static func slot(_ slot: Slot) -> [DatabaseValue] {
        [
            slot.id.databaseValue, list(slot.sizes.map(\.description)),
            list(slot.formats.map(\.rawValue)), slot.priority.databaseValue,
            slot.exploration.databaseValue, optional(slot.defaultCreative), .null,
        ]
    }

    static func advertiser(_ advertiser: Advertiser) -> [DatabaseValue] {
        [
            advertiser.id.databaseValue, advertiser.name.databaseValue,
            optional(advertiser.domain), list(advertiser.labels), caps(advertiser.caps),
            micros(advertiser.budget?.dailyMicros), micros(advertiser.budget?.lifetimeMicros),
            list(advertiser.exclusionLabels), advertiser.perPage?.databaseValue ?? .null,
            object(advertiser.brandSafety), .null,
        ]
    }

    static func campaign(_ campaign: Campaign) -> [DatabaseValue] {
        [
            campaign.id.databaseValue, campaign.advertiser.databaseValue,
            campaign.name.databaseValue, campaign.timeZone.databaseValue,
            list(campaign.labels), caps(campaign.caps), micros(campaign.budget?.dailyMicros),
            micros(campaign.budget?.lifetimeMicros), list(campaign.exclusionLabels),
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
            item.price?.amountMicros.databaseValue ?? .null,
            item.shareOfVoice?.databaseValue ?? .null, optional(item.goal?.unit.rawValue),
            item.goal?.count.databaseValue ?? .null, optional(item.pacing.map(text)),
            list(item.labels), optional(item.targeting.map(text)), caps(item.caps),
            micros(item.budget?.dailyMicros), micros(item.budget?.lifetimeMicros),
            list(item.exclusionLabels), item.perPage?.databaseValue ?? .null,
            optional(item.roadblock?.rawValue), object(item.context), object(item.brandSafety),
            optional(item.status?.rawValue),
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
            list(creative.impressionTrackers), caps(creative.caps),
            optional(creative.companionSet), optional(creative.status?.rawValue),
        ]
    }

    /// A word, or a JSON list of numbers.
    private static func text(_ pacing: Pacing) -> String {
        let bytes = (try? JSONEncoder().encode(pacing)) ?? Data("null".utf8)
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("[") ? text : text.filter { $0 != "\"" }
    }

    /// JSON; a rule that can't be written is one that never holds.
    private static func text(_ rule: TargetingRule) -> String {
        (try? rule.jsonText()) ?? #"{"unreadable":true}"#
    }

    /// A JSON list of what campaign files have below `caps`.
    private static func caps(_ caps: [FrequencyCap]) -> DatabaseValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Caps hold nothing that JSON can't.
        let bytes = (try? encoder.encode(caps)) ?? Data(#"["unreadable"]"#.utf8)
        return String(decoding: bytes, as: UTF8.self).databaseValue
    }

    /// A JSON object of the shape that campaign files have; one that can't be written is one that
    /// can't be read.
    private static func object(_ rule: (some Encodable)?) -> DatabaseValue {
        guard let rule else { return .null }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(rule)) ?? Data(#"{"unreadable":true}"#.utf8)
        return String(decoding: bytes, as: UTF8.self).databaseValue
    }

    private static func micros(_ micros: Int64?) -> DatabaseValue {
        micros?.databaseValue ?? .null
    }

    private static func optional(_ text: String?) -> DatabaseValue {
        text?.databaseValue ?? .null
    }

    private static func list(_ list: [String]) -> DatabaseValue {
        ArticleRecord.encode(texts: list).databaseValue
    }
}
