internal import BroadsheetAds
internal import BroadsheetContent
internal import Foundation

extension Engine {
    /// Fills a page: its blocks in the order given, no article twice, then its slots.
    ///
    /// - Throws: `RequestError` for an unknown article, slot or variant, for two blocks of one
    ///   name or a limit outside 0…100; `EngineBusy` when a block takes a search and too many
    ///   wait; `CancellationError`. Then nothing has been decided or recorded.
    public func page(_ request: PageRequest) async throws -> PageAnswer {
        let now = environment.now()
        let state = state
        try check(request, against: state, at: now)
        let document = request.article.flatMap { state.content.document(id: $0, at: now) }
        let choice = try chooseVariant(
            relatedVariants, named: request.variant, readerKey: request.reader.keyInForce,
            isDrawn: request.track)
        let adChoice = try chooseVariant(
            adVariants, named: nil, readerKey: request.reader.keyInForce, isDrawn: true)

        var seen = Set(state.content.documents(request.exclude))
        if let document { seen.insert(document) }
        var blocks: [PageAnswer.Block] = []
        for block in request.blocks {
            let items = try await fill(
                block, of: request, document: document, state: state, choice: choice, seen: seen,
                now: now)
            seen.formUnion(state.content.documents(items.map(\.id)))
            blocks.append(PageAnswer.Block(name: block.name, items: items, tracking: nil))
        }
        if request.track, let article = request.article {
            for (index, block) in request.blocks.enumerated() where block.kind == .related {
                let list = RelatedList(
                    id: article, items: blocks[index].items, variant: choice.name)
                blocks[index].tracking = try track(list, choice: choice, now: now)
            }
        }
        let context = AdContext(document, in: state.content, reader: request.reader)
        let page = try decide(
            slots: request.slots, context: context, ads: state.ads, choice: adChoice, now: now)
        return PageAnswer(
            article: request.article, blocks: blocks, ads: page.answers, capToken: page.capToken)
    }

    private func fill(
        _ block: PageRequest.Block, of request: PageRequest, document: Int?, state: State,
        choice: VariantChoice, seen: Set<Int>, now: Date
    ) async throws -> [Item] {
        switch block.kind {
        case .latest:
            return state.content.latest(
                section: block.section, limit: block.limit, excluded: seen,
                showsCopies: !configuration.ranking.showsOneOfDuplicates,
                filter: ListFilter(now: now))
        case .related:
            guard let document else { return [] }
            var wishes = try wishes(
                of: choice.index, rules: block.rules, limit: block.limit, state: state, now: now)
            if let score = block.minimumScore { wishes.rules.minimumScore = score }
            wishes.seen = seen.sorted()
            wishes.stories = block.stories.context
            return try await list(
                state.content.query(document: document, wishes), of: state.content,
                explain: request.explain)
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
