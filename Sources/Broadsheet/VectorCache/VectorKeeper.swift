internal import BroadsheetStorage
internal import Dispatch
internal import Foundation
internal import Logging

/// Decides when the analysed articles are written beside the catalogue, and as of which change.
///
/// The file names a change that it contains for sure: one whose second was over when it was noted
/// (see `CatalogueMark.isSettled`). Later changes may be contained too; the next start reads those
/// articles again.
struct VectorKeeper {
    /// One writing of the file, to be done anywhere.
    struct Job: Sendable {
        fileprivate let cache: VectorCacheFile
        fileprivate let mark: CatalogueMark
        fileprivate let position: ChangePosition

        /// Writes the file on a thread that no request needs.
        ///
        /// - Returns: why it could not be written; nil when it was.
        func run(_ content: AnalysedContent) async -> String? {
            await withCheckedContinuation { continuation in
                DispatchQueue.global(qos: .utility).async {
                    continuation.resume(returning: write(content))
                }
            }
        }

        /// The same on this thread.
        func write(_ content: AnalysedContent) -> String? {
            do {
                try cache.write(content, mark: mark)
                return nil
            } catch {
                return "\(error)"
            }
        }
    }

    /// Fewer articles are analysed before anybody notices.
    static let leastCount = 1_000
    /// Seconds between two writings while requests are served.
    private static let interval = 600.0

    private let cache: VectorCacheFile
    private let leastCount: Int
    private let logger: Logger
    private var schemaVersion: Int64?
    /// The newest change known to be settled, and the one that is waited for.
    private var settled: CatalogueMark?
    private var unsettled: CatalogueMark?
    /// Where the store stood when it was last written or read.
    private var written: ChangePosition?
    private var lastWriting: Date?
    private var failure: String?

    init(_ cache: VectorCacheFile, leastCount: Int = leastCount, logger: Logger) {
        self.cache = cache
        self.leastCount = leastCount
        self.logger = logger
    }

    // MARK: Start

    /// Loads the articles with the help of the file; nil, with the store as it was, when there is
    /// none that can be used.
    mutating func load(
        _ catalogue: Catalogue, into store: inout ContentStore, at now: Date
    ) throws -> ArticleLoad? {
        let loader = CatalogueLoader(
            catalogue: catalogue, cache: cache,
            threads: ProcessInfo.processInfo.activeProcessorCount)
        guard let load = try loader.load(into: &store, at: now) else { return nil }
        begin(with: load)
        if cache.mark()?.position == load.position { written = load.position }
        lastWriting = now
        return load
    }

    /// Notes that all articles were loaded.
    mutating func begin(with load: ArticleLoad) {
        schemaVersion = load.schemaVersion
        settled = nil
        unsettled = nil
        written = nil
    }

    // MARK: Writing

    /// What to write now of a store that contains the changes up to `position`; nil when nothing
    /// has changed, or too little time has gone by.
    mutating func dueJob(
        _ position: ChangePosition, articleCount: Int, at now: Date, isClosing: Bool
    ) -> Job? {
        settle(position, at: now)
        guard articleCount >= leastCount, position != written, let settled else { return nil }
        if !isClosing, let lastWriting, now.timeIntervalSince(lastWriting) < Self.interval {
            return nil
        }
        lastWriting = now
        return Job(cache: cache, mark: settled, position: position)
    }

    private mutating func settle(_ position: ChangePosition, at now: Date) {
        guard let schemaVersion else { return }
        let mark = CatalogueMark(position: position, schemaVersion: schemaVersion)
        if unsettled == nil { unsettled = mark }
        guard let waiting = unsettled, waiting.isSettled(at: now) else { return }
        settled = waiting
        unsettled = mark
        if mark.isSettled(at: now) { settled = mark }
    }

    /// Notes what became of a job; a failure is told once.
    mutating func finish(_ job: Job, failure: String?) {
        if failure == nil { written = job.position }
        if let failure, failure != self.failure {
            logger.notice(
                """
                \(cache.file.path): the analysed articles can't be kept (\(failure)); \
                the next start analyses them again
                """)
        }
        self.failure = failure
    }
}
