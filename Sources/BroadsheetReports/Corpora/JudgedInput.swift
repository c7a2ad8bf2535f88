package import Broadsheet
internal import BroadsheetArticles

/// A judged corpus as it was read: its articles, and their corpus in each configuration.
package struct JudgedInput: Sendable {
    /// The articles that are searched; without labels when none were asked for.
    package var corpus: LabelledArticles
    /// The articles that ask; empty when the corpus asks about itself.
    package var queries: LabelledArticles
    /// The first configuration.
    package var first: EvaluatedConfiguration
    /// The second one, where there is one.
    package var second: EvaluatedConfiguration?
}

/// Reads the files of a judged corpus, each once for all configurations, keeping no text.
package struct JudgedInputReader: ~Copyable {
    /// What the articles of a file are for.
    package enum Role: Sendable {
        /// They are searched.
        case corpus
        /// They ask.
        case queries
        /// They only lend their document frequencies.
        case background
    }

    /// A configuration: its name, its scoring, and whether no other rule applies.
    package typealias Configuration = (name: String, scoring: Scoring, isRaw: Bool)

    private let file: CorpusFile
    private let names: [String]
    private var first: RelatedCorpusBuilder
    private var second: RelatedCorpusBuilder?
    private var corpus = LabelledArticles()
    private var queries = LabelledArticles()

    /// - Parameters:
    ///   - labelField: the field that holds an article's class; nil when none is wanted.
    ///   - first: the configuration to evaluate.
    ///   - second: one to hold against it.
    package init(labelField: String?, first: Configuration, second: Configuration?) {
        file = CorpusFile(labelField: labelField)
        names = [first.name] + (second.map { [$0.name] } ?? [])
        self.first = RelatedCorpusBuilder(scoring: first.scoring, isRaw: first.isRaw)
        self.second = second.map { RelatedCorpusBuilder(scoring: $0.scoring, isRaw: $0.isRaw) }
    }

    /// Reads one file.
    ///
    /// - Parameter each: is called for every article; what it throws ends the reading.
    /// - Throws: `CorpusProblem`, and what the source and `each` throw.
    package mutating func read(
        _ source: ImportSource, as role: Role, each: () throws -> Void
    ) throws {
        let file = role == .background ? CorpusFile() : self.file
        try file.read(source) { article, label in
            try each()
            switch role {
            case .corpus:
                first.add(article)
                second?.add(article)
                corpus.add(ListedArticle(article), label: label ?? "")
            case .queries:
                first.addQuery(article)
                second?.addQuery(article)
                queries.add(ListedArticle(article), label: label ?? "")
            case .background:
                first.addBackground(article)
                second?.addBackground(article)
            }
        }
    }

    /// What was read.
    package consuming func input() -> JudgedInput {
        var other: EvaluatedConfiguration?
        if let second, let name = names.last {
            other = EvaluatedConfiguration(name: name, corpus: second.build())
        }
        return JudgedInput(
            corpus: corpus, queries: queries,
            first: EvaluatedConfiguration(name: names.first ?? "", corpus: first.build()),
            second: other)
    }
}
