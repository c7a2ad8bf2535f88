internal import ArgumentParser
internal import BroadsheetTestSupport
internal import Foundation

/// `broadsheet-fuzz --cases N --seed S`: random inputs at everything that reads, no trap allowed.
///
/// A trap ends the process after the seed was printed; a broken rule ends it with exit code 1.
@main
struct FuzzCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadsheet-fuzz", abstract: "Throw random inputs at everything that reads.")

    @Option(help: "How many cases, shared between the readers.")
    var cases: Int

    @Option(help: "What the cases follow from.")
    var seed: UInt64

    func run() throws {
        guard cases >= 3 else { throw ValidationError("--cases is \(cases); expected at least 3") }
        let share = cases / 3
        var ran = 0
        var failures: [String] = []

        print("articles: \(share) cases, seed \(seed)")
        do {
            ran += try ArticleFuzz.run(iterations: share, seed: seed)
        } catch {
            failures.append("\(error)")
        }
        print("campaigns: \(share) cases, seed \(seed)")
        let campaigns = CampaignFuzz.run(seed: seed, count: share)
        ran += campaigns.cases
        failures += campaigns.failures
        let rest = cases - 2 * share
        print("analysers: \(rest) cases, seed \(seed)")
        let analyzers = AnalyzerFuzz.run(seed: seed, count: rest)
        ran += analyzers.cases
        failures += analyzers.failures

        for failure in failures { print(failure) }
        print("fuzz: \(ran) cases ran, \(failures.count) failures")
        if !failures.isEmpty || ran < cases { throw ExitCode(1) }
    }
}
