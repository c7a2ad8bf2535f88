/// The columns of version 4 of the ads tables: caps and budgets.
enum AdBounds {
    static let columns: [(table: String, definition: String)] =
        ["advertiser", "campaign", "line_item"].flatMap { table in
            [
                (table, "caps TEXT \(CatalogueSchema.list("caps"))"),
                (table, "budget_daily_micros INTEGER \(micros("budget_daily_micros"))"),
                (table, "budget_lifetime_micros INTEGER \(micros("budget_lifetime_micros"))"),
            ]
        } + [("creative", "caps TEXT \(CatalogueSchema.list("caps"))")]

    private static func micros(_ column: String) -> String {
        "CHECK(\(column) IS NULL OR (typeof(\(column)) = 'integer' AND \(column) > 0))"
    }
}
