internal import BroadsheetEvaluation
internal import BroadsheetResources
internal import Foundation
internal import Mustache

/// The fields of the template `report`, gathered section by section.
struct ReportPage {
    /// Why there is no report: the program itself is broken.
    struct Unreadable: Error, CustomStringConvertible {
        var name: String
        var description: String { "the built-in template `\(name)` can't be read: build again" }
    }

    private var fields: [String: Any]
    private var tables: [[String: Any]] = []
    private var comparisons: [[String: Any]] = []
    private var charts: [[String: Any]] = []

    init(title: String, kicker: String, summary: String, closing: String) {
        fields = [
            "page_title": title, "kicker": kicker, "summary": summary, "closing": closing,
            "style": EmbeddedFile.text("report/style.css"),
        ]
    }

    /// A table of figures with interval and n.
    mutating func addTable(_ heading: String, explanation: String, _ rows: [FigureRow]) {
        tables.append(Self.table(heading, explanation, rows))
    }

    /// A table about a second configuration, which stands below everything about the first.
    mutating func addComparison(_ heading: String, explanation: String, _ rows: [FigureRow]) {
        comparisons.append(Self.table(heading, explanation, rows))
    }

    private static func table(
        _ heading: String, _ explanation: String, _ rows: [FigureRow]
    ) -> [String: Any] {
        ["heading": heading, "explanation": explanation, "rows": rows.map(\.fields)]
    }

    mutating func add(_ chart: Chart) { charts.append(chart.fields) }

    /// A section that has a template of its own: `classes`, `hubs` or `examples`.
    mutating func addSection(
        _ name: String, heading: String = "", explanation: String, rows: [[String: Any]]
    ) {
        guard !rows.isEmpty else { return }
        let section: [String: Any] = [
            "heading": heading, "explanation": explanation, "rows": rows,
        ]
        fields[name] = (fields[name] as? [[String: Any]] ?? []) + [section]
    }

    /// The page as HTML.
    func render() throws -> String {
        var library = MustacheLibrary()
        for name in ["report", "report-table", "report-chart"] {
            do {
                try library.register(
                    EmbeddedFile.text("templates/\(name).mustache"), named: name)
            } catch {
                throw Unreadable(name: name)
            }
        }
        var fields = fields
        fields["tables"] = tables
        fields["comparisons"] = comparisons
        fields["charts"] = charts
        fields["has_charts"] = !charts.isEmpty
        guard let html = library.render(fields, withTemplate: "report") else {
            throw Unreadable(name: "report")
        }
        return html
    }
}

/// One measure of a table: what readers call it, what it means, and the estimate.
struct FigureRow {
    var name: String
    var meaning: String
    var estimate: Estimate

    init(_ name: String, _ meaning: String, _ estimate: Estimate) {
        self.name = name
        self.meaning = meaning
        self.estimate = estimate
    }

    var fields: [String: Any] {
        [
            "name": name, "meaning": meaning, "value": Self.text(estimate.value),
            "interval": estimate.interval.map {
                "\(Self.text($0.low)) to \(Self.text($0.high))"
            } ?? "–",
            "count": String(estimate.count),
        ]
    }

    /// Three or four digits that matter; a dash where there is no value.
    static func text(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        if value == value.rounded(), abs(value) >= 2, abs(value) < 1e15 {
            return String(format: "%.0f", value)
        }
        return String(format: abs(value) >= 10 ? "%.2f" : "%.4f", value)
    }
}
