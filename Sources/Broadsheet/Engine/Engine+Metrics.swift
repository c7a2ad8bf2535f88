public import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation
internal import Synchronization

/// Counts of what an engine has done and how it stands, for `/metrics`.
public struct EngineMetrics: Sendable {
    /// A count by slot and a second name.
    public struct SlotCount: Sendable, Hashable {
        /// Id of the slot.
        public var slot: String
        /// `ad` or `no_fill`, or the reason of a no-fill.
        public var outcome: String
        /// How often.
        public var count: Int
    }

    /// Decisions by slot and outcome (`ad`, `no_fill`), sorted.
    public var decisions: [SlotCount]
    /// No-fills by slot and reason, sorted.
    public var noFills: [SlotCount]
    /// Articles of the catalogue by status, in the order of `Article.Status.allCases`.
    public var articles: [(status: Article.Status, count: Int)]
    /// Seconds since the served articles were last brought up to the catalogue.
    public var snapshotAgeSeconds: Double
    /// Articles that readers may see.
    public var visibleArticles: Int
    /// Articles whose related list is kept; the others are answered by a search.
    public var listsReady: Int
    /// How often a list was searched for because none was kept that proved the answer.
    public var searches: Int
    /// How often that was refused because too many waited.
    public var searchesRefused: Int
    /// Searches that wait now.
    public var searchQueue: Int
    /// How often a kept list did not prove the answer any more and was put up to be found again.
    public var wornAnswers: Int
    /// Rows on their way to the ledger.
    public var ledgerQueue: Int
    /// Rows of the catalogue that were left out or repaired.
    public var catalogueWarnings: Int
}

extension Engine {
    /// How the engine stands now.
    public var metrics: EngineMetrics {
        let state = state
        let counts = counters.sorted()
        let searches = searches.counts
        return EngineMetrics(
            decisions: counts.decisions, noFills: counts.noFills,
            articles: Article.Status.allCases.map { ($0, state.content.statusCounts[$0] ?? 0) },
            snapshotAgeSeconds: max(0, environment.now().timeIntervalSince(state.contentDate)),
            visibleArticles: state.content.count, listsReady: state.content.listCount,
            searches: searches.started, searchesRefused: searches.refused,
            searchQueue: searches.waiting, wornAnswers: wornAnswers.load(ordering: .relaxed),
            ledgerQueue: ledger.queueDepth,
            catalogueWarnings: state.warningCount)
    }

    /// Whether the catalogue is served from media that can't be written.
    public var isReadOnly: Bool { catalogue.isReadOnly }
}

/// Counts decisions by slot and outcome.
final class DecisionCounters: Sendable {
    private struct Key: Hashable {
        var slot: String
        var outcome: String
    }

    private struct State {
        var decisions: [Key: Int] = [:]
        var noFills: [Key: Int] = [:]
    }

    private let state = Mutex(State())

    func countAd(slot: String) {
        state.withLock { $0.decisions[Key(slot: slot, outcome: "ad"), default: 0] += 1 }
    }

    func countNoFill(slot: String, reason: String) {
        state.withLock { state in
            state.decisions[Key(slot: slot, outcome: "no_fill"), default: 0] += 1
            state.noFills[Key(slot: slot, outcome: reason), default: 0] += 1
        }
    }

    func sorted() -> (decisions: [EngineMetrics.SlotCount], noFills: [EngineMetrics.SlotCount]) {
        let state = state.withLock { $0 }
        return (Self.list(state.decisions), Self.list(state.noFills))
    }

    private static func list(_ counts: [Key: Int]) -> [EngineMetrics.SlotCount] {
        counts.map { .init(slot: $0.key.slot, outcome: $0.key.outcome, count: $0.value) }
            .sorted { ($0.slot, $0.outcome) < ($1.slot, $1.outcome) }
    }
}
