/// The k largest of many scores; the smallest of them is the bar for the next.
///
/// A binary min-heap: taking a score in costs O(log k), turning one away one comparison.
package struct BestScores: Sendable {
    private var heap: [Double] = []
    /// How many scores are kept.
    package private(set) var capacity = 0

    /// Holds nothing and takes nothing until `reset`.
    package init() {}

    /// Forgets all scores and keeps the best `count` of those to come.
    package mutating func reset(count: Int) {
        heap.removeAll(keepingCapacity: true)
        capacity = max(0, count)
        bar = 0
    }

    /// The k-th best score, or 0 while fewer than k are there.
    package private(set) var bar = 0.0

    /// Takes `score` in if it is above the bar.
    @inline(__always)
    package mutating func insert(_ score: Double) {
        if score > bar || heap.count < capacity { take(score) }
    }

    private mutating func take(_ score: Double) {
        guard capacity > 0 else { return }
        if heap.count < capacity {
            heap.append(score)
            siftUp(heap.count - 1)
        } else {
            heap[0] = score
            siftDown()
        }
        if heap.count == capacity { bar = heap[0] }
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return }
            let right = left + 1
            let child = right < heap.count && heap[right] < heap[left] ? right : left
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            parent = child
        }
    }
}
