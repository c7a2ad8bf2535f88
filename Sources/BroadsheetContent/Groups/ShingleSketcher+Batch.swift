extension ShingleSketcher {
    /// The sketch of each text, in order.
    ///
    /// - Parameter threads: how many read at once, at least 1; results don't depend on it.
    package static func sketches(
        of texts: [(text: String, analyzer: Analyzer)], threads: Int
    ) -> [ShingleSketch] {
        ParallelPieces.map(texts.count, threads: threads) { range in
            var sketcher = ShingleSketcher()
            return texts[range].map { sketcher.sketch(of: $0.text, for: $0.analyzer) }
        }
    }
}
