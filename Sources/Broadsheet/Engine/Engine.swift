internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent
internal import BroadsheetStorage
package import Foundation
package import Logging
internal import Synchronization

/// Related articles, latest articles and ads for the pages of one site, from one catalogue.
///
/// Everything a request needs is in memory; `run()` keeps it equal to the catalogue, whoever
/// writes that. Every method may be called from any thread, any number at once: a request works on
/// the snapshot that was current when it began.
///
/// ```swift
/// let engine = try await Engine(catalogue: "news.sqlite")
/// let list = try await engine.related(RelatedRequest(id: "halvik-summit-opens", limit: 5))
/// for item in list.items { print(item.title, item.reason ?? "") }
/// ```
public final class Engine: Sendable {
    /// What the outside world tells the engine: the time and randomness.
    package struct Environment: Sendable {
        /// The time now.
        package var now: @Sendable () -> Date
        /// 64 random bits.
        package var random: @Sendable () -> UInt64
        /// Time since any fixed moment, on a clock that nobody sets.
        package var uptime: @Sendable () -> Duration

        package init(
            now: @escaping @Sendable () -> Date = { Date() },
            random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) },
            uptime: @escaping @Sendable () -> Duration = Self.steadyTime
        ) {
            self.now = now
            self.random = random
            self.uptime = uptime
        }

        private static let firstInstant = ContinuousClock.now
        /// Time since this was first asked for.
        package static let steadyTime: @Sendable () -> Duration = {
            firstInstant.duration(to: .now)
        }
    }

    /// What requests read; each part is immutable and replaced as a whole.
    struct State: Sendable {
        var content: ContentSnapshot
        var ads: AdState
        var editorial = Editorial()
        /// When the content was made.
        var contentDate: Date
        /// Rows of the catalogue that are left out or repaired.
        var warningCount: Int
    }

    let catalogue: Catalogue
    let ledger: any DeliveryLedger
    /// Goals and budgets, as far as this process holds some of them.
    let delivery: DeliveryBook
    /// Plan and pace of the goals.
    let pacing: PacingKeeper
    let keyRing: KeyRing
    /// The keys in force now.
    var keys: SigningKeys { keyRing.current }
    /// Which beacons come from nobody who reads.
    let traffic: TrafficFilter
    /// How often readers have seen what.
    let readers: ReaderBook
    let environment: Environment
    let relatedVariants: [Configuration.Variant<RelatedRules>]
    /// For each variant the place of its scoring in a snapshot.
    let scoringPlaces: [Int]
    let adVariants: [Configuration.Variant<Configuration.AdWeights>]
    let strings: SiteStrings
    let scratchPool = ScratchPool()
    /// Where lists that are not kept are searched for.
    let searches: SearchExecutor
    /// How often a kept list did not prove the answer any more.
    let wornAnswers = Atomic<Int>(0)
    let counters = DecisionCounters()
    /// When this process last handed campaigns, settings or a plan to the ledger, by hash.
    let recordedSnapshots = Mutex<[String: Date]>([:])
    let logger: Logger
    /// The settings of decisions, as the ledger keeps them.
    let settings: AuditedText
    /// The settings in force.
    public let configuration: Configuration
    private let box: StateBox
    private let follower: CatalogueFollower

    /// The snapshot that a request beginning now works on.
    var state: State { box.current }

    /// Opens a catalogue and its ledger and loads them.
    ///
    /// - Parameters:
    ///   - catalogue: path of the SQLite file with the articles and campaigns. On media that
    ///     can't be written it is opened for reading only.
    ///   - ledger: path of the SQLite file for decisions and what came of them, made when it is
    ///     missing; nil puts it beside the catalogue, as `NAME.ledger.sqlite`.
    ///   - keyFile: path of the keys that tokens are signed with, made (mode 600) when it is
    ///     missing; nil puts it beside the ledger, as `NAME.ledger.key`.
    ///   - configuration: the site's settings.
    /// - Throws: an error whose text says what was found, what was expected and what to do.
    public convenience init(
        catalogue: String, ledger: String? = nil, keyFile: String? = nil,
        configuration: Configuration = Configuration()
    ) async throws {
        try await self.init(
            catalogue: catalogue, ledger: ledger, keyFile: keyFile, configuration: configuration,
            environment: Environment(), logger: Logger(label: "broadsheet"))
    }

    package init(
        catalogue path: String, ledger ledgerPath: String?, keyFile: String?,
        configuration: Configuration, environment: Environment, logger: Logger,
        searches: SearchExecutor = SearchExecutor(
            threads: ProcessInfo.processInfo.activeProcessorCount - 1),
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        self.searches = searches
        let files = EngineFiles(catalogue: path, ledger: ledgerPath, keyFile: keyFile)
        catalogue = try Catalogue.open(path: files.catalogue, mode: .existing)
        if catalogue.isReadOnly, ledgerPath == nil {
            throw EngineError.ledgerNeedsPlace(catalogue: path)
        }
        let ledger = try SQLiteLedger.open(path: files.ledger, mode: .create)
        self.ledger = ledger
        let delivery = DeliveryBook(
            ledger: ledger, terms: LeaseTerms(tokenLife: configuration.tokenLife),
            environment: environment, logger: logger)
        self.delivery = delivery
        pacing = PacingKeeper(delivery: delivery, logger: logger)
        try await delivery.start(as: Self.processName)
        keyRing = try KeyRing(files, uptime: environment.uptime, logger: logger)
        readers = ReaderBook(keys: keyRing, tokenLife: configuration.tokenLife)
        traffic = TrafficFilter(ranges: configuration.invalidRanges)
        self.environment = environment
        self.configuration = configuration
        settings = configuration.decisionText
        self.logger = logger
        relatedVariants = configuration.relatedVariantsInForce
        adVariants = configuration.adVariantsInForce
        strings = SiteStrings(language: configuration.site.language)
        var scorings: [Scoring] = []
        for scoring in relatedVariants.map(\.rule.scoring) where !scorings.contains(scoring) {
            scorings.append(scoring)
        }
        scoringPlaces = relatedVariants.map { scorings.firstIndex(of: $0.rule.scoring) ?? 0 }
        var empty = ContentStore(scorings: scorings)
        let box = StateBox(
            State(
                content: empty.snapshot(at: environment.now()),
                ads: try AdState(AdCatalogue(), variants: adVariants, delivery: delivery),
                contentDate: environment.now(), warningCount: 0))
        self.box = box
        let variants = adVariants
        follower = CatalogueFollower(
            catalogue: catalogue, scorings: scorings, memory: configuration.memory,
            vectors: configuration.keepsVectors
                ? VectorCacheFile(
                    path: files.vectors(besideLedger: catalogue.isReadOnly), scorings: scorings)
                : nil,
            now: environment.now, logger: logger
        ) { update in
            box.install(
                update, adVariants: variants, delivery: delivery, at: environment.now(),
                logger: logger)
        }
        try await follower.load(progress: progress)
        await delivery.balance()
    }

    /// Makes an empty catalogue at `path`; one that is there stays as it is.
    ///
    /// - Throws: an error whose text says what was found, what was expected and what to do, such
    ///   as for a file that is no catalogue; then the file has not been touched.
    public static func createCatalogue(at path: String) throws {
        try Catalogue.open(path: path, mode: .create).close()
    }

    private static let engineCount = Atomic<Int>(0)

    /// Names this engine among those that share a ledger. One that is started again in its place has
    /// the same name where process ids do not move, as in containers, and takes over.
    private static var processName: String {
        let process = ProcessInfo.processInfo
        let number = engineCount.add(1, ordering: .relaxed).newValue
        return "\(process.hostName)/\(process.processIdentifier)/\(number)"
    }

    /// Follows the catalogue until the surrounding task is cancelled: what anybody commits is
    /// served within a second. Meanwhile it sees to it that goals and budgets have units to give, that
    /// readers are forgotten who are to be, and that new keys are in force.
    public func run() async {
        async let leases: Void = delivery.run()
        async let orders: Void = followOrders()
        async let paces: Void = keepPace()
        await follower.follow()
        await leases
        await orders
        await paces
    }

    /// Learns what was asked for yesterday, then keeps the pace until the task is cancelled.
    private func keepPace() async {
        let (ledger, now) = (ledger, environment.now())
        let history = await BackgroundThread.run { RequestSample(ledger, before: now) }
        pacing.fill(from: history)
        while !Task.isCancelled {
            let (pacing, frozen, instant) = (pacing, state.ads.frozen[0], delivery.clock.now())
            await BackgroundThread.run { pacing.tick(frozen, at: instant) }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Writes what is still on its way to the ledger, and the analysed articles where they have
    /// changed. Call it once, after the last request.
    public func shutdown() async {
        await delivery.close()
        do {
            try await ledger.close()
        } catch {
            logger.error("the ledger could not be closed: \(error)")
        }
        await follower.keepVectors(isClosing: true)
    }

    /// Finds all related lists, copies and stories that a running engine finds in the background.
    package func settle() async {
        await follower.settle()
    }

    /// Brings the snapshot up to what was committed before the call; of a change of very many
    /// articles to a part of it.
    ///
    /// - Parameter ids: articles that are brought up to date whatever else waits.
    func catchUp(including ids: [String] = []) async throws {
        try await follower.catchUp(including: ids)
    }

    /// Applies all changes that wait, which `run()` does in the background.
    func applyBacklog() async throws {
        while try await follower.applyBacklog() {}
    }
}

/// Holds the current snapshot; a swap is one reference under a lock.
final class StateBox: Sendable {
    private let state: Mutex<Engine.State>

    init(_ state: Engine.State) { self.state = Mutex(state) }

    var current: Engine.State { state.withLock { $0 } }

    /// Puts the parts of an update in place. Freezing the campaigns happens before the lock.
    func install(
        _ update: CatalogueFollower.Update,
        adVariants: [Configuration.Variant<Configuration.AdWeights>], delivery: DeliveryBook,
        at date: Date, logger: Logger
    ) {
        for example in update.warnings.examples { logger.warning("catalogue: \(example)") }
        var ads: AdState?
        do {
            ads = try update.ads.map { try AdState($0, variants: adVariants, delivery: delivery) }
        } catch {
            logger.error("the campaigns can't be used, the last ones stay: \(error)")
        }
        let before = current
        if ads != nil || update.content != nil {
            var next = ads ?? before.ads
            next.meet(update.content ?? before.content)
            if ads != nil { next.noteUnheard(logger) }
            ads = next
        }
        state.withLock { [ads] state in
            if let content = update.content {
                state.content = content
                state.contentDate = date
            }
            if let ads { state.ads = ads }
            if let editorial = update.editorial { state.editorial = editorial }
            state.warningCount = update.warningCount
        }
    }
}
