/// One place of a list: which document, and why it stands there.
package struct RankedItem: Sendable, Hashable {
    /// How it came into the list.
    package enum Via: String, Sendable, Hashable, CaseIterable {
        /// Its text is similar.
        case cosine
        /// It tells the page's story.
        case story
        /// It shares a tag or the section with the page.
        case tags
        /// It is new.
        case latest
        /// An editor put it there.
        case pin
    }

    /// Something that the cosine was multiplied with.
    package struct Factor: Sendable, Hashable {
        /// `freshness`, `same_section`, `shared_tags` or `same_author`.
        package var name: String
        package var value: Double

        package init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// How much a resemblance to earlier items told against an item.
    package struct Diversity: Sendable, Hashable {
        /// The item above, or pin, that it resembles most; nil when it was the first.
        package var nearest: Int?
        /// The cosine with that one, 0 when it was the first.
        package var similarity: Double
        /// (1 − diversity) · score − diversity · similarity: what the list is ordered by. It never
        /// rises from one item to the next.
        package var value: Double
    }

    package var document: Int
    package var via: Via
    /// Cosine with the page; nil for a document that was no candidate.
    package var cosine: Double?
    /// `cosine` times the factors from first to last, exactly; nil without a cosine.
    package var score: Double?
    /// All factors that are not 1.
    package var factors: [Factor]
    /// Set where diversity is on and the item came by its score.
    package var diversity: Diversity?
}

/// A candidate's cosine and what it is multiplied with.
struct CandidateScore: Sendable, Hashable {
    var cosine: Double
    var freshness = 1.0
    var sameSection = 1.0
    var sharedTags = 1.0
    var sameAuthor = 1.0

    /// Multiplied in the order of `factors`; those that are 1 change nothing.
    var value: Double { cosine * freshness * sameSection * sharedTags * sameAuthor }

    var factors: [RankedItem.Factor] {
        [
            RankedItem.Factor(name: "freshness", value: freshness),
            RankedItem.Factor(name: "same_section", value: sameSection),
            RankedItem.Factor(name: "shared_tags", value: sharedTags),
            RankedItem.Factor(name: "same_author", value: sameAuthor),
        ].filter { $0.value != 1 }
    }
}
