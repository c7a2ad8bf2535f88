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

    private let catalogue: Catalogue
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let install: @Sendable (Update) -> Void
    private var store: ContentStore
    /// Where requests to the last snapshot note lists that prove nothing any more.
    private var lists: KeptListCache?
    private var position: ChangePosition?
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
        now: @escaping @Sendable () -> Date,
        logger: Logger, install: @escaping @Sendable (Update) -> Void
    ) {
        self.catalogue = catalogue
        self.now = now
        self.logger = logger
        self.install = install
        store = ContentStore(
            scorings: scorings, memory: memory,
            threads: ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Loads everything and installs it.
    func load() throws {
        let version = try catalogue.dataVersion()
        store.removeAll()
        let load = try catalogue.loadArticles { store.put($0) }
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
        dataVersion = version
        FreedMemory.giveBack()
    }

    /// Looks fifty times a second whether anybody changed the catalogue, until cancelled.
    ///
    /// A catalogue that can't be read for a while (a lock, a failing disk) is reported once and
    /// tried again; the last good snapshot goes on being served.
    func follow() async {
        var failure: String?
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .milliseconds(findLists() ? 1 : 20))
            } catch {
                return
            }
            do {
                try catchUp()
                failure = nil
                startGrouping()
            } catch {
                let message = "\(error)"
                if message != failure {
                    logger.error("the catalogue can't be followed: \(message)")
                }
                failure = message
            }
        }
    }

    /// Finds lists for a few milliseconds and installs them.
    ///
    /// - Returns: whether there are more to be found.
    func findLists() -> Bool {
        for key in lists?.takeUnproved() ?? [] { store.refresh(key.number, scoring: key.scoring) }
        guard store.waitingCount > 0 else { return false }
        let end = ContinuousClock.now + .milliseconds(15)
        var isWaiting = true
        while isWaiting, ContinuousClock.now < end { isWaiting = store.advance() }
        install(content: content())
        return isWaiting
    }

    /// Finds all lists that wait, and the groups. For tests and programs that can wait.
    func settle() async {
        while findLists() {}
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
        Task.detached(priority: .utility) { [weak self] in
            let start = ContinuousClock.now
            let groups = task.run()
            await self?.finishGrouping(groups, of: task, duration: ContinuousClock.now - start)
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

    /// Applies what was committed before the call; cheap when there is nothing.
    func catchUp() throws {
        let version = try catalogue.dataVersion()
        if version != dataVersion {
            try applyChanges()
            dataVersion = version
        }
        let now = now()
        if let nextTransition, nextTransition <= now { install(content: content()) }
        try pruneIfDue(now)
    }

    private func applyChanges() throws {
        guard let position else { return try load() }
        switch try catalogue.changes(since: position) {
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

    private func content() -> ContentSnapshot {
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
