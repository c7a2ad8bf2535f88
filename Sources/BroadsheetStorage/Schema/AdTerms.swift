/// The columns of version 3 of the ads tables: shares, goals, pacing, labels and targeting.
///
/// `ALTER TABLE` takes no rule of the table, so rules over two columns stand at the second one.
enum AdTerms {
    static let columns: [(table: String, definition: String)] = [
        (
            "slot",
            "exploration REAL \(CatalogueSchema.text("0")) CHECK(exploration BETWEEN 0 AND 1)"
        ),
        ("slot", "default_creative TEXT"),
        ("campaign", "labels TEXT \(CatalogueSchema.list("labels"))"),
        ("line_item", "labels TEXT \(CatalogueSchema.list("labels"))"),
        (
            "line_item",
            "share_of_voice REAL CHECK(share_of_voice > 0 AND share_of_voice <= 1)"
        ),
        ("line_item", "goal_unit TEXT \(goalUnit)"),
        ("line_item", "goal_count INTEGER \(goalCount)"),
        ("line_item", "pacing TEXT \(pacing)"),
        ("line_item", "targeting TEXT \(object("targeting"))"),
    ]

    private static let goalUnit = CatalogueSchema.oneOf(
        "goal_unit", "impressions", "viewable_impressions", "clicks")

    private static let goalCount = """
        CHECK((goal_unit IS NULL) = (goal_count IS NULL))
        CHECK(goal_count IS NULL OR (typeof(goal_count) = 'integer' AND goal_count > 0))
        """

    /// A word, or a JSON list of relative amounts.
    private static let pacing = """
        CHECK(pacing = 'even' OR pacing = 'front_loaded' OR pacing = 'asap'
            OR CASE WHEN json_valid(pacing) THEN json_type(pacing) = 'array' ELSE pacing IS NULL END)
        """

    /// A JSON object of the shape that campaign files have below `targeting`. What in it is not
    /// understood is found by the reader, and makes a rule that never holds.
    static func object(_ column: String) -> String {
        """
        CHECK(\(column) IS NULL OR CASE WHEN json_valid(\(column))
            THEN json_type(\(column)) = 'object' ELSE 0 END)
        """
    }
}
