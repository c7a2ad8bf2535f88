internal import BroadsheetStorage
internal import Foundation

/// Where the analysed articles of one catalogue are kept, and by which analysis.
struct VectorCacheFile: Sendable {
    let file: DerivedFile
    let plan: AnalysisPlan

    /// The head lies in so many bytes; its texts hold one id.
    private static let headLimit = 1 << 16

    init(path: String, scorings: [Scoring]) {
        file = DerivedFile(path: path)
        plan = AnalysisPlan(scorings)
    }

    /// The state of the catalogue that the file was made from; nil when there is no file that this
    /// program could have written with these scorings.
    func mark() -> CatalogueMark? {
        guard let bytes = file.bytes(limit: Self.headLimit),
            let head = try? VectorCacheReader.head(bytes), fits(head)
        else { return nil }
        return head.mark
    }

    /// The whole content; nil when anything about it is wrong.
    func read(threads: Int) -> VectorCache? {
        guard let bytes = file.bytes(),
            let cache = try? VectorCacheReader(bytes).cache(threads: threads), fits(cache.head)
        else { return nil }
        return cache
    }

    /// Replaces the file; on any failure the old one stays.
    func write(_ content: AnalysedContent, mark: CatalogueMark) throws {
        try file.replace { append in
            try VectorCacheWriter(plan: plan, mark: mark).write(content, append: append)
        }
    }

    private func fits(_ head: VectorCacheHead) -> Bool {
        head.analysis == plan.identity && head.analysisCount == plan.count
    }
}
