/// Which articles copy one another and which make up one running story.
///
/// Groups are numbered in the order of publication of their first articles. The numbers change
/// when the articles do; the number of a group's first article is the name to keep.
package struct ArticleGroups: Sendable, Hashable {
    private let duplicates: Partition
    private let stories: Partition

    /// - Parameters:
    ///   - originals: for each place in `order` the place of its group's first article.
    ///   - stories: for each place in `order` the place of its story's first article.
    ///   - order: the articles by publication.
    init(originals: [UInt32], stories: [UInt32], order: [UInt32]) {
        duplicates = Partition(firsts: originals, order: order)
        self.stories = Partition(firsts: stories, order: order)
    }

    /// No groups at all.
    package init() { self.init(originals: [], stories: [], order: []) }

    /// Groups of two or more copies.
    package var duplicateGroupCount: Int { duplicates.count }

    /// Stories of two or more articles.
    package var storyCount: Int { stories.count }

    /// The group of copies that an article is in; nil when it has none or there is no such article.
    package func duplicateGroup(of document: Int) -> Int? { duplicates.group(of: document) }

    /// The articles of a group of copies as they were published, the original first; empty for a
    /// number that is none.
    package func duplicates(inGroup group: Int) -> ArraySlice<UInt32> {
        duplicates.members(of: group)
    }

    /// The one of a group that readers get: the earliest published, of equal times the one with the
    /// smallest number, that `isExcluded` lets through; nil when it lets none through.
    package func shown(ofGroup group: Int, unless isExcluded: (Int) -> Bool) -> Int? {
        duplicates.members(of: group).lazy.map { Int($0) }.first { !isExcluded($0) }
    }

    /// The original of an article: itself when it has no copies.
    package func original(of document: Int) -> Int {
        guard let group = duplicates.group(of: document) else { return document }
        return duplicates.members(of: group).first.map { Int($0) } ?? document
    }

    /// The story an article is in; nil when it is alone or there is no such article.
    package func story(of document: Int) -> Int? { stories.group(of: document) }

    /// The articles of a story as they were published; empty for a number that is none.
    package func articles(inStory story: Int) -> ArraySlice<UInt32> { stories.members(of: story) }

    /// Bytes of memory behind the groups.
    package var byteCount: Int { duplicates.byteCount + stories.byteCount }
}

/// Disjoint groups of two or more documents.
private struct Partition: Sendable, Hashable {
    /// Group of each document; `none` when it has no group.
    private let groups: [UInt32]
    /// Where the members of group g lie: `starts[g]..<starts[g + 1]`.
    private let starts: [UInt32]
    private let membersByGroup: [UInt32]

    private static let none = UInt32.max

    init(firsts: [UInt32], order: [UInt32]) {
        var sizes = Array(repeating: UInt32(0), count: firsts.count)
        for first in firsts { sizes[Int(first)] += 1 }
        // From here on `numbers` holds each group's number at the place of its first article.
        var numbers = Array(repeating: Self.none, count: firsts.count)
        var starts: [UInt32] = [0]
        var next: [UInt32] = []
        for place in sizes.indices where sizes[place] > 1 {
            numbers[place] = UInt32(truncatingIfNeeded: next.count)
            next.append(starts[next.count])
            starts.append(starts[starts.count - 1] + sizes[place])
        }
        var groups = Array(repeating: Self.none, count: firsts.count)
        var members = Array(repeating: UInt32(0), count: Int(starts[starts.count - 1]))
        for place in firsts.indices {
            let group = numbers[Int(firsts[place])]
            guard group != Self.none else { continue }
            groups[Int(order[place])] = group
            members[Int(next[Int(group)])] = order[place]
            next[Int(group)] += 1
        }
        self.groups = groups
        self.starts = starts
        membersByGroup = members
    }

    var count: Int { starts.count - 1 }

    var byteCount: Int { 4 * (groups.count + starts.count + membersByGroup.count) }

    func group(of document: Int) -> Int? {
        guard groups.indices.contains(document), groups[document] != Self.none else { return nil }
        return Int(groups[document])
    }

    func members(of group: Int) -> ArraySlice<UInt32> {
        guard (0..<count).contains(group) else { return [] }
        return membersByGroup[Int(starts[group])..<Int(starts[group + 1])]
    }
}
