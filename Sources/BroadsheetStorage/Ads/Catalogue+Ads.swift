package import BroadsheetAds
internal import GRDB

extension Catalogue {
    /// All slots and campaigns as of one moment, every list by id bytes, with what was left out.
    ///
    /// Paused and archived campaigns, line items and creatives come with their status; slots that
    /// are not active do not come. A row whose parent is missing is left out with a warning.
    package func loadAds() throws -> (ads: AdCatalogue, warnings: StorageWarnings) {
        try file.read { db in
            var loader = AdLoader(db: db)
            let ads = try loader.load()
            return (ads, loader.warnings)
        }
    }
}

/// Reads the ads tables inside one transaction.
private struct AdLoader {
    let db: Database
    private(set) var warnings = StorageWarnings()

    init(db: Database) { self.db = db }

    mutating func load() throws -> AdCatalogue {
        let slots = try rows(.slot) { $0.slot() }
        let advertisers = try rows(.advertiser) { $0.advertiser() }
        var campaigns: [Campaign] = []
        for advertiser in advertisers {
            campaigns += try rows(.campaign, of: advertiser.id) { $0.campaign() }
        }
        for index in campaigns.indices {
            campaigns[index].lineItems = try lineItems(of: campaigns[index].id)
        }
        campaigns.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        for table in AdTable.allCases { try countOrphans(table) }
        return AdCatalogue(slots: slots, advertisers: advertisers, campaigns: campaigns)
    }

    private mutating func lineItems(of campaign: String) throws -> [LineItem] {
        var items = try rows(.lineItem, of: campaign) { $0.lineItem() }
        for index in items.indices {
            items[index].creatives = try rows(.creative, of: items[index].id) { $0.creative() }
        }
        return items
    }

    /// All rows of `table`, or those that belong to `parent`, by id bytes.
    private mutating func rows<Value>(
        _ table: AdTable, of parent: String? = nil, _ read: (inout StoredRow) -> Value?
    ) throws -> [Value] {
        var sql = "SELECT \(table.columnList) FROM \(table.rawValue)"
        var arguments: StatementArguments = []
        if let parent, let column = table.parent?.column {
            sql += " WHERE \(column) = ?"
            arguments = [parent]
        }
        let statement = try db.cachedStatement(sql: sql + " ORDER BY id")
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        var values: [Value] = []
        while let row = try cursor.next() {
            guard var stored = StoredRow(row, table: table.rawValue) else {
                warnings.add("\(table.rawValue): an id is not UTF-8 text; the row is left out")
                continue
            }
            if let value = read(&stored) { values.append(value) }
            warnings.add(all: stored.warnings)
        }
        return values
    }

    private mutating func countOrphans(_ table: AdTable) throws {
        guard let (parent, column) = table.parent else { return }
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT id FROM \(table.rawValue) WHERE NOT EXISTS(
                    SELECT 1 FROM \(parent.rawValue)
                    WHERE \(parent.rawValue).id = \(table.rawValue).\(column)) ORDER BY id
                """)
        while let row = try cursor.next() {
            let id = StoredRow.key(row, 0) ?? "?"
            warnings.add("\(table.rawValue) \(id): its \(parent.rawValue) is missing; left out")
        }
    }
}
