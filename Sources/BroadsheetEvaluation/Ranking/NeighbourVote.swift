/// A document near the query: its class and how near it is.
public struct LabelledNeighbour: Sendable, Hashable {
    /// Number of its class; classes are numbered in the order of their names' bytes.
    public var label: Int
    /// Its score.
    public var score: Double

    /// Creates a neighbour.
    public init(label: Int, score: Double) {
        self.label = label
        self.score = score
    }
}

/// The class that the nearest neighbours vote for (k nearest neighbours, Cover and Hart 1967).
public enum NeighbourVote {
    /// The class that most neighbours have; of equally many the one with the larger sum of scores;
    /// of equal sums the one whose name comes first. nil without neighbours.
    ///
    /// scikit-learn breaks ties by name alone, which moves accuracies by more than a point.
    public static func majority(_ neighbours: [LabelledNeighbour]) -> Int? {
        winner(of: neighbours) { left, right in
            left.votes == right.votes ? left.score > right.score : left.votes > right.votes
        }
    }

    /// The class with the largest sum of scores; of equal sums the one whose name comes first. nil
    /// without neighbours.
    public static func weighted(_ neighbours: [LabelledNeighbour]) -> Int? {
        winner(of: neighbours) { $0.score > $1.score }
    }

    private struct Tally {
        var label: Int
        var votes = 0
        var score = 0.0
    }

    private static func winner(
        of neighbours: [LabelledNeighbour], beats: (Tally, Tally) -> Bool
    ) -> Int? {
        var tallies: [Tally] = []
        for neighbour in neighbours {
            let place =
                tallies.firstIndex { $0.label == neighbour.label } ?? tallies.endIndex
            if place == tallies.endIndex { tallies.append(Tally(label: neighbour.label)) }
            tallies[place].votes += 1
            tallies[place].score += neighbour.score
        }
        // By name, so that the first of equals wins.
        tallies.sort { $0.label < $1.label }
        var best = tallies.first
        for tally in tallies.dropFirst() {
            if let current = best, beats(tally, current) { best = tally }
        }
        return best?.label
    }
}
