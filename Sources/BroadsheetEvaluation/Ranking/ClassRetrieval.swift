/// How well rankings bring documents of the query's own class to the top: all measures that are
/// usual for labelled corpora, in memory that grows with the number of classes only.
///
/// A document is relevant when it has the query's class. The whole ranking counts for average
/// precision and reciprocal rank, so documents that share no term with the query must be ranked
/// too, behind all others. A query without relevant documents counts with 0.
public struct ClassRetrieval: Mergeable, Sendable, Hashable {
    /// How many of the nearest neighbours vote, and the depth of the cut measures.
    public static let depth = 10

    /// One query's outcome.
    public struct Query: Sendable, Hashable {
        /// Class of the query.
        public var label: Int
        /// Where documents of its class stand.
        public var ranks: RelevantRanks
        /// The first ten documents; fewer when the corpus is smaller.
        public var neighbours: [LabelledNeighbour]

        /// Creates an outcome.
        public init(label: Int, ranks: RelevantRanks, neighbours: [LabelledNeighbour]) {
            self.label = label
            self.ranks = ranks
            self.neighbours = neighbours
        }
    }

    /// What was found for the queries of one class.
    public struct ClassFigures: Mergeable, Sendable, Hashable {
        /// nDCG@10 of its queries.
        public private(set) var discountedGain = RunningMean()
        /// Share of its queries whose ten nearest vote for it.
        public private(set) var accuracy = Proportion()

        /// Figures of nothing so far.
        public init() {}

        mutating func add(gain: Double, isRight: Bool) {
            discountedGain.add(gain)
            accuracy.add(isRight)
        }

        /// Takes over the queries of another piece.
        public mutating func merge(_ other: ClassFigures) {
            discountedGain.merge(other.discountedGain)
            accuracy.merge(other.accuracy)
        }
    }

    /// nDCG@10.
    public private(set) var discountedGain = RunningMean()
    /// P@10.
    public private(set) var precision = RunningMean()
    /// Average precision over the whole ranking; its mean is MAP.
    public private(set) var averagePrecision = RunningMean()
    /// Reciprocal rank; its mean is MRR.
    public private(set) var reciprocalRank = RunningMean()
    /// Share of queries with a relevant document among the first ten.
    public private(set) var success = Proportion()
    /// Share of queries whose nearest document has their class.
    public private(set) var nearest = Proportion()
    /// Share of queries whose ten nearest vote for their class.
    public private(set) var vote = Proportion()
    /// The same with votes weighted by score.
    public private(set) var weightedVote = Proportion()
    /// Figures by class.
    public private(set) var classes: [ClassFigures]

    /// - Parameter classCount: classes are numbered from 0 in the order of their names' bytes.
    public init(classCount: Int) {
        classes = Array(repeating: ClassFigures(), count: max(0, classCount))
    }

    /// Takes in one query.
    ///
    /// - Precondition: its class is one of those that were announced.
    public mutating func add(_ query: Query) {
        let gain = query.ranks.discountedGain(at: Self.depth)
        let neighbours = Array(query.neighbours.prefix(Self.depth))
        let isRight = NeighbourVote.majority(neighbours) == query.label
        discountedGain.add(gain)
        precision.add(query.ranks.precision(at: Self.depth))
        averagePrecision.add(query.ranks.averagePrecision)
        reciprocalRank.add(query.ranks.reciprocalRank)
        success.add(query.ranks.hits(upTo: Self.depth) > 0)
        nearest.add(neighbours.first?.label == query.label)
        vote.add(isRight)
        weightedVote.add(NeighbourVote.weighted(neighbours) == query.label)
        classes[query.label].add(gain: gain, isRight: isRight)
    }

    /// Takes over the queries of another piece.
    ///
    /// - Precondition: both know the same classes.
    public mutating func merge(_ other: ClassRetrieval) {
        precondition(classes.count == other.classes.count, "pieces with other classes can't merge")
        discountedGain.merge(other.discountedGain)
        precision.merge(other.precision)
        averagePrecision.merge(other.averagePrecision)
        reciprocalRank.merge(other.reciprocalRank)
        success.merge(other.success)
        nearest.merge(other.nearest)
        vote.merge(other.vote)
        weightedVote.merge(other.weightedVote)
        for label in classes.indices { classes[label].merge(other.classes[label]) }
    }

    /// How many queries were added.
    public var queryCount: Int { discountedGain.count }
}
