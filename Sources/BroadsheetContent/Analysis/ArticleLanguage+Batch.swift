extension ArticleLanguage {
    /// The language of each text, in order.
    ///
    /// - Parameters:
    ///   - texts: what each article says of its language, and its text.
    ///   - threads: how many read at once, at least 1; results don't depend on it.
    package static func languages(
        of texts: [(declared: String?, text: DocumentText)], site: Language?, threads: Int
    ) -> [ArticleLanguage] {
        ParallelPieces.map(texts.count, threads: threads) { range in
            texts[range].map { ArticleLanguage(declared: $0.declared, of: $0.text, site: site) }
        }
    }
}
