internal import BroadsheetArticles
internal import BroadsheetEvaluation

/// A report that a command prints, as one JSON document or as lines for people.
package protocol PrintableReport {
    /// One JSON document.
    var json: String { get }
    /// Lines of figures, each with its interval and what it rests on.
    var table: String { get }
}

extension ClassReport: PrintableReport {
    package var json: String { JSONWriter.text(write) }

    package var table: String {
        let figures = result.figures
        var lines = [
            "\(evaluation.queryCount) queries, \(evaluation.corpusCount) articles, \(configuration)"
        ]
        lines += (figures.retrieval.figures + figures.lists.whole.namedFigures).map(\.line)
        if let comparison = result.comparison {
            lines.append("compared with \(comparedConfiguration ?? "")")
            lines += comparison.differences.map(\.line) + comparison.churn.figures.map(\.line)
        }
        return lines.joined(separator: "\n")
    }
}

extension SimilarityReport: PrintableReport {
    package var json: String { JSONWriter.text(write) }

    package var table: String {
        var lines = ["\(result.pairs) pairs, \(configuration)"] + result.figures.map(\.line)
        if let compared {
            lines.append("compared with \(comparedConfiguration ?? "")")
            lines += compared.figures.map(\.line)
        }
        return lines.joined(separator: "\n")
    }
}

extension ListReport: PrintableReport {
    package var json: String { JSONWriter.text(write) }

    package var table: String {
        let measures = result.lists.whole
        var lines = ["\(articles.count) articles, \(configuration)"]
        lines += measures.namedFigures.map(\.line)
        if let hub = measures.exposure.hubs(limit: 1).first {
            lines.append("worst_hub  \(hub.lists)  \(articles[hub.item].title)")
        }
        if result.second != nil {
            lines.append("compared with \(comparedConfiguration ?? "")")
            lines += result.churn.figures.map(\.line)
        }
        return lines.joined(separator: "\n")
    }
}

extension NamedFigure {
    /// `ndcg@10  0.8500  0.8377 to 0.8623  n 2189`.
    var line: String {
        var line = "\(name)  \(FigureRow.text(estimate.value))"
        if let interval = estimate.interval {
            line += "  \(FigureRow.text(interval.low)) to \(FigureRow.text(interval.high))"
        }
        return line + "  n \(estimate.count)"
    }
}

extension JSONWriter {
    /// The text that `write` makes.
    fileprivate static func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return writer.text
    }
}
