internal import GRDB

/// The tables of the catalogue.
///
/// Any program may write them, so every rule stands in the tables themselves: `CHECK`s for values,
/// defaults also where a writer says NULL (`.import` of the sqlite3 shell fills missing columns
/// so), triggers for references and for the change feed. There is no unique index but the primary
/// keys, because a REPLACE on another one would evict rows unseen.
enum CatalogueSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("catalogue-1") { db in
            try db.execute(sql: changes)
            try db.execute(sql: articles)
            try db.execute(sql: ads)
            for table in ChangeTriggers.watchedTables {
                try db.execute(sql: ChangeTriggers.sql(table: table))
            }
            for reference in ReferenceTriggers.references {
                try db.execute(sql: ReferenceTriggers.sql(reference))
            }
            try DatabaseKind.catalogue.stamp(version: 1, in: db)
        }
        migrator.registerMigration("catalogue-2") { db in
            for table in EditorialTable.allCases {
                try db.execute(sql: table.definition)
                try db.execute(sql: table.triggers)
            }
            try DatabaseKind.catalogue.stamp(version: 2, in: db)
        }
        migrator.registerMigration("catalogue-3") { db in
            for column in AdTerms.columns {
                try db.execute(sql: "ALTER TABLE \(column.table) ADD COLUMN \(column.definition)")
            }
            try DatabaseKind.catalogue.stamp(version: 3, in: db)
        }
        migrator.registerMigration("catalogue-4") { db in
            for column in AdBounds.columns {
                try db.execute(sql: "ALTER TABLE \(column.table) ADD COLUMN \(column.definition)")
            }
            try DatabaseKind.catalogue.stamp(version: 4, in: db)
        }
        return migrator
    }

    /// A number that SQLite counts up whenever a table, index or trigger is made or dropped.
    static func version(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "PRAGMA schema_version") ?? 0
    }

    private static let changes = """
        CREATE TABLE change(
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            kind TEXT NOT NULL,
            op TEXT NOT NULL,
            id TEXT NOT NULL,
            at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')));
        """

    private static let articles = """
        CREATE TABLE article(
            id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
            url TEXT,
            title TEXT \(text("''")),
            summary TEXT \(text("''")),
            body TEXT \(text("''")),
            section TEXT \(text("''")),
            language TEXT,
            tags TEXT \(list("tags")),
            authors TEXT \(list("authors")),
            image_url TEXT,
            image_width INTEGER,
            image_height INTEGER,
            image_alt TEXT,
            source_name TEXT,
            source_url TEXT,
            published_at TEXT \(time("published_at")),
            updated_at TEXT \(time("updated_at")),
            expires_at TEXT \(time("expires_at")),
            status TEXT \(text("'published'"))
                \(oneOf("status", "published", "draft", "withdrawn")),
            evergreen INTEGER \(text("0")) CHECK(evergreen IN (0, 1)),
            ads TEXT \(text("'all'")) \(oneOf("ads", "all", "house", "none")),
            ad_labels TEXT \(list("ad_labels")));
        CREATE INDEX article_url ON article(url);
        """

    private static let ads = """
        CREATE TABLE slot(
            \(key),
            sizes TEXT \(list("sizes")),
            formats TEXT \(list("formats", default: #"["image","html","native"]"#)),
            priority INTEGER \(text("1")),
            \(status));
        CREATE TABLE advertiser(
            \(key),
            name TEXT \(text("''")),
            domain TEXT,
            labels TEXT \(list("labels")),
            \(status));
        CREATE TABLE campaign(
            \(key),
            advertiser_id TEXT NOT NULL,
            name TEXT \(text("''")),
            time_zone TEXT \(text("'UTC'")),
            \(status));
        CREATE INDEX campaign_advertiser_id ON campaign(advertiser_id);
        CREATE TABLE line_item(
            \(key),
            campaign_id TEXT NOT NULL,
            tier TEXT \(text("'standard'"))
                \(oneOf("tier", "sponsorship", "guaranteed", "standard", "house")),
            weight REAL \(text("1")) \(weight),
            starts TEXT \(time("starts")),
            ends TEXT \(time("ends")),
            slots TEXT \(list("slots")),
            sections_include TEXT \(list("sections_include")),
            sections_exclude TEXT \(list("sections_exclude")),
            tags_include TEXT \(list("tags_include")),
            tags_exclude TEXT \(list("tags_exclude")),
            price_model TEXT \(oneOf("price_model", "cpm", "vcpm", "cpc", "flat")),
            price_micros INTEGER CHECK(price_micros >= 0),
            \(status),
            CHECK((price_model IS NULL) = (price_micros IS NULL)));
        CREATE INDEX line_item_campaign_id ON line_item(campaign_id);
        CREATE TABLE creative(
            \(key),
            line_item_id TEXT NOT NULL,
            kind TEXT NOT NULL \(oneOf("kind", "image", "html", "native")),
            width INTEGER CHECK(width BETWEEN 1 AND 10000),
            height INTEGER CHECK(height BETWEEN 1 AND 10000),
            weight REAL \(text("1")) \(weight),
            click_url TEXT NOT NULL,
            image TEXT,
            alt TEXT,
            html TEXT,
            title TEXT,
            text TEXT,
            sponsored_by TEXT,
            call_to_action TEXT,
            impression_trackers TEXT \(list("impression_trackers")),
            \(status),
            CHECK((width IS NULL) = (height IS NULL)));
        CREATE INDEX creative_line_item_id ON creative(line_item_id);
        """

    private static let key =
        "id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0)"

    private static let status =
        "status TEXT \(text("'active'")) \(oneOf("status", "active", "paused", "archived"))"

    /// Not `IN`, for which SQLite fills a temporary table with the words for every row written;
    /// that took a third of the instructions of an import.
    static func oneOf(_ column: String, _ words: String...) -> String {
        "CHECK(" + words.map { "\(column) = '\($0)'" }.joined(separator: " OR ") + ")"
    }

    /// The upper bound keeps sums of weights finite and exact enough to draw from.
    private static let weight = "CHECK(weight > 0 AND weight <= 1e9)"

    /// A column that takes its default also when a writer says NULL.
    static func text(_ value: String) -> String {
        "NOT NULL ON CONFLICT REPLACE DEFAULT \(value)"
    }

    /// A JSON array. `CASE` because json_type fails on what is no JSON.
    static func list(_ column: String, default value: String = "[]") -> String {
        text("'\(value)'")
            + " CHECK(CASE WHEN json_valid(\(column)) THEN json_type(\(column)) = 'array' ELSE 0 END)"
    }

    /// A UTC time that exists, in its one spelling: SQLite reads it and writes the same bytes. Only
    /// because of the `+0 days` does it work the date out, and not give 30 February back as it is.
    static func time(_ column: String) -> String {
        let format = "%Y-%m-%dT%H:%M:%SZ"
        return
            "CHECK(\(column) IS NULL OR strftime('\(format)', \(column), '+0 days') IS \(column))"
    }
}
