internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetAds
internal import BroadsheetServer
internal import Foundation
internal import Logging

/// `broadsheet serve [--db FILE] …`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer over HTTP; without --db the demo newspaper.",
        discussion: """
            Settings: flags win, then the environment (BROADSHEET_SITE_LANGUAGE for \
            site.language, BROADSHEET_TOKEN, BROADSHEET_KEY_FILE), then the file of --config.
            """)

    @Option(help: "The catalogue; the built-in demo when it is not named.")
    var db: String?

    @Option(help: "The ledger; beside the catalogue, NAME.ledger.sqlite, when it is not named.")
    var ledger: String?

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 8080

    @Option(help: "A YAML file with settings.")
    var config: String?

    @Option(name: .customLong("set"), help: "One setting, such as site.language=de; repeatable.")
    var settings: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file of addresses and ranges, one a line: beacons from there are not billed.",
            valueName: "file"))
    var ipRanges: String?

    @Flag(help: "Less memory for slower searches: the same as --set memory=compact.")
    var compact = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is \(port); expected 0 to 65535")
        }
    }

    func run() async throws {
        let settings = try siteSettings()
        var logger = Logger(label: "broadsheet") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let catalogue = try db ?? DemoCatalogue.prepare(in: DemoFolder.path)
        let loading = ProgressLine("loading", total: nil, unit: "articles")
        defer { loading.end() }
        let engine = try await Engine(
            catalogue: catalogue, ledger: ledger, keyFile: settings.keyFile,
            configuration: settings.configuration, environment: Engine.Environment(),
            logger: logger
        ) { loading.update(done: $0, count: $0, of: $1) }
        loading.end()
        if engine.isReadOnly {
            Terminal.print(
                error: "\(catalogue) is on media that can't be written: served as it is, "
                    + "the publish hook is off")
        }
        let isDemo = db == nil
        let watching = Task { await Self.showLists(of: engine) }
        defer { watching.cancel() }
        try await HTTPServer.run(
            engine: engine,
            settings: ServerSettings(
                host: host, port: port, token: settings.token, isDemo: isDemo),
            logger: logger
        ) { [host] port in
            let address = host.contains(":") ? "[\(host)]" : host
            let page = isDemo ? "demo/" : "readyz"
            Terminal.print(error: "serving \(catalogue) at http://\(address):\(port)/\(page)")
        }
    }

    /// Shows how many related lists are found until all are; nothing in a pipe.
    private static func showLists(of engine: Engine) async {
        guard Terminal.isWatched else { return }
        let line = ProgressLine("lists", total: nil, unit: "lists")
        defer { line.end() }
        while !Task.isCancelled {
            let metrics = engine.metrics
            if metrics.listsReady >= metrics.visibleArticles { return }
            line.update(
                done: metrics.listsReady, count: metrics.listsReady, of: metrics.visibleArticles)
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func siteSettings() throws -> SiteSettings {
        var settings = try SiteSettings.read(
            config: config, environment: ProcessInfo.processInfo.environment,
            flags: settings + (compact ? ["memory=compact"] : []))
        guard let ipRanges else { return settings }
        do {
            settings.invalidRanges = try AddressRanges(
                file: ipRanges, bytes: InputFile.bytes(ipRanges))
        } catch let problem as AddressRangeProblem {
            throw UsageFailure(description: problem.description)
        }
        return settings
    }
}

/// Where the demo's catalogue lies.
enum DemoFolder {
    /// `$XDG_DATA_HOME/broadsheet`, else `~/.local/share/broadsheet`.
    static var path: String {
        let environment = ProcessInfo.processInfo.environment
        if let folder = environment["XDG_DATA_HOME"], folder.hasPrefix("/") {
            return folder + "/broadsheet"
        }
        return NSHomeDirectory() + "/.local/share/broadsheet"
    }
}
