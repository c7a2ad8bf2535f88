internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetContent
internal import BroadsheetStorage
internal import Foundation
internal import Logging

/// Keeps the engine's snapshots equal to the catalogue: loads it once, then applies what changed.
///
/// Background work only; requests read the snapshots that `install` was handed and never wait here.
actor CatalogueFollower {
    /// What there is to serve from now on; nil parts stay as they are.
    struct Update: Sendable {
        var content: ContentSnapshot?
        var ads: AdCatalogue?
        var editorial: Editorial?
        /// Rows left out or repaired on the way.
        var warnings = StorageWarnings()
        /// How many rows of the whole catalogue are left out or repaired: the articles since all
        /// were last loaded, and the campaigns as they are.
        var warningCount = 0
    }

    /// Most articles that are applied at once, so that a small change after a large one does not
    /// wait for all of it.
    static let slice = 1024
    /// How long newcomers are compared before somebody else has a turn, so that no request waits
    /// long for the thread.
    private static let listTime = Duration.milliseconds(4)
    /// Lists found at once by another thread: some hundredths of a second for 100,000 articles,
    /// which are lost when a change comes meanwhile.
    private static let listBatch = 16
    /// How often lists found are made known while nothing else changes; a snapshot costs as much
    /// as a few searches.
    private static let listingInterval = Duration.milliseconds(250)

    private let catalogue: Catalogue
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let install: @Sendable (Update) -> Void
    private var store: ContentStore
    /// Where requests to the last snapshot note lists that prove nothing any more.
    private var lists: KeptListCache?
    private var position: ChangePosition?
    /// Ids of changed articles that are still to be read, the newest change last.
    private var backlog: [String] = []
    /// The merge of segments that is on its way.
    private var merging: Task<Void, Never>?
    /// The lists that are being found.
    private var finding: Task<Void, Never>?
    /// Whether there are lists that requests don't know yet.
    private var listsAreHidden = false
    /// When lists were last made known.
    private var lastListing: ContinuousClock.Instant?
    private var keeper: VectorKeeper?
    /// The writing of the analysed articles that is going on.
    private var writing: Task<Void, Never>?
    private var dataVersion: Int64?
    private var nextTransition: Date?
    /// Whether lists or articles changed since groups were last looked for.
    private var groupsAreStale = false
    /// Whether groups are being looked for.
    private var isGrouping = false
    /// Before then groups are not looked for again.
    private var nextGrouping = ContinuousClock.now
    private var lastPruning: Date?
    private var articleWarningCount = 0
    private var adWarningCount = 0
    private var editorialWarningCount = 0

    init(
        catalogue: Catalogue, scorings: [Scoring], memory: IndexMemory,
        vectors: VectorCacheFile?, now: @escaping @Sendable () -> Date, logger: Logger,
        install: @escaping @Sendable (Update) -> Void
    ) {
        self.catalogue = catalogue
        self.now = now
        self.logger = logger
        self.install = install
        keeper = vectors.map { VectorKeeper($0, logger: logger) }
        store = ContentStore(
            scorings: scorings, memory: memory,
            threads: ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Loads everything and installs it.
    ///
    /// - Parameter progress: gets the number of articles read so far, and of all.
    func load(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws {
        let version = try catalogue.dataVersion()
        let load = try loadArticles(progress: progress)
        let ads = try catalogue.loadAds()
        let editorial = try catalogue.loadEditorial()
        articleWarningCount = load.warnings.count
        adWarningCount = ads.warnings.count
        editorialWarningCount = editorial.warnings.count
        var warnings = load.warnings
        warnings.add(all: ads.warnings)
        warnings.add(all: editorial.warnings)
        install(
            content: content(), ads: ads.ads, editorial: editorial.editorial, warnings: warnings)
        position = load.position
        backlog = []
        dataVersion = version
        FreedMemory.giveBack()
    }

    /// Loads all articles; at the start those that have not changed without their texts.
    private func loadArticles(progress: (_ done: Int, _ total: Int) -> Void) throws -> ArticleLoad {
        let total = try catalogue.articleCounts().total
        if let loaded = try keeper?.load(catalogue, into: &store, at: now()) {
            progress(total, total)
            return loaded
        }
        store.removeAll()
        var count = 0
        let load = try catalogue.loadArticles { article in
            store.put(article)
            count += 1
            progress(count, total)
        }
        keeper?.begin(with: load)
        return load
    }

    /// Writes the analysed articles beside the catalogue, in the background, when that is due.
    ///
    /// - Parameter isClosing: writes whatever is not written yet, and waits for it.
    func keepVectors(isClosing: Bool = false) async {
        if isClosing { await writing?.value }
        // With changes that wait to be read, the store is not yet what the position says.
        guard writing == nil, backlog.isEmpty, let position,
            let job = keeper?.dueJob(
                position, articleCount: store.count, at: now(), isClosing: isClosing)
        else { return }
        let content = store.analysed()
        writing = Task {
            let failure = await job.run(content)
            keeper?.finish(job, failure: failure)
            writing = nil
        }
        if isClosing { await writing?.value }
    }

    /// Looks fifty times a second whether anybody changed the catalogue, until cancelled.
    ///
    /// New changes come first, then those that wait, then lists that are to be found. A catalogue
    /// that can't be read for a while (a lock, a failing disk) is reported once and tried again;
    /// the last good snapshot goes on being served.
    func follow() async {
        defer { finding?.cancel() }
        var failure: String?
        var isBusy = true
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .milliseconds(isBusy ? 1 : 20))
            } catch {
                return
            }
            do {
                try catchUp()
                isBusy = try applyBacklog() || compareNewcomers()
                await keepVectors()
                failure = nil
                startGrouping()
            } catch {
                isBusy = false
                let message = "\(error)"
                if message != failure {
                    logger.error("the catalogue can't be followed: \(message)")
                }
                failure = message
            }
            beginFinding()
            showLists()
            beginMerge()
        }
    }

    /// Compares articles that came with the lists for a few milliseconds.
    ///
    /// - Returns: whether there are more.
    private func compareNewcomers() -> Bool {
        let end = ContinuousClock.now + Self.listTime
        var isWaiting = store.advanceNewcomer()
        guard isWaiting else { return false }
        while isWaiting, ContinuousClock.now < end { isWaiting = store.advanceNewcomer() }
        listsAreHidden = true
        return isWaiting
    }

    /// Has the next lists found by another thread; when they are, those after them.
    private func beginFinding() {
        putWantedFirst()
        guard finding == nil, let due = store.dueLists(limit: Self.listBatch) else { return }
        finding = Task {
            let found = await BackgroundThread.run { due.finding.run() }
            store.install(found, of: due)
            finding = nil
            listsAreHidden = true
            guard !Task.isCancelled else { return }
            beginFinding()
            showLists()
        }
    }

    /// Makes known what lists were found, when nothing waits any more or some time has passed.
    private func showLists() {
        let now = ContinuousClock.now
        let isDue = lastListing.map { $0 + Self.listingInterval <= now } ?? true
        guard listsAreHidden, isDue || store.waitingCount == 0 else { return }
        listsAreHidden = false
        install(content: content())
        lastListing = now
    }

    /// Finds all lists that wait, and the groups. For tests and programs that can wait.
    func settle() async {
        putWantedFirst()
        while store.advance() {}
        install(content: content())
        groupsAreStale = false
        let task = store.groupingTask
        if let groups = task.run() { take(groups, of: task) }
    }

    /// Looks for copies and stories beside everything else once no list waits: at most a tenth of
    /// the time, because it reads every list.
    private func startGrouping() {
        guard groupsAreStale, !isGrouping, store.waitingCount == 0,
            ContinuousClock.now >= nextGrouping
        else { return }
        isGrouping = true
        groupsAreStale = false
        let task = store.groupingTask
        Task {
            let start = ContinuousClock.now
            let groups = await BackgroundThread.run { task.run() }
            finishGrouping(groups, of: task, duration: ContinuousClock.now - start)
        }
    }

    private func finishGrouping(
        _ groups: ArticleGroups?, of task: GroupingTask, duration: Duration
    ) {
        isGrouping = false
        nextGrouping = ContinuousClock.now + duration * 10
        if let groups { take(groups, of: task) }
    }

    private func take(_ groups: ArticleGroups, of task: GroupingTask) {
        store.take(groups, of: task)
        let isStale = groupsAreStale
        install(content: content())
        groupsAreStale = isStale
    }

    /// Applies what was committed before the call; cheap when there is nothing. Of a change of
    /// very many articles, `applyBacklog` applies the rest.
    ///
    /// - Parameter ids: articles that are brought up to date whatever else waits.
    func catchUp(including ids: [String] = []) throws {
        let version = try catalogue.dataVersion()
        if version != dataVersion {
            try applyChanges()
            dataVersion = version
        }
        if !backlog.isEmpty, !ids.isEmpty { try apply(catalogue.changedArticles(ids: ids)) }
        let now = now()
        if let nextTransition, nextTransition <= now { install(content: content()) }
        try pruneIfDue(now)
    }

    /// Applies the newest of the changes that wait.
    ///
    /// - Returns: whether there were any.
    func applyBacklog() throws -> Bool {
        guard !backlog.isEmpty else { return false }
        try apply(catalogue.changedArticles(ids: Array(backlog.suffix(Self.slice).reversed())))
        backlog.removeLast(min(Self.slice, backlog.count))
        return true
    }

    private func apply(_ changed: ChangedArticles) throws {
        for article in changed.articles { store.put(article) }
        for id in changed.removedIDs { store.remove(id: id) }
        articleWarningCount += changed.warnings.count
        install(content: content(), warnings: changed.warnings)
    }

    /// Has segments merged by another thread when that is due.
    private func beginMerge() {
        guard merging == nil, let merge = store.dueMerge() else { return }
        merging = Task {
            let merged = await BackgroundThread.run { merge.merge.run() }
            install(merged, of: merge)
        }
    }

    private func install(_ merged: MergedSegment, of merge: StoreMerge) {
        store.install(merged, of: merge)
        merging = nil
        install(content: content())
    }

    private func applyChanges() throws {
        guard let position else { return try load() }
        switch try catalogue.changes(since: position, limit: Self.slice) {
        case .none:
            return
        case .reloadEverything:
            logger.notice("the change feed has a gap: loading the catalogue again")
            try load()
        case .some(let changes):
            for article in changes.articles { store.put(article) }
            for id in changes.removedArticleIDs { store.remove(id: id) }
            let ads = changes.adsChanged ? try catalogue.loadAds() : nil
            let editorial = changes.editorialChanged ? try catalogue.loadEditorial() : nil
            let articlesChanged = !changes.articles.isEmpty || !changes.removedArticleIDs.isEmpty
            articleWarningCount += changes.warnings.count
            var warnings = changes.warnings
            if let ads {
                adWarningCount = ads.warnings.count
                warnings.add(all: ads.warnings)
            }
            if let editorial {
                editorialWarningCount = editorial.warnings.count
                warnings.add(all: editorial.warnings)
            }
            install(
                content: articlesChanged ? content() : nil, ads: ads?.ads,
                editorial: editorial?.editorial, warnings: warnings)
            self.position = changes.position
            backlog += changes.unreadArticleIDs.reversed()
            if !changes.unreadArticleIDs.isEmpty { _ = try applyBacklog() }
        }
    }

    private func install(
        content: ContentSnapshot?, ads: AdCatalogue? = nil, editorial: Editorial? = nil,
        warnings: StorageWarnings = StorageWarnings()
    ) {
        install(
            Update(
                content: content, ads: ads, editorial: editorial, warnings: warnings,
                warningCount: articleWarningCount + adWarningCount + editorialWarningCount))
    }

    /// Puts in front the lists that readers of the last snapshot missed, or that proved nothing.
    private func putWantedFirst() {
        for key in lists?.takeWanted() ?? [] { store.want(key.number, scoring: key.scoring) }
    }

    private func content() -> ContentSnapshot {
        putWantedFirst()
        let content = store.snapshot(at: now())
        nextTransition = content.nextTransition
        lists = content.lists
        groupsAreStale = true
        return content
    }

    /// Once an hour forgets changes older than a day, which no reader can still need.
    private func pruneIfDue(_ now: Date) throws {
        guard !catalogue.isReadOnly else { return }
        if let lastPruning, now.timeIntervalSince(lastPruning) < 3_600 { return }
        lastPruning = now
        try catalogue.pruneChanges(olderThan: now.addingTimeInterval(-86_400))
    }
}
