internal import BroadsheetContent
internal import Crypto

/// Which analyses a list of scorings needs: those with one analyser and the same fields share one.
struct AnalysisPlan: Sendable, Hashable {
    /// By scoring, the place of its analysis.
    let places: [Int]
    /// Number of analyses.
    let count: Int
    /// SHA-256 of what the analyses of this program make of a text, and of which fields.
    let identity: [UInt8]

    init(_ scorings: [Scoring]) {
        var names: [String] = []
        places = scorings.map { scoring in
            let name = Self.name(scoring)
            if let place = names.firstIndex(of: name) { return place }
            names.append(name)
            return names.count - 1
        }
        count = names.count
        var sink = ByteSink()
        sink.append(count: names.count)
        for name in names { sink.append(text: name) }
        var hash = SHA256()
        hash.update(data: sink.bytes)
        hash.update(data: AnalysisIdentity.bytes)
        identity = Array(hash.finalize())
    }

    private static func name(_ scoring: Scoring) -> String {
        let analyzer =
            switch scoring.analyzer {
            case .automatic(let language): "automatic \(language)"
            case .always(let analyzer): "always \(analyzer)"
            }
        let fields = scoring.fields
        return "\(analyzer), title \(fields.title), summary \(fields.summary), "
            + "tags \(fields.tags), body \(fields.body)"
    }

    /// A text that has terms for each analysis, with terms for each scoring.
    func expanded(_ text: AnalysedText) -> AnalysedText {
        var text = text
        text.terms = places.map { text.terms[$0] }
        return text
    }

    /// The terms of each analysis, of those of each scoring.
    func distinct(_ terms: [DocumentTerms]) -> [DocumentTerms] {
        (0..<count).compactMap { analysis in
            places.firstIndex(of: analysis).map { terms[$0] }
        }
    }
}
