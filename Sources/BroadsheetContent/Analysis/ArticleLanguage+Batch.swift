internal import Dispatch
internal import Synchronization

extension ArticleLanguage {
    /// The language of each text, in order.
    ///
    /// - Parameters:
    ///   - texts: what each article says of its language, and its text.
    ///   - threads: how many read at once, at least 1; results don't depend on it.
    package static func languages(
        of texts: [(declared: String?, text: DocumentText)], site: Language?, threads: Int
    ) -> [ArticleLanguage] {
        let pieces = max(1, min(threads, texts.count))
        let done = Mutex<[(index: Int, languages: [ArticleLanguage])]>([])
        DispatchQueue.concurrentPerform(iterations: pieces) { index in
            let range = (texts.count * index / pieces)..<(texts.count * (index + 1) / pieces)
            let languages = texts[range].map {
                ArticleLanguage(declared: $0.declared, of: $0.text, site: site)
            }
            done.withLock { $0.append((index, languages)) }
        }
        return done.withLock { $0.sorted { $0.index < $1.index }.flatMap(\.languages) }
    }
}
