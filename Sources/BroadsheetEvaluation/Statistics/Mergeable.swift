/// A measure that is taken in pieces: each piece adds what it sees, then the pieces merge.
///
/// Merging gives the value of one pass over everything, up to the rounding of floating-point sums;
/// merging pieces in a fixed order gives the same bits each time.
public protocol Mergeable {
    /// Takes over what another piece has seen.
    mutating func merge(_ other: Self)
}

extension Mergeable {
    /// Both pieces as one.
    public func merged(with other: Self) -> Self {
        var result = self
        result.merge(other)
        return result
    }
}
