internal import GRDB

/// The tables of slots and campaigns, parents before their children.
enum AdTable: String, CaseIterable {
    case slot
    case advertiser
    case campaign
    case lineItem = "line_item"
    case creative

    /// All columns, key first and status last, in the order in which rows are read and written.
    var columns: [String] {
        switch self {
        case .slot:
            ["id", "sizes", "formats", "priority", "exploration", "default_creative", "status"]
        case .advertiser:
            [
                "id", "name", "domain", "labels", "caps", "budget_daily_micros",
                "budget_lifetime_micros", "exclusion_labels", "per_page", "brand_safety", "status",
            ]
        case .campaign:
            [
                "id", "advertiser_id", "name", "time_zone", "labels", "caps",
                "budget_daily_micros", "budget_lifetime_micros", "exclusion_labels", "status",
            ]
        case .lineItem:
            [
                "id", "campaign_id", "tier", "weight", "starts", "ends", "slots",
                "sections_include", "sections_exclude", "tags_include", "tags_exclude",
                "price_model", "price_micros", "share_of_voice", "goal_unit", "goal_count",
                "pacing", "labels", "targeting", "caps", "budget_daily_micros",
                "budget_lifetime_micros", "exclusion_labels", "per_page", "roadblock",
                "context", "brand_safety", "status",
            ]
        case .creative:
            [
                "id", "line_item_id", "kind", "width", "height", "weight", "click_url", "image",
                "alt", "html", "title", "text", "sponsored_by", "call_to_action",
                "impression_trackers", "caps", "companion_set", "status",
            ]
        }
    }

    /// The columns as a list for SELECT.
    var columnList: String { columns.joined(separator: ", ") }

    /// The table whose rows these belong to, and the column that names them.
    var parent: (table: AdTable, column: String)? {
        switch self {
        case .slot, .advertiser: nil
        case .campaign: (.advertiser, "advertiser_id")
        case .lineItem: (.campaign, "campaign_id")
        case .creative: (.lineItem, "line_item_id")
        }
    }

    /// What the status becomes when a file does not say: it stays. Files can't say it for slots
    /// and advertisers, so naming one again brings it back from the archive.
    var unsaidStatus: RowWriter.Unsaid {
        switch self {
        case .slot, .advertiser:
            RowWriter.Unsaid(
                inNewRow: "'active'",
                inOldRow: "CASE status WHEN 'archived' THEN 'active' ELSE status END")
        case .campaign, .lineItem, .creative:
            RowWriter.Unsaid(inNewRow: "'active'", inOldRow: "status")
        }
    }
}
