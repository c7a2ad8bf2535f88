internal import BroadsheetAds
package import BroadsheetArticles
package import BroadsheetContent
package import BroadsheetStorage
package import Foundation

/// What is in a catalogue and what each part takes in memory.
package struct CatalogueStats: Sendable {
    /// Named numbers in the order in which they are shown.
    package struct Part: Sendable {
        package var name: String
        package var values: [(name: String, value: Int)]
    }

    package private(set) var parts: [Part]

    /// Loads and indexes the catalogue with `scoring`, then measures it.
    package init(catalogue: Catalogue, scoring: Scoring, memory: IndexMemory, now: Date) throws {
        var store = ContentStore(scorings: [scoring], memory: memory)
        var languages = scoring.analyzer.siteLanguage.map(LanguageCounts.init(siteLanguage:))
        let load = try catalogue.loadArticles {
            store.put($0)
            languages?.add($0)
        }
        let content = store.snapshot(at: now)
        let ads = try catalogue.loadAds()
        let index = content.indexes[0].index
        let bytes = index.byteCounts
        let memory = [
            ("postings", bytes.postings), ("vectors", bytes.vectors), ("norms", bytes.norms),
            ("terms", bytes.terms), ("places", bytes.places),
            ("kept_lists", content.indexes[0].kept.fullByteCount),
            ("words", content.lexicon.byteCount), ("cards", content.cardByteCount),
            ("traits", content.traitByteCount), ("sketches", store.sketchByteCount),
        ].map { (name: $0.0, value: $0.1) }
        parts = [
            Part(
                name: "articles",
                values: Article.Status.allCases.map {
                    ($0.rawValue, content.statusCounts[$0] ?? 0)
                } + [("visible", content.count), ("warnings", load.warnings.count)]),
            Part(name: "languages", values: languages?.values ?? []),
            Part(
                name: "index",
                values: [
                    ("documents", index.documentCount), ("terms", content.lexicon.termCount),
                    ("postings", index.postingCount),
                ]),
            Part(
                name: "memory_bytes",
                values: memory + [("total", memory.reduce(0) { $0 + $1.value })]),
            Part(
                name: "ads",
                values: [
                    ("slots", ads.ads.slots.count), ("advertisers", ads.ads.advertisers.count),
                    ("campaigns", ads.ads.campaigns.count),
                    ("line_items", ads.ads.campaigns.reduce(0) { $0 + $1.lineItems.count }),
                    ("warnings", ads.warnings.count),
                ]),
        ]
    }

    /// Adds what the ledger takes: the pages in use, with events, indexes and campaigns, and the
    /// measured length of the records alone, both also per decision.
    package mutating func add(_ size: LedgerSize) {
        let decisions = max(size.decisions, 1)
        parts.append(
            Part(
                name: "ledger",
                values: [
                    ("decisions", size.decisions), ("records", size.records),
                    ("bytes", size.bytes), ("bytes_per_decision", size.bytes / decisions),
                    ("record_bytes", size.recordBytes),
                    ("record_bytes_per_decision", size.recordBytes / decisions),
                ]))
    }

    /// The JSON of the figures.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for part in parts {
                writer.name(part.name)
                writer.object { writer in
                    for value in part.values { writer.member(value.name, value.value) }
                }
            }
        }
    }
}
