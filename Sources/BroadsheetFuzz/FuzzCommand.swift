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

    @Option(help: "How many cases, shared between the readers that run.")
    var cases: Int

    @Option(help: "What the cases follow from.")
    var seed: UInt64

    @Option(help: "Only this reader; all when it is not named.")
    var only: Reader?

    /// What reads.
    enum Reader: String, CaseIterable, ExpressibleByArgument {
        case articles, campaigns, analysers, auctions

        /// Runs that many cases.
        func run(_ count: Int, seed: UInt64) -> (cases: Int, failures: [String]) {
            switch self {
            case .articles:
                do {
                    return (try ArticleFuzz.run(iterations: count, seed: seed), [])
                } catch {
                    return (0, ["\(error)"])
                }
            case .campaigns: return CampaignFuzz.run(seed: seed, count: count)
            case .analysers: return AnalyzerFuzz.run(seed: seed, count: count)
            case .auctions:
                let result = AuctionFuzz.run(seed: seed, count: count, read: AuctionReading.read)
                return (result.cases, result.failures)
            }
        }
    }

    func run() throws {
        let readers = only.map { [$0] } ?? Reader.allCases
        guard cases >= readers.count else {
            throw ValidationError("--cases is \(cases); expected at least \(readers.count)")
        }
        var (ran, left) = (0, cases)
        var failures: [String] = []
        for (index, reader) in readers.enumerated() {
            let share = left / (readers.count - index)
            left -= share
            print("\(reader.rawValue): \(share) cases, seed \(seed)")
            let result = reader.run(share, seed: seed)
            ran += result.cases
            failures += result.failures
        }
        for failure in failures { print(failure) }
        print("fuzz: \(ran) cases ran, \(failures.count) failures")
        if !failures.isEmpty || ran < cases { throw ExitCode(1) }
    }
}
