internal import BroadsheetArticles
internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation

/// Campaign files on disk.
enum CampaignFiles {
    static let extensions: Set<String> = ["yaml", "yml"]

    /// All files that `paths` name.
    static func files(_ paths: [String]) throws -> [CampaignFileReader.File] {
        try InputFile.expand(paths, extensions: extensions).map { path in
            CampaignFileReader.File(name: path, bytes: try InputFile.bytes(path))
        }
    }

    /// The list of problems as JSON.
    static func write(_ problems: [CampaignProblem], to writer: inout JSONWriter) {
        writer.array { writer in
            for problem in problems {
                writer.object { writer in
                    writer.member("place", problem.place.description)
                    writer.member(
                        "severity", problem.severity == .error ? "error" : "warning")
                    writer.member("problem", problem.problem)
                }
            }
        }
    }
}

/// `broadsheet import campaigns PATH… --db FILE`
struct ImportCampaignsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaigns",
        abstract: "Bring campaign files into a catalogue; the same files again change nothing.")

    @Argument(help: "Files or folders with .yaml files.")
    var paths: [String]

    @Option(help: "The catalogue.")
    var db: String

    @Flag(help: "Archive what the files no longer name.")
    var replace = false

    @Option(help: "How the summary is printed.")
    var format: OutputFormat = .table

    func run() throws {
        // Before the catalogue is opened, which makes it when it is missing.
        let files = try CampaignFiles.files(paths)
        let catalogue = try Catalogue.open(path: db, mode: .create)
        let existing = try catalogue.loadAds().ads
        let result = CampaignFileReader(existing: existing).read(files)
        if result.hasErrors {
            for problem in result.problems { Terminal.print(error: problem.description) }
            Terminal.print(error: "nothing was imported; mend the files and try again")
            throw ExitCode(1)
        }
        let summary = try catalogue.importCampaigns(result.catalogue, replace: replace)
        try print(summary, problems: result.problems)
    }

    private func print(_ summary: CampaignImportSummary, problems: [CampaignProblem]) throws {
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("new", summary.new)
                writer.member("updated", summary.updated)
                writer.member("unchanged", summary.unchanged)
                Self.write("kept", summary.kept, to: &writer)
                Self.write("archived", summary.archived, to: &writer)
                Self.write("still_archived", summary.stillArchived, to: &writer)
                writer.name("problems")
                CampaignFiles.write(problems, to: &writer)
            }
            try Terminal.print(writer.text)
        case .table:
            for problem in problems { Terminal.print(error: problem.description) }
            try Terminal.print(
                "\(summary.new) new, \(summary.updated) updated, \(summary.unchanged) unchanged")
            for entry in summary.kept {
                try Terminal.print("kept, not in the files: \(entry.kind) \(entry.id)")
            }
            for entry in summary.archived {
                try Terminal.print("archived: \(entry.kind) \(entry.id)")
            }
            for entry in summary.stillArchived {
                try Terminal.print("still archived: \(entry.kind) \(entry.id)")
            }
        }
    }

    private static func write(
        _ name: String, _ entries: [CampaignImportSummary.Entry], to writer: inout JSONWriter
    ) {
        writer.name(name)
        writer.array { writer in
            for entry in entries {
                writer.object { writer in
                    writer.member("kind", entry.kind)
                    writer.member("id", entry.id)
                }
            }
        }
    }
}

/// `broadsheet check PATH… | --db FILE`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is wrong with campaign files, or with those in a catalogue.",
        discussion: "Exit code 1 when there is a problem; warnings alone are no failure.")

    @Argument(help: "Files or folders with .yaml files.")
    var paths: [String] = []

    @Option(help: "The catalogue.")
    var db: String?

    @Option(help: "BCP 47 tag of the site's language, for briefs in a catalogue.")
    var language = "en"

    @Option(help: "How problems are printed.")
    var format: OutputFormat = .table

    func validate() throws {
        guard paths.isEmpty != (db == nil) else {
            throw ValidationError("name files or folders, or --db FILE")
        }
    }

    func run() throws {
        let problems: [CampaignProblem]
        if let db {
            let catalogue = try Catalogue.open(path: db, mode: .readOnly)
            let ads = try catalogue.loadAds().ads
            problems =
                CampaignLinter().problems(in: ads)
                + (try UnheardBriefs.problems(
                    in: ads, of: catalogue, at: Date(), language: language,
                    threads: ProcessInfo.processInfo.activeProcessorCount))
        } else {
            problems = CampaignFileReader().read(try CampaignFiles.files(paths)).problems
        }
        let errors = problems.count { $0.severity == .error }
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.name("problems")
                CampaignFiles.write(problems, to: &writer)
            }
            try Terminal.print(writer.text)
        case .table:
            for problem in problems { try Terminal.print(problem.description) }
            let warnings = problems.count - errors
            try Terminal.print("\(errors) problems, \(warnings) warnings")
        }
        if errors > 0 { throw ExitCode(1) }
    }
}
