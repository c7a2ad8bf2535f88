internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet simulate --db FILE (--requests LEDGER | --synthetic N) …`
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Serve requests of the past, or made ones, on a virtual clock; records nothing.",
        discussion: """
            Decisions, leases, plan and pacing are those of the server. The same catalogue, requests \
            and seed give the same result.
            """)

    @Option(help: "The catalogue with the campaigns.")
    var db: String

    @Option(help: "A ledger whose decisions' requests are served again.")
    var requests: String?

    @Option(help: "How many requests are made up from the catalogue's articles and slots.")
    var synthetic: Int?

    @Option(help: "The first moment, RFC 3339.")
    var from: String

    @Option(help: "The moment after the last, RFC 3339.")
    var to: String

    @Option(help: "What everything is drawn from.")
    var seed: UInt64 = 1

    @Option(help: "How line items are paced: \(Self.controllers), or all for each in turn.")
    var controller = "slots"

    @Option(help: "By how much each hour of the forecast is off at most, as a fraction.")
    var forecastError = 0.0

    @Flag(help: "Exit with 1 when a line item that could be delivered misses 99 % of its goal.")
    var check = false

    @Option(help: "How the result is printed.")
    var format: OutputFormat = .table

    private static let controllers =
        GuaranteedPacing.Controller.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        guard (requests == nil) != (synthetic == nil) else {
            throw ValidationError(
                "say where requests come from: --requests LEDGER or --synthetic N")
        }
        if let synthetic, !(1...50_000_000).contains(synthetic) {
            throw ValidationError("--synthetic is \(synthetic); expected 1 to 50000000")
        }
        guard (0...1).contains(forecastError) else {
            throw ValidationError("--forecast-error is \(forecastError); expected 0 to 1")
        }
        guard controller == "all" || GuaranteedPacing.Controller(rawValue: controller) != nil else {
            throw ValidationError(
                "--controller is \(controller); expected \(Self.controllers) or all")
        }
    }

    func run() async throws {
        let (start, end) = (
            try PageTime.parse(from, option: "--from"), try PageTime.parse(to, option: "--to")
        )
        let interruption = Interruption()
        guard start < end else { throw UsageFailure(description: "--from must lie before --to") }
        let catalogue = try Catalogue.open(path: db, mode: .readOnly)
        let campaigns = try catalogue.loadAds().ads
        let trace = try trace(catalogue, campaigns, start, end)
        guard !trace.entries.isEmpty else {
            throw UsageFailure(
                description:
                    "no requests between \(from) and \(to): name a ledger that has some, or "
                    + "import articles and slots for --synthetic")
        }
        let chosen = GuaranteedPacing.Controller(rawValue: controller)
        var results: [SimulationResult] = []
        for controller in chosen.map({ [$0] }) ?? GuaranteedPacing.Controller.allCases {
            var settings = Simulation.Settings()
            settings.seed = seed
            settings.controller = controller
            settings.forecastError = forecastError
            results.append(
                try await result(campaigns, trace, settings, interruption))
        }
        try print(results)
        if check, let missed = results.first?.rows.first(where: { $0.isFeasible && !$0.isMet }) {
            Terminal.print(
                error: "\(missed.lineItem) gets \(missed.billed) of \(missed.booked) booked")
            throw ExitCode(1)
        }
    }

    private func trace(
        _ catalogue: Catalogue, _ campaigns: AdCatalogue, _ start: Date, _ end: Date
    ) throws -> RequestTrace {
        if let requests {
            let ledger = try SQLiteLedger.open(path: requests, mode: .readOnly)
            return try RequestTrace(ledger, from: start, until: end)
        }
        var articles: [Article] = []
        _ = try catalogue.loadArticles { article in
            if article.status == .published { articles.append(article) }
        }
        articles.sort { left, right in
            let (one, other) = (
                left.publishedAt ?? .distantPast, right.publishedAt ?? .distantPast
            )
            return one == other ? ExactID(left.id) < ExactID(right.id) : one > other
        }
        return RequestTrace(
            articles: articles, slots: campaigns.slots.map(\.id), count: synthetic ?? 0,
            from: start, until: end, seed: seed)
    }

    private func result(
        _ campaigns: AdCatalogue, _ trace: RequestTrace,
        _ settings: Simulation.Settings, _ interruption: Interruption
    ) async throws -> SimulationResult {
        var simulation = try await Simulation(campaigns, trace, settings: settings)
        let line = ProgressLine(
            "simulate \(settings.controller.rawValue)", total: trace.entries.count,
            unit: "requests")
        defer { line.end() }
        let result = try await simulation.run { done, _ in
            line.update(done: done, count: done)
            return !interruption.isAsked
        }
        guard let result else { throw CancellationError() }
        return result
    }

    private func print(_ results: [SimulationResult]) throws {
        if format == .json {
            var writer = JSONWriter()
            if results.count == 1 {
                results[0].write(to: &writer)
            } else {
                writer.array { writer in
                    for result in results { result.write(to: &writer) }
                }
            }
            return try Terminal.print(writer.text)
        }
        for result in results { try Terminal.print(Self.table(result)) }
    }

    private static func table(_ result: SimulationResult) -> String {
        var lines = [
            "\(result.settings.controller.rawValue), seed \(result.settings.seed): "
                + "\(result.requests) requests, \(result.filled) filled, \(result.empty) empty",
            "\(result.metCount) of \(result.feasibleCount) line items that could be delivered got "
                + "99 % of their goal; over goal: \(result.overCount); mean pacing error "
                + (result.meanPacingError.map { String(format: "%.4f", $0) } ?? "–"),
        ]
        for row in result.rows {
            let share = Double(row.billed) / Double(max(row.booked, 1)) * 100
            var line = "  \(row.lineItem): \(row.billed) of \(row.booked) \(row.unit) ("
            line += String(format: "%.1f %%", share) + ")"
            if !row.isFeasible { line += ", requests suffice for \(row.feasible)" }
            if let warned = row.warned {
                line += ", warned beforehand of \(Int(warned.rounded())) lacking"
            }
            if let error = row.pacingError { line += String(format: ", pacing error %.4f", error) }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
