/// When two articles are copies, and when an article belongs to a running story.
///
/// The defaults were chosen on 660 made copies and 690 made look-alikes, made from
/// NewsArticles, and on its 639 pairs of cosine 0.5 and more, with log tf and smooth idf; √idf gives
/// the same within the noise.
package struct GroupRules: Sendable, Hashable {
    package var duplicates = Duplicates()
    package var stories = Stories()

    package init() {}

    /// Two articles are copies when cosine + containment + fact agreement, their evidence, 0…3,
    /// is large enough and none of the three is too small.
    ///
    /// Containment alone takes reports written to a template (weather, markets, results) for
    /// copies; those differ in their facts. The cosine alone takes two reports of one event for
    /// copies; those share few shingles.
    package struct Duplicates: Sendable, Hashable {
        /// Least evidence for articles published within `windowSeconds` of each other, or without
        /// a date.
        package var evidence = 2.4
        /// Least evidence beyond the window, and only for texts of 44 distinct shingles or more:
        /// reposts. Short notes that say the same every week are no copies.
        package var lateEvidence = 2.7
        /// From here on copies of copies are copies; below, only copies of the original are.
        package var identity = 2.75
        package var cosine = 0.55
        package var containment = 0.5
        package var factAgreement = 0.67
        /// 72 hours: what agencies' clients take to publish and update a report.
        package var windowSeconds: Int64 = 72 * 3600
    }

    /// An article joins the story with the largest strength if that is at least `strength`.
    ///
    /// Strength is the mean of the two best links to the story's articles (of one, while the story
    /// has one; a missing second counts as 0) less `decayPerDay` for each day since the story's
    /// latest article. A link is the cosine less `backgroundWeight` times the mean of both
    /// articles' background, which is the cosine of the 32nd nearest, at most `backgroundCap`:
    /// in a crowded subject a cosine of 0.3 means little, in an empty one much.
    package struct Stories: Sendable, Hashable {
        package var strength: Float = 0.16
        package var backgroundWeight: Float = 1.2
        package var backgroundRank = 32
        package var backgroundCap: Float = 0.2
        package var decayPerDay: Float = 0.001
        /// Weaker links are not looked at.
        package var leastLink: Float = 0.05
    }
}
