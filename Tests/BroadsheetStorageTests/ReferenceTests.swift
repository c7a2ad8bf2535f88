import BroadsheetStorage
import Testing

/// Rules between advertisers, campaigns, line items and creatives, as the sqlite3 shell meets them.
@Suite struct ReferenceTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static let family = """
        INSERT INTO advertiser(id,name) VALUES('adv','Advertiser');
        INSERT INTO campaign(id,advertiser_id) VALUES('camp','adv');
        INSERT INTO line_item(id,campaign_id) VALUES('line','camp');
        INSERT INTO creative(id,line_item_id,kind,click_url)
            VALUES('crea','line','html','https://c.example/');
        """

    private func prepare() throws {
        _ = try scratch.catalogue()
        try scratch.shell(Self.family)
    }

    @Test(arguments: [
        ("campaign", "id,advertiser_id", "'x','nobody'", "advertiser"),
        ("line_item", "id,campaign_id", "'x','nothing'", "campaign"),
        (
            "creative", "id,line_item_id,kind,click_url", "'x','none','html','https://c'",
            "line_item"
        ),
    ])
    func `a child without its parent is refused with the name of the parent`(
        table: String, columns: String, values: String, parent: String
    ) throws {
        try prepare()
        let complaint = try scratch.complaint("INSERT INTO \(table)(\(columns)) VALUES(\(values))")
        #expect(complaint.contains("names no row of \(parent): insert the \(parent) first"))
    }

    @Test(arguments: [
        ("advertiser", "campaign"), ("campaign", "line_item"), ("line_item", "creative"),
    ])
    func `a parent with children can be neither deleted nor renamed`(
        table: String, child: String
    ) throws {
        try prepare()
        for statement in ["DELETE FROM \(table)", "UPDATE \(table) SET id='new'"] {
            #expect(
                try scratch.complaint(statement).contains("\(table) still has rows of \(child)"))
        }
    }

    @Test(arguments: ["", "PRAGMA recursive_triggers=1; "])
    func `a parent with children can be replaced, whatever the writer's pragmas`(
        pragma: String
    ) throws {
        try prepare()
        try scratch.shell(pragma + "REPLACE INTO advertiser(id,name) VALUES('adv','Other')")
        #expect(try scratch.shell("SELECT name FROM advertiser") == "Other\n")
    }

    @Test func `children can be deleted, then their parents`() throws {
        try prepare()
        try scratch.shell(
            """
            DELETE FROM creative; DELETE FROM line_item; DELETE FROM campaign;
            DELETE FROM advertiser;
            """)
        #expect(try scratch.shell("SELECT count(*) FROM advertiser") == "0\n")
    }

    @Test(arguments: ["0", "-1", "1e10", "'NaN'", "9e999", "'ten'"])
    func `a weight that is not above 0 and at most 1e9 is refused`(weight: String) throws {
        try prepare()
        #expect(
            try scratch.complaint("UPDATE line_item SET weight=\(weight)").contains("CHECK"))
    }
}
