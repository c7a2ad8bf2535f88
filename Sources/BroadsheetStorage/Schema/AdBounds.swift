/// The columns of version 4 of the ads tables: caps, budgets and the rules of pages.
enum AdBounds {
    static let columns: [(table: String, definition: String)] =
        ["advertiser", "campaign", "line_item"].flatMap { table in
            [
                (table, "caps TEXT \(CatalogueSchema.list("caps"))"),
                (table, "budget_daily_micros INTEGER \(micros("budget_daily_micros"))"),
                (table, "budget_lifetime_micros INTEGER \(micros("budget_lifetime_micros"))"),
            ]
        } + [("creative", "caps TEXT \(CatalogueSchema.list("caps"))")] + pageRules

    private static let pageRules: [(table: String, definition: String)] =
        ["advertiser", "campaign", "line_item"].map { table in
            (table, "exclusion_labels TEXT \(CatalogueSchema.list("exclusion_labels"))")
        } + [
            ("advertiser", "per_page INTEGER CHECK(per_page BETWEEN 1 AND 10)"),
            ("line_item", "per_page INTEGER CHECK(per_page BETWEEN 1 AND 10)"),
            ("line_item", "roadblock TEXT CHECK(roadblock = 'all' OR roadblock IS NULL)"),
            ("creative", "companion_set TEXT"),
        ]

    private static func micros(_ column: String) -> String {
        "CHECK(\(column) IS NULL OR (typeof(\(column)) = 'integer' AND \(column) > 0))"
    }
}
