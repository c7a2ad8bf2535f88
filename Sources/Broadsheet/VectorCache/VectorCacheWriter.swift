internal import BroadsheetContent
internal import BroadsheetStorage

/// Writes analysed articles in the format of `VectorCacheFormat`: the same content, the same bytes.
struct VectorCacheWriter {
    let plan: AnalysisPlan
    let mark: CatalogueMark

    /// Hands the bytes of the file over, part by part.
    func write(_ content: AnalysedContent, append: ([UInt8]) throws -> Void) throws {
        let numbers = content.numbers
        let size = VectorCacheFormat.blockSize
        let blocks = stride(from: 0, to: numbers.count, by: size).map {
            numbers[$0..<min($0 + size, numbers.count)]
        }
        let header = VectorCacheFormat.header(sectionCount: 2 + blocks.count)
        try append(header)
        var place = 0
        func section(_ kind: VectorCacheFormat.Kind, _ content: [UInt8]) throws {
            try append(
                VectorCacheFormat.section(kind, place: place, content: content, header: header))
            place += 1
        }
        try section(.head, head(articleCount: numbers.count))
        try section(.lexicon, lexicon(content.lexicon.parts))
        for block in blocks { try section(.articles, articles(block, of: content)) }
    }

    private func head(articleCount: Int) -> [UInt8] {
        var sink = ByteSink()
        sink.append(bytes: plan.identity)
        sink.append(word: UInt64(bitPattern: mark.position.sequence))
        sink.append(word: UInt64(bitPattern: mark.schemaVersion))
        sink.append(text: mark.position.mark)
        sink.append(text: mark.position.time)
        sink.append(count: plan.count)
        sink.append(count: articleCount)
        return sink.bytes
    }

    private func lexicon(_ parts: LexiconParts) -> [UInt8] {
        var sink = ByteSink()
        for strings in [parts.terms, parts.words] {
            sink.append(bytes: strings.bytes)
            sink.append(numbers: strings.lengths)
        }
        sink.append(numbers: parts.usage)
        sink.append(count: parts.termOfWord.count)
        for list in parts.termOfWord { sink.append(numbers: list.map { $0 &+ 2 }) }
        return sink.bytes
    }

    private func articles(_ numbers: ArraySlice<UInt32>, of content: AnalysedContent) -> [UInt8] {
        var sink = ByteSink()
        sink.append(count: numbers.count)
        for number in numbers {
            guard let card = content.cards[Int(number)] else { continue }
            sink.append(text: card.id)
            sink.append(word: card.stamp)
            let text = content.text(of: number)
            for terms in plan.distinct(text.terms) { sink.append(terms: terms) }
            sink.append(language: text.language)
            sink.append(codes: text.sketch?.codes ?? [])
        }
        return sink.bytes
    }
}
