/// A reward model by cells: q̂(a, k) = (c + m·g) / (n + m), the mean reward of the rows that showed
/// action a at position k, drawn toward the mean g of all rows as by m rows more.
///
/// Rows are counted by parity too, so that a row can be predicted from rows of the other parity
/// (cross-fitting): a model that has seen the row it predicts is too sure of itself.
public struct RewardModel: Mergeable, Sendable, Hashable, Codable {
    /// Which rows predict a row.
    public enum Fold: Sendable, Hashable, Codable {
        /// All of them, the row itself included.
        case whole
        /// Rows with an even number, the first included.
        case even
        /// Rows with an odd number.
        case odd
    }

    private struct Cell: Sendable, Hashable, Codable {
        var rows = [0.0, 0.0]
        var reward = [0.0, 0.0]
    }

    /// m: the weight of the overall mean, in rows.
    public let strength: Double
    /// How many actions there are.
    public let actions: Int
    /// How many positions there are.
    public let positions: Int
    private var cells: [Cell]
    private var total = Cell()

    /// A model of no rows.
    ///
    /// - Parameters:
    ///   - actions: negative counts as 0.
    ///   - positions: negative counts as 0.
    public init(actions: Int, positions: Int, strength: Double = 50) {
        self.actions = max(0, actions)
        self.positions = max(0, positions)
        self.strength = strength
        cells = Array(repeating: Cell(), count: self.actions * self.positions)
    }

    /// Takes in a row; a row of an action or position beyond the model's is passed over.
    ///
    /// - Parameter row: the row's number in the log, from 0, which gives its parity.
    public mutating func add(_ decision: LoggedDecision, row: Int) {
        guard let cell = cell(decision.action, decision.position) else { return }
        let parity = row & 1
        cells[cell].rows[parity] += 1
        cells[cell].reward[parity] += decision.reward
        total.rows[parity] += 1
        total.reward[parity] += decision.reward
    }

    /// Takes over the rows of another piece.
    ///
    /// - Precondition: both have the same actions and positions.
    public mutating func merge(_ other: RewardModel) {
        precondition(
            actions == other.actions && positions == other.positions,
            "models of other actions or positions can't merge")
        for index in cells.indices { Self.add(other.cells[index], to: &cells[index]) }
        Self.add(other.total, to: &total)
    }

    private static func add(_ other: Cell, to cell: inout Cell) {
        for parity in 0...1 {
            cell.rows[parity] += other.rows[parity]
            cell.reward[parity] += other.reward[parity]
        }
    }

    private func cell(_ action: Int, _ position: Int) -> Int? {
        guard (0..<actions).contains(action), (0..<positions).contains(position) else { return nil }
        return position * actions + action
    }

    /// q̂ of an action at a position; the overall mean of what the model does not know.
    public func prediction(action: Int, position: Int, from fold: Fold = .whole) -> Double {
        let (rows, reward) = Self.sums(total, fold)
        let mean = rows > 0 ? reward / rows : 0
        guard let cell = cell(action, position) else { return mean }
        let (seen, sum) = Self.sums(cells[cell], fold)
        let below = seen + strength
        return below > 0 ? (sum + strength * mean) / below : mean
    }

    /// How many rows showed an action at a position.
    public func rows(action: Int, position: Int) -> Int {
        cell(action, position).map { Int(cells[$0].rows[0] + cells[$0].rows[1]) } ?? 0
    }

    private static func sums(_ cell: Cell, _ fold: Fold) -> (rows: Double, reward: Double) {
        switch fold {
        case .whole: (cell.rows[0] + cell.rows[1], cell.reward[0] + cell.reward[1])
        case .even: (cell.rows[0], cell.reward[0])
        case .odd: (cell.rows[1], cell.reward[1])
        }
    }
}
