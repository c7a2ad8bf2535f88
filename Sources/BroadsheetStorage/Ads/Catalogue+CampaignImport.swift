package import BroadsheetAds
internal import BroadsheetArticles
internal import GRDB

/// What an import of campaign files did.
package struct CampaignImportSummary: Sendable, Hashable {
    /// A row by the name of its table and its id.
    package struct Entry: Sendable, Hashable {
        package var kind: String
        package var id: String

        package init(kind: String, id: String) {
            self.kind = kind
            self.id = id
        }
    }

    package var new = 0
    package var updated = 0
    package var unchanged = 0
    /// Rows that the files do not name and that stay as they are; by kind, parents first, then id.
    package var kept: [Entry] = []
    /// Rows that the files do not name and that `replace` archived.
    package var archived: [Entry] = []
    /// Rows that the files name without a status and that stay archived.
    package var stillArchived: [Entry] = []

    package init() {}
}

extension Catalogue {
    /// Stores slots and campaigns, in one transaction; the same files again change nothing.
    ///
    /// Nothing is ever deleted: what the files no longer name stays, or is archived with
    /// `replace`. A status is changed only where the files name it.
    ///
    /// - Throws: `StorageError` with `.refused` when a row breaks a rule of the schema, such as a
    ///   campaign whose advertiser is neither in the files nor stored.
    package func importCampaigns(
        _ ads: AdCatalogue, replace: Bool = false
    ) throws -> CampaignImportSummary {
        try file.write { db in
            var importer = try CampaignImporter(db)
            try importer.put(ads)
            try importer.settle(replace: replace)
            return importer.summary
        }
    }
}

/// Writes the ads tables inside one transaction.
private struct CampaignImporter {
    private(set) var summary = CampaignImportSummary()
    private let db: Database
    private let writers: [AdTable: RowWriter]

    init(_ db: Database) throws {
        self.db = db
        var writers: [AdTable: RowWriter] = [:]
        for table in AdTable.allCases {
            writers[table] = try RowWriter(
                db, table: table.rawValue, columns: table.columns, unsaid: table.unsaidStatus)
        }
        self.writers = writers
        // Ids that the files name, compared by SQLite byte by byte.
        try db.execute(
            sql: """
                DROP TABLE IF EXISTS temp.named;
                CREATE TEMP TABLE named(
                    kind TEXT NOT NULL, id TEXT NOT NULL, says_status INTEGER NOT NULL,
                    PRIMARY KEY(kind, id)) WITHOUT ROWID;
                """)
    }

    mutating func put(_ ads: AdCatalogue) throws {
        for slot in ads.slots { try put(.slot, AdRowValues.slot(slot)) }
        for advertiser in ads.advertisers {
            try put(.advertiser, AdRowValues.advertiser(advertiser))
        }
        for campaign in ads.campaigns {
            try put(.campaign, AdRowValues.campaign(campaign))
            for item in campaign.lineItems {
                try put(.lineItem, AdRowValues.lineItem(item, campaign: campaign.id))
                for creative in item.creatives {
                    try put(.creative, AdRowValues.creative(creative, lineItem: item.id))
                }
            }
        }
    }

    /// Lists or archives what the files do not name.
    mutating func settle(replace: Bool) throws {
        for table in AdTable.allCases {
            let unnamed = """
                status <> 'archived' AND NOT EXISTS(SELECT 1 FROM temp.named
                    WHERE named.kind = '\(table.rawValue)' AND named.id = \(table.rawValue).id)
                """
            let entries = try entries(table, where: unnamed)
            if replace {
                try db.execute(
                    sql: "UPDATE \(table.rawValue) SET status = 'archived' WHERE \(unnamed)")
                summary.archived += entries
            } else {
                summary.kept += entries
            }
            summary.stillArchived += try self.entries(
                table,
                where: """
                    status = 'archived' AND EXISTS(SELECT 1 FROM temp.named
                        WHERE named.kind = '\(table.rawValue)' AND named.id = \(table.rawValue).id
                        AND says_status = 0)
                    """)
        }
        try db.execute(sql: "DROP TABLE temp.named")
    }

    private mutating func put(_ table: AdTable, _ values: [DatabaseValue]) throws {
        guard let writer = writers[table], let id = values.first.flatMap(String.fromDatabaseValue)
        else { return }
        if id.containsNUL {
            throw DatabaseError(
                resultCode: .SQLITE_CONSTRAINT,
                message: "\(table.rawValue): an id contains a NUL character")
        }
        let saysStatus = values.last.map { !$0.isNull } ?? false
        do {
            switch try writer.put(values, isKnown: writer.contains(id)) {
            case .new: summary.new += 1
            case .updated: summary.updated += 1
            case .unchanged: summary.unchanged += 1
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw DatabaseError(
                resultCode: .SQLITE_CONSTRAINT,
                message: "\(table.rawValue) \(id): \(error.message ?? "breaks a rule")")
        }
        try db.execute(
            sql: "INSERT OR IGNORE INTO temp.named VALUES(?, ?, ?)",
            arguments: [table.rawValue, id, saysStatus])
    }

    private func entries(
        _ table: AdTable, where condition: String
    ) throws -> [CampaignImportSummary.Entry] {
        let cursor = try Row.fetchCursor(
            db, sql: "SELECT id FROM \(table.rawValue) WHERE \(condition) ORDER BY id")
        var entries: [CampaignImportSummary.Entry] = []
        while let row = try cursor.next() {
            guard let id = StoredRow.key(row, 0) else { continue }
            entries.append(CampaignImportSummary.Entry(kind: table.rawValue, id: id))
        }
        return entries
    }
}
