/// Finds copies and running stories from what search already knows: each article's nearest others
/// with exact cosines.
///
/// The result is a function of the articles and their lists alone, never of the order in which
/// they came: articles are taken by publication, ties by number, and everything is found anew. So a
/// restart finds the same groups, and an edited or withdrawn article leaves no trace.
///
/// - Copies: pairs are judged by `GroupRules.Duplicates`. Near-identical texts are merged whatever
///   the chain between them; the groups that remain are taken by their first articles, and each
///   joins the earlier group with the most evidence that has not itself joined one. So an article
///   is hidden only behind a group that it copies itself; a report updated day after day does not
///   vanish behind its first version.
/// - Stories: one pass by publication, as in online clustering of news streams (Allan, Papka and
///   Lavrenko, "On-line new event detection and tracking", SIGIR 1998; Miranda and others,
///   EMNLP 2018), but with links between articles in place of centroids, so that kept lists are all
///   it needs, and with each link measured against how crowded its subject is (compare the local
///   scaling of Zelnik-Manor and Perona, 2004). Copies share their original's story. An article
///   with a declared story joins that one; the first of a declared story may give its name to a
///   story that has none.
package struct GroupFinder: Sendable {
    package var rules: GroupRules

    package init(rules: GroupRules = GroupRules()) { self.rules = rules }

    /// The groups of `articles`, whose list of nearest is `neighbours` at the same number; missing
    /// lists count as empty, numbers that are no article's are skipped.
    ///
    /// - Complexity: O(neighbours + n log n) time, 30 bytes an article and 8 bytes a link beside
    ///   the result.
    package func groups(
        of articles: [GroupingArticle], neighbours: NeighbourLists
    ) -> ArticleGroups {
        let order = PublicationOrder(articles)
        let originals = originals(of: articles, neighbours: neighbours, order: order)
        let links = StoryLinks(neighbours, order: order, rules: rules.stories)
        var stories = StoryPass(order: order, rules: rules.stories)
        for place in order.documents.indices {
            stories.place(place, original: Int(originals[place]), links: links)
        }
        return ArticleGroups(
            originals: originals, stories: stories.firsts(), order: order.documents)
    }
}

extension NeighbourLists {
    /// Where the list of `document` lies; empty when it has none.
    func range(of document: Int) -> Range<Int> {
        document + 1 < starts.count ? starts[document]..<starts[document + 1] : 0..<0
    }
}
