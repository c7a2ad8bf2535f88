internal import Dispatch
internal import Synchronization

extension ShingleSketcher {
    /// The sketch of each text, in order.
    ///
    /// - Parameter threads: how many read at once, at least 1; results don't depend on it.
    package static func sketches(
        of texts: [(text: String, analyzer: Analyzer)], threads: Int
    ) -> [ShingleSketch] {
        let pieces = max(1, min(threads, texts.count))
        let done = Mutex<[(index: Int, sketches: [ShingleSketch])]>([])
        DispatchQueue.concurrentPerform(iterations: pieces) { index in
            let range = (texts.count * index / pieces)..<(texts.count * (index + 1) / pieces)
            var sketcher = ShingleSketcher()
            let sketches = texts[range].map { sketcher.sketch(of: $0.text, for: $0.analyzer) }
            done.withLock { $0.append((index, sketches)) }
        }
        return done.withLock { $0.sorted { $0.index < $1.index }.flatMap(\.sketches) }
    }
}
