internal import Broadsheet
internal import BroadsheetArticles

/// Metrics in the text format 0.0.4 of Prometheus.
struct PrometheusText {
    private(set) var text = ""

    /// The whole page.
    static func render(
        requests: [(route: String, counts: RequestMetrics.RouteCounts)], engine: EngineMetrics
    ) -> String {
        var page = PrometheusText()
        page.write(requests: requests)
        page.family("broadsheet_decisions_total", "counter", "Ad decisions by slot and outcome.")
        for count in engine.decisions {
            page.sample([("slot", count.slot), ("outcome", count.outcome)], count.count)
        }
        page.family("broadsheet_no_fill_total", "counter", "Decisions without an ad, by reason.")
        for count in engine.noFills {
            page.sample([("slot", count.slot), ("reason", count.outcome)], count.count)
        }
        page.family("broadsheet_articles", "gauge", "Articles of the catalogue by status.")
        for count in engine.articles {
            page.sample([("status", count.status.rawValue)], count.count)
        }
        page.gauge(
            "broadsheet_snapshot_age_seconds", "Age of the articles that are served.",
            engine.snapshotAgeSeconds)
        page.write(searches: engine)
        page.gauge(
            "broadsheet_lists_ready", "Articles whose related list is kept; others take a search.",
            Double(engine.listsReady))
        page.gauge(
            "broadsheet_lists_expected", "Articles whose related list will be kept.",
            Double(engine.visibleArticles))
        page.gauge(
            "broadsheet_ledger_queue", "Rows on their way to the ledger.",
            Double(engine.ledgerQueue))
        page.gauge(
            "broadsheet_catalogue_warnings", "Rows of the catalogue left out or repaired.",
            Double(engine.catalogueWarnings))
        return page.text
    }

    private mutating func write(
        requests: [(route: String, counts: RequestMetrics.RouteCounts)]
    ) {
        family("broadsheet_http_requests_total", "counter", "Answers by route and status.")
        for (route, counts) in requests {
            for (status, count) in counts.byStatus.sorted(by: { $0.key < $1.key }) {
                sample([("route", route), ("status", String(status))], count)
            }
        }
        family("broadsheet_http_request_seconds", "histogram", "Seconds until the answer stood.")
        for (route, counts) in requests {
            var sum = 0
            for (bound, count) in zip(RequestMetrics.bounds, counts.buckets) {
                sum += count
                sample([("route", route), ("le", bound.description)], sum, suffix: "_bucket")
            }
            sample([("route", route), ("le", "+Inf")], counts.count, suffix: "_bucket")
            line([("route", route)], counts.seconds.description, suffix: "_sum")
            sample([("route", route)], counts.count, suffix: "_count")
        }
    }

    private mutating func write(searches engine: EngineMetrics) {
        counter(
            "broadsheet_searches_total", "Lists searched for because none was kept for them.",
            engine.searches)
        counter(
            "broadsheet_searches_refused_total", "Searches refused because too many waited.",
            engine.searchesRefused)
        gauge(
            "broadsheet_search_queue", "Searches that wait for a thread.",
            Double(engine.searchQueue))
        counter(
            "broadsheet_lists_worn_total",
            "Answers that a kept list could not prove any more, so that it is found again.",
            engine.wornAnswers)
    }

    private var name = ""

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        self.name = name
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func gauge(_ name: String, _ help: String, _ value: Double) {
        family(name, "gauge", help)
        line([], value.description, suffix: "")
    }

    private mutating func counter(_ name: String, _ help: String, _ count: Int) {
        family(name, "counter", help)
        sample([], count)
    }

    private mutating func sample(
        _ labels: [(name: String, value: String)], _ count: Int, suffix: String = ""
    ) {
        line(labels, String(count), suffix: suffix)
    }

    private mutating func line(
        _ labels: [(name: String, value: String)], _ value: String, suffix: String
    ) {
        text += name + suffix
        if !labels.isEmpty {
            let pairs = labels.map { "\($0.name)=\"\(Self.escape($0.value))\"" }
            text += "{" + pairs.joined(separator: ",") + "}"
        }
        text += " " + value + "\n"
    }

    /// A label's value: backslash, quotation mark and line feed are escaped, as the format says.
    static func escape(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }
}
