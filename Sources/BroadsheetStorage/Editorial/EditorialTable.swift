/// The tables in which editors say what stands in a list of related articles and what may not.
///
/// Any program may write them. An article that a row names must be there when the row is written;
/// it may go later, and then the row counts for nothing until it comes back.
///
/// - `pin(article_id, pinned_id, position, expires_at, note)`: on the page of `article_id`,
///   `pinned_id` stands at `position`, 1 (the default) to 100.
/// - `block(article_id, blocked_id, expires_at, note)`: `blocked_id` is never listed on that page;
///   NULL or '' for `article_id` means on any page.
/// - `blocked_term(article_id, term, expires_at, note)`: the word `term` doesn't make an article
///   related to that one; NULL or '' for any page.
///
/// `expires_at` is a UTC time such as `2026-12-31T00:00:00Z`, from which on the row counts for
/// nothing; NULL for never. `note` is for editors alone.
enum EditorialTable: String, CaseIterable {
    case pin
    case block
    case blockedTerm = "blocked_term"

    /// What the row speaks of beside the page; with it the primary key.
    var subject: String {
        switch self {
        case .pin: "pinned_id"
        case .block: "blocked_id"
        case .blockedTerm: "term"
        }
    }

    /// Whether `subject` is the id of an article.
    var namesTwoArticles: Bool { self != .blockedTerm }

    /// The columns that a reader needs, the subject first.
    var columnList: String {
        let columns = "\(subject), article_id, expires_at"
        return self == .pin ? columns + ", position" : columns
    }

    /// Ids of all articles that rows name, for `IN`.
    static let namedArticles = allCases.flatMap { table in
        (table.namesTwoArticles ? ["article_id", table.subject] : ["article_id"]).map {
            "SELECT \($0) FROM \(table.rawValue)"
        }
    }.joined(separator: " UNION ALL ")

    /// The table; part of a migration, so it never changes.
    var definition: String {
        var columns = [
            self == .pin ? "article_id TEXT NOT NULL \(key("article_id"))" : "article_id TEXT",
            "\(subject) TEXT NOT NULL \(key(subject))",
        ]
        if self == .pin {
            columns.append(
                """
                position INTEGER \(CatalogueSchema.text("1"))
                CHECK(typeof(position) = 'integer' AND position BETWEEN 1 AND 100)
                """)
        }
        columns.append("expires_at TEXT \(CatalogueSchema.time("expires_at"))")
        columns.append("note TEXT \(CatalogueSchema.text("''"))")
        columns.append("PRIMARY KEY(article_id, \(subject))")
        if self != .pin {
            columns.append("CHECK(article_id IS NULL OR typeof(article_id) = 'text')")
        }
        if namesTwoArticles { columns.append("CHECK(article_id IS NOT \(subject))") }
        return "CREATE TABLE \(rawValue)(\(columns.joined(separator: ", ")));"
    }

    private func key(_ column: String) -> String {
        "CHECK(typeof(\(column)) = 'text' AND length(trim(\(column))) > 0)"
    }

    /// The triggers: the change feed, which names the page ("" for any), and the references.
    var triggers: String {
        let columns = namesTwoArticles ? ["article_id", subject] : ["article_id"]
        return ChangeTriggers.sql(
            table: rawValue, key: ["article_id", subject], namedBy: "article_id")
            + columns.map(reference).joined(separator: "\n")
    }

    private func reference(_ column: String) -> String {
        let isMissing = """
            coalesce(NEW.\(column), '') <> ''
                AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.\(column))
            """
        let refusal = """
            RAISE(ABORT, '\(rawValue).\(column) names no article: insert the article first')
            """
        return """
            CREATE TRIGGER \(rawValue)_needs_\(column) BEFORE INSERT ON \(rawValue)
            WHEN \(isMissing) BEGIN
                SELECT \(refusal);
            END;
            CREATE TRIGGER \(rawValue)_keeps_\(column) BEFORE UPDATE OF \(column) ON \(rawValue)
            WHEN \(isMissing) BEGIN
                SELECT \(refusal);
            END;
            """
    }
}
