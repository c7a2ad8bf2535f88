internal import Foundation

/// When articles appear or disappear by themselves: the next of them at once, however many wait.
///
/// A binary heap by time; an entry whose article got another time meanwhile is dropped when it
/// comes to the top.
struct TransitionQueue {
    private struct Entry {
        var date: Date
        var number: UInt32
    }

    private var dates: [UInt32: Date] = [:]
    private var heap: [Entry] = []

    /// When the next article changes; nil when none ever will.
    var next: Date? { heap.first?.date }

    /// The time of an article, nil when it will not change.
    subscript(number: UInt32) -> Date? { dates[number] }

    /// Sets the time of an article; nil takes it away.
    mutating func set(_ date: Date?, for number: UInt32) {
        guard dates[number] != date else { return }
        dates[number] = date
        if let date { push(Entry(date: date, number: number)) }
        if heap.count > 2 * dates.count + 64 { rebuild() }
        dropStale()
    }

    /// Takes out all articles whose time has come by `now`.
    mutating func popDue(at now: Date) -> [UInt32] {
        var due: [UInt32] = []
        while let entry = heap.first, entry.date <= now {
            due.append(entry.number)
            dates[entry.number] = nil
            dropStale()
        }
        return due
    }

    /// Takes entries from the top that are no longer so.
    private mutating func dropStale() {
        while let entry = heap.first, dates[entry.number] != entry.date { popFirst() }
    }

    private mutating func rebuild() {
        heap = dates.map { Entry(date: $0.value, number: $0.key) }.sorted { $0.date < $1.date }
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0, heap[child].date < heap[(child - 1) / 2].date {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func popFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count, heap[child + 1].date < heap[child].date { child += 1 }
            guard heap[child].date < heap[parent].date else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
