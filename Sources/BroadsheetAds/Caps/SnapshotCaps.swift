/// The caps of a snapshot's line items, by its numbers.
///
/// A request asks what its reader has seen and not what every line item allows: each tally of the
/// reader leads to the caps that read it. So a decision costs what the reader has seen of capped ads,
/// and a reader who has seen none costs nothing.
package struct SnapshotCaps: Sendable {
    /// A cap, and what it stops when it is reached.
    private struct Stop: Sendable {
        let check: CapCheck
        let lineItem: Int
        /// Place of the creative in the snapshot; nil for the whole line item.
        let creative: Int?
    }

    private let book: CapBook
    /// By track: places in `stops`.
    private var places: [CapTrack: Range<Int>] = [:]
    private var stops: [Stop] = []
    /// Line items that some cap can stop: they need to know their reader.
    package private(set) var lineItems: LineItemSet
    /// Places of a line item's creatives in the snapshot: `bounds[n] ..< bounds[n + 1]`.
    private let bounds: [Int]

    /// - Parameter items: By number.
    init(_ items: [CapBook.Item]) {
        book = CapBook(items)
        lineItems = LineItemSet(count: items.count)
        var bounds = [0]
        var found: [Stop] = []
        for (number, item) in items.enumerated() {
            for place in book.checks(ofItem: number) {
                found.append(Stop(check: book.checks[place], lineItem: number, creative: nil))
            }
            for creative in item.creatives.indices {
                for place in book.checks(ofCreative: creative, inItem: number) {
                    found.append(
                        Stop(
                            check: book.checks[place], lineItem: number,
                            creative: bounds[number] + creative))
                }
            }
            bounds.append(bounds[number] + item.creatives.count)
        }
        self.bounds = bounds
        for stop in found { lineItems[stop.lineItem] = true }
        sort(found)
    }

    /// Lays the stops out track by track, in the order of line items within each.
    private mutating func sort(_ found: [Stop]) {
        var byTrack: [CapTrack: [Stop]] = [:]
        var order: [CapTrack] = []
        for stop in found {
            if byTrack[stop.check.track] == nil { order.append(stop.check.track) }
            byTrack[stop.check.track, default: []].append(stop)
        }
        for track in order {
            let start = stops.count
            stops += byTrack[track] ?? []
            places[track] = start..<stops.count
        }
    }

    /// Whether there are no caps at all.
    package var isEmpty: Bool { stops.isEmpty }

    /// What a reader may not be shown once more.
    ///
    /// - Parameters:
    ///   - lineItems: gets the numbers of those that are stopped whole; with room for all.
    ///   - creatives: gets the creatives that are stopped themselves, in no special order. A line
    ///     item of which all are stopped is stopped whole.
    package func stop(
        _ reader: ReaderCaps, lineItems: inout LineItemSet, creatives: inout [CreativePlace]
    ) {
        for tally in reader.tallies {
            guard let range = places[tally.track] else { continue }
            for stop in stops[range]
            where tally.reaches(stop.check.limit, window: stop.check.window, now: reader.now) {
                if let creative = stop.creative {
                    let place = CreativePlace(lineItem: stop.lineItem, creative: creative)
                    if !creatives.contains(place) { creatives.append(place) }
                } else {
                    lineItems[stop.lineItem] = true
                }
            }
        }
        for place in creatives {
            let all = bounds[place.lineItem]..<bounds[place.lineItem + 1]
            let isStopped = all.allSatisfy { creative in
                creatives.contains { $0.creative == creative }
            }
            if isStopped { lineItems[place.lineItem] = true }
        }
    }

    /// Counts a show of a creative for the rest of the request.
    package func count(lineItem: Int, creative: Int, for reader: inout ReaderCaps) {
        guard let range = tracks(lineItem, creative) else { return }
        reader.add(book.tracks, in: range)
    }

    /// What a show of a creative adds to; empty where no cap reads it.
    package func tracks(lineItem: Int, creative: Int) -> [CapTrack] {
        tracks(lineItem, creative).map { Array(book.tracks[$0]) } ?? []
    }

    private func tracks(_ lineItem: Int, _ creative: Int) -> Range<Int>? {
        guard lineItem >= 0, lineItem + 1 < bounds.count,
            (bounds[lineItem]..<bounds[lineItem + 1]).contains(creative)
        else { return nil }
        return book.tracks(ofCreative: creative - bounds[lineItem], inItem: lineItem)
    }
}

extension AdSnapshot {
    /// The caps of its line items.
    package var caps: SnapshotCaps { core.caps }

    /// The place of a creative among all of the snapshot; nil for one that can't be used.
    package func place(ofCreative id: String) -> Int? { core.creativePlaces[ExactID(id)] }
}
