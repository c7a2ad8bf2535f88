/// The columns of version 4 of the ads tables: caps, budgets, the rules of pages, and what articles
/// have to be and may not be about.
enum AdBounds {
    static let columns: [(table: String, definition: String)] =
        ["advertiser", "campaign", "line_item"].flatMap { table in
            [
                (table, "caps TEXT \(CatalogueSchema.list("caps"))"),
                (table, "budget_daily_micros INTEGER \(micros("budget_daily_micros"))"),
                (table, "budget_lifetime_micros INTEGER \(micros("budget_lifetime_micros"))"),
            ]
        } + [("creative", "caps TEXT \(CatalogueSchema.list("caps"))")] + pageRules + contextRules

    private static let pageRules: [(table: String, definition: String)] =
        ["advertiser", "campaign", "line_item"].map { table in
            (table, "exclusion_labels TEXT \(CatalogueSchema.list("exclusion_labels"))")
        } + [
            ("advertiser", "per_page INTEGER CHECK(per_page BETWEEN 1 AND 10)"),
            ("line_item", "per_page INTEGER CHECK(per_page BETWEEN 1 AND 10)"),
            ("line_item", "roadblock TEXT CHECK(roadblock = 'all' OR roadblock IS NULL)"),
            ("creative", "companion_set TEXT"),
        ]

    /// JSON objects of the shape that campaign files have below these keys. What in one is not
    /// understood is found by the reader, and keeps the row out.
    private static let contextRules: [(table: String, definition: String)] = [
        ("line_item", "context TEXT \(AdTerms.object("context"))"),
        ("line_item", "brand_safety TEXT \(AdTerms.object("brand_safety"))"),
        ("advertiser", "brand_safety TEXT \(AdTerms.object("brand_safety"))"),
    ]

    private static func micros(_ column: String) -> String {
        "CHECK(\(column) IS NULL OR (typeof(\(column)) = 'integer' AND \(column) > 0))"
    }
}
