internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

/// `broadsheet decide --db FILE --slot S …`
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide which ads fill slots at a time, with a seed; records nothing.")

    @Option(help: "The catalogue.")
    var db: String

    @Option(help: "A slot; repeat the option for several.")
    var slot: [String]

    @Option(help: "Id of the article on the page.")
    var article: String?

    @Option(help: "The time, RFC 3339; now unless said.")
    var at: String?

    @Option(help: "What the draws come from; printed when it is not said.")
    var seed: UInt64?

    @Flag(help: "Say for each line item why it could, or could not, be chosen.")
    var explain = false

    @Option(name: .customLong("repeat"), help: "Decide N times for one slot and count.")
    var repetitions: Int?

    @Option(help: "BCP 47 tag of the site's language.")
    var language = "en"

    @Option(help: "How the decisions are printed.")
    var format: OutputFormat = .table

    func validate() throws {
        guard !slot.isEmpty else { throw ValidationError("name a slot with --slot") }
        if let repetitions {
            guard (1...100_000_000).contains(repetitions) else {
                throw ValidationError("--repeat is \(repetitions); expected 1 to 100000000")
            }
            guard slot.count == 1 else { throw ValidationError("--repeat takes one --slot") }
        }
    }

    func run() throws {
        let seed = seed ?? UInt64.random(in: .min ... .max)
        let catalogue = try Catalogue.open(path: db, mode: .readOnly)
        let preview = try DecisionPreview(
            catalogue: catalogue, article: article, now: try PageTime.parse(at), seed: seed,
            language: language, threads: ProcessInfo.processInfo.activeProcessorCount)
        if let repetitions {
            try printTally(preview, repetitions)
        } else {
            try printDecisions(preview, seed)
        }
    }

    private func printDecisions(_ preview: DecisionPreview, _ seed: UInt64) throws {
        let answers = try preview.decide(slots: slot)
        let explanations = explain ? preview.explain(slots: slot) : []
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("decisions")
            writer.object { writer in
                for answer in answers {
                    writer.name(answer.slot)
                    answer.write(to: &writer)
                }
            }
            writer.member("seed", String(seed))
            if explain {
                writer.name("explain")
                writer.object { writer in
                    for explanation in explanations {
                        writer.name(explanation.slot)
                        explanation.write(to: &writer)
                    }
                }
            }
        }
        if format == .json { return try Terminal.print(writer.text) }
        for answer in answers {
            switch answer.outcome {
            case .noFill(let reason): try Terminal.print("\(answer.slot): no ad (\(reason))")
            case .ad(let ad):
                try Terminal.print(
                    "\(answer.slot): \(ad.lineItem), creative \(ad.creative), "
                        + "\(ad.width)x\(ad.height), probability \(ad.propensity)")
            }
        }
        for explanation in explanations {
            for row in explanation.rows {
                try Terminal.print(
                    "\(explanation.slot): \(row.tier.rawValue) \(row.lineItem): "
                        + Self.text(row.verdict)
                        + (row.cosine.map { ", cosine \($0)" } ?? ""))
            }
        }
        if self.seed == nil { try Terminal.print("seed \(seed)") }
    }

    private static func text(_ verdict: DecisionExplanation.Verdict) -> String {
        switch verdict {
        case .drawn(let probability): "drawn with probability \(probability)"
        case .outranked(let tier): "outranked by the tier \(tier.rawValue)"
        case .ineligible(let reason): "not eligible (\(reason.rawValue))"
        }
    }

    private func printTally(_ preview: DecisionPreview, _ repetitions: Int) throws {
        let tally = try preview.tally(slot: slot[0], repetitions: repetitions)
        if format == .json {
            var writer = JSONWriter()
            tally.write(to: &writer)
            return try Terminal.print(writer.text)
        }
        for entry in tally.lineItems {
            try Terminal.print(
                "\(entry.lineItem): \(entry.count), probability \(entry.probability)")
        }
        for entry in tally.noFill {
            try Terminal.print("no ad (\(entry.reason.rawValue)): \(entry.count)")
        }
    }
}
