internal import BroadsheetArticles
internal import BroadsheetContent

/// An article of the index, ready to be compared with briefs and keywords.
struct ComparedArticle: Sendable {
    private let index: InvertedIndex
    private let document: Int
    private let lengthDiscount: Double
    /// Rising.
    private let terms: [UInt32]
    /// What its text was analysed with.
    let analyzer: Analyzer

    /// nil for an article without a term, which has no vector.
    fileprivate init?(_ index: InvertedIndex, _ document: Int, _ analyzer: Analyzer) {
        terms = index.terms(of: document).map(\.term)
        guard !terms.isEmpty else { return nil }
        self.index = index
        self.document = document
        self.analyzer = analyzer
        lengthDiscount = index.lengthDiscount(of: document)
    }

    /// The cosine of both vectors, as related lists say it: without the discount for length that
    /// lists are ranked by.
    func cosine(with query: IndexQuery) -> Double {
        let discount = lengthDiscount * query.lengthDiscount
        return min(1, index.cosine(of: document, with: query) * discount)
    }

    /// Whether a term occurs in the article.
    func has(_ term: UInt32) -> Bool {
        var (low, high) = (0, terms.count)
        while low < high {
            let middle = (low + high) / 2
            if terms[middle] < term { low = middle + 1 } else { high = middle }
        }
        return low < terms.count && terms[low] == term
    }
}

extension ContentSnapshot {
    /// The vector of a text, as that of a draft with this body.
    func contextQuery(_ text: String, scoring: Int) -> IndexQuery {
        let article = Article(id: "", body: text)
        let draft = draft(DocumentText(article), of: article, scoring: scoring)
        return indexes[scoring].index.query(terms: draft.terms)
    }

    /// An article as briefs are compared with it; nil for one without a vector.
    func comparedArticle(_ document: Int, scoring: Int) -> ComparedArticle? {
        let language = traits(of: document).language.map { names.name($0) }
        return ComparedArticle(
            indexes[scoring].index, document,
            scorings[scoring].analyzer.analyzer(language: language))
    }

    /// The terms that articles of an analyser's language lack in the index, because most of them
    /// have them.
    func withheldTerms(of analyzer: Analyzer, scoring: Int) -> Set<UInt32> {
        guard case .language(let language) = analyzer else { return [] }
        return common[scoring][language] ?? []
    }
}
