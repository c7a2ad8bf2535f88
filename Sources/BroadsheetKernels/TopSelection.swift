/// Finds the k largest of many non-negative sums.
///
/// A scan that compares eight lanes with the current k-th best and looks closer only where one
/// lies above it; after the first few thousand documents hardly any does.
package struct TopSelection: Sendable {
    /// The best sums so far as a binary min-heap: the root is the k-th best.
    private var heap: [Float] = []

    /// Creates a selection without any storage.
    package init() {}

    /// The k-th largest of `values`, or 0 when fewer than `count` of them are above 0.
    ///
    /// - Parameters:
    ///   - count: k, at least 1.
    ///   - values: finite values; negative ones count as 0.
    /// - Complexity: O(n) plus O(log k) for each sum that was among the best when it was seen.
    package mutating func threshold(count: Int, of values: [Float]) -> Float {
        let sums = values.span
        precondition(count > 0, "a selection of at least one")
        heap.removeAll(keepingCapacity: true)
        var bound: Float = 0
        var index = 0
        let lanes = 8
        while index + lanes <= sums.count {
            var chunk = SIMD8<Float>()
            for lane in 0..<lanes { chunk[lane] = sums[index + lane] }
            if any(chunk .> bound) {
                for lane in 0..<lanes where chunk[lane] > bound {
                    bound = insert(chunk[lane], count: count)
                }
            }
            index += lanes
        }
        while index < sums.count {
            if sums[index] > bound { bound = insert(sums[index], count: count) }
            index += 1
        }
        return bound
    }

    /// Appends the positions of all sums that are above 0 and at least `bound`, rising.
    package static func positions(
        atLeast bound: Float, in values: [Float], appendingTo positions: inout [UInt32]
    ) {
        let sums = values.span
        let lanes = 8
        var index = 0
        while index + lanes <= sums.count {
            var chunk = SIMD8<Float>()
            for lane in 0..<lanes { chunk[lane] = sums[index + lane] }
            if any(chunk .>= bound) {
                for lane in 0..<lanes where chunk[lane] >= bound && chunk[lane] > 0 {
                    positions.append(UInt32(truncatingIfNeeded: index + lane))
                }
            }
            index += lanes
        }
        while index < sums.count {
            if sums[index] >= bound && sums[index] > 0 {
                positions.append(UInt32(truncatingIfNeeded: index))
            }
            index += 1
        }
    }

    /// Takes `value` in and returns the new bound: 0 until the heap holds `count` sums.
    private mutating func insert(_ value: Float, count: Int) -> Float {
        if heap.count < count {
            heap.append(value)
            siftUp(heap.count - 1)
            return heap.count == count ? heap[0] : 0
        }
        heap[0] = value
        siftDown()
        return heap[0]
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
