internal import BroadsheetContent
internal import Foundation

/// The articles of a snapshot as the ranking of one list sees them.
struct ListSource: RankingSource {
    let content: ContentSnapshot
    let query: ListQuery

    var names: RankingNames { content.names }

    func traits(of document: Int) -> RankingTraits { content.traits(of: document) }

    func mayShow(_ document: Int) -> Bool {
        content.indexes[0].index.contains(document) && query.filter.admits(document, in: content)
    }

    func precedes(_ first: Int, _ second: Int) -> Bool {
        guard let first = content.card(first), let second = content.card(second) else {
            return first < second
        }
        return first.id.utf8.lexicographicallyPrecedes(second.id.utf8)
    }

    func cosine(of document: Int) -> Double { index.cosine(of: document, with: query.terms) }

    func similarity(_ first: Int, _ second: Int) -> Double { index.similarity(first, second) }

    func documents(for step: FallbackStep, page: RankingTraits?) -> AnyIterator<Int> {
        if step == .story {
            guard let story = page?.story else { return AnyIterator { nil } }
            let members = content.groups.articles(inStory: Int(story)).map { Int($0) }
                .filter { content.traits(of: $0).story == story }
            return AnyIterator(members.reversed().makeIterator())
        }
        let order = content.order.lazy.map { Int($0) }
        guard step != .latest, let page else { return AnyIterator(order.makeIterator()) }
        let tags = Set(page.tags)
        let section = names.name(page.section)
        let fitting = order.filter { [content] number in
            let traits = content.traits(of: number)
            return step == .tags
                ? traits.tags.contains(where: tags.contains)
                : SectionScope.contains(section, content.names.name(traits.section))
        }
        return AnyIterator(fitting.makeIterator())
    }

    private var index: InvertedIndex { content.indexes[query.scoring].index }
}
