internal import BroadsheetArticles
internal import BroadsheetEvaluation

/// A figure of a report: the name that JSON has for it, and the estimate.
struct NamedFigure {
    var name: String
    var estimate: Estimate

    init(_ name: String, _ estimate: Estimate) {
        self.name = name
        self.estimate = estimate
    }

    /// A value counted over everything there is, which has no interval.
    init(_ name: String, counted value: Double?, of count: Int) {
        self.init(name, Estimate(value: value, count: count))
    }
}

extension JSONWriter {
    /// Writes the values as members.
    mutating func members(_ figures: [NamedFigure]) {
        for figure in figures { member(figure.name, figure.estimate.value) }
    }

    /// Writes `"ci95":{NAME:{METHOD:[low,high]}}`, names without an interval as null, and
    /// `"n":{NAME:count}`.
    mutating func intervals(_ figures: [NamedFigure]) {
        name("ci95")
        object { writer in
            for figure in figures {
                writer.name(figure.name)
                guard let interval = figure.estimate.interval else {
                    writer.null()
                    continue
                }
                writer.object { writer in
                    writer.name(interval.method.rawValue)
                    writer.array { writer in
                        writer.value(interval.low)
                        writer.value(interval.high)
                    }
                }
            }
        }
        name("n")
        object { writer in
            for figure in figures { writer.member(figure.name, figure.estimate.count) }
        }
    }
}
