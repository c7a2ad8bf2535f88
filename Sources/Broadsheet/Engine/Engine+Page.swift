internal import BroadsheetAds
internal import Foundation

extension Engine {
    /// Fills a page: its blocks in the order given, no article twice, then its slots.
    ///
    /// - Throws: `RequestError` for an unknown article, slot or variant, for two blocks of one
    ///   name or a limit outside 0…100; then nothing has been decided or recorded.
    public func page(_ request: PageRequest) async throws -> PageAnswer {
        let now = environment.now()
        let state = state
        try check(request, against: state, at: now)
        let document = request.article.flatMap { state.content.document(id: $0, at: now) }
        let choice = try chooseVariant(
            relatedVariants, named: request.variant, readerKey: request.readerKey,
            isDrawn: request.track)
        let adChoice = try chooseVariant(
            adVariants, named: nil, readerKey: request.readerKey, isDrawn: true)

        var seen = Set(state.content.documents(request.exclude))
        if let document { seen.insert(document) }
        var blocks: [PageAnswer.Block] = []
        for block in request.blocks {
            let items = fill(
                block, of: request, document: document, content: state.content, choice: choice,
                seen: seen, now: now)
            seen.formUnion(state.content.documents(items.map(\.id)))
            blocks.append(PageAnswer.Block(name: block.name, items: items, tracking: nil))
        }
        if request.track, let article = request.article {
            for (index, block) in request.blocks.enumerated() where block.kind == .related {
                let list = RelatedList(
                    id: article, items: blocks[index].items, variant: choice.name, tracking: nil)
                blocks[index].tracking = try track(list, choice: choice, now: now)
            }
        }
        let context = AdContext(card: document.flatMap { state.content.card($0) })
        let ads = try decide(
            slots: request.slots, context: context, ads: state.ads, choice: adChoice, now: now)
        return PageAnswer(article: request.article, blocks: blocks, ads: ads)
    }

    private func fill(
        _ block: PageRequest.Block, of request: PageRequest, document: Int?,
        content: ContentSnapshot, choice: VariantChoice, seen: Set<Int>, now: Date
    ) -> [Item] {
        switch block.kind {
        case .latest:
            return content.latest(
                section: block.section, limit: block.limit,
                filter: ListFilter(excluded: seen, now: now))
        case .related:
            guard let document else { return [] }
            return content.related(
                to: .document(document), scoring: choice.index, limit: block.limit,
                filter: ListFilter(excluded: seen, now: now), reasons: .words(strings),
                explain: request.explain, pool: scratchPool
            ).filter { ($0.score ?? 0) >= block.minimumScore }
        }
    }

    private func check(_ request: PageRequest, against state: State, at now: Date) throws {
        if let article = request.article, state.content.document(id: article, at: now) == nil {
            throw RequestError.unknownArticle(id: article)
        }
        var names: Set<ExactID> = []
        for block in request.blocks {
            try Self.checkLimit(block.limit)
            guard names.insert(ExactID(block.name)).inserted else {
                throw RequestError.duplicateBlock(name: block.name)
            }
        }
        for slot in request.slots where state.ads.snapshot.slot(slot) == nil {
            throw RequestError.unknownSlot(id: slot)
        }
    }
}
