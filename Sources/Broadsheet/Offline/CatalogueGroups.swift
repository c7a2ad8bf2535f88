package import BroadsheetArticles
internal import BroadsheetContent
package import Foundation

/// The copies and running stories of a catalogue, for people to look at.
package struct CatalogueGroups: Sendable {
    /// An article of a group.
    package struct Member: Sendable, Hashable {
        package var id: String
        package var title: String
        package var publishedAt: Date?
    }

    /// Groups of copies in the order of their first articles; each as published, the original
    /// first.
    package let copies: [[Member]]
    /// Running stories, the largest first; each as published.
    package let stories: [[Member]]

    init(_ content: ContentSnapshot) {
        let groups = content.groups
        func members(_ numbers: ArraySlice<UInt32>) -> [Member] {
            numbers.compactMap { number in
                content.card(Int(number)).map {
                    Member(id: $0.id, title: $0.title, publishedAt: $0.publishedAt)
                }
            }
        }
        copies = (0..<groups.duplicateGroupCount).map { members(groups.duplicates(inGroup: $0)) }
        stories = (0..<groups.storyCount).map { members(groups.articles(inStory: $0)) }
            .enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map(\.element)
    }

    /// The JSON of all groups: `{"copies":[[…]],"stories":[[…]]}`.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (name, groups) in [("copies", copies), ("stories", stories)] {
                writer.name(name)
                writer.array { writer in
                    for group in groups { Self.write(group, to: &writer) }
                }
            }
        }
    }

    private static func write(_ group: [Member], to writer: inout JSONWriter) {
        writer.array { writer in
            for member in group {
                writer.object { writer in
                    writer.member("id", member.id)
                    writer.member("title", member.title)
                    writer.member("published_at", member.publishedAt.map(UTCTime.format))
                }
            }
        }
    }
}
