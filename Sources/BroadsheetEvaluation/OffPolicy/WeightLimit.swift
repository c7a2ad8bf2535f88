/// How an estimator tames weights: what stands in for w = π/p.
///
/// Every taming trades bias for spread. Only ``none`` is unbiased where propensities are right
/// and positive wherever the target's are.
public enum WeightLimit: Sendable, Hashable, Codable {
    /// w.
    case none
    /// min(w, λ): a heavy row stays, with weight λ (Ionides 2008, JCGS 17).
    case clipped(Double)
    /// w while w ≤ τ, else 0: beyond, the model alone speaks (Wang, Agarwal and Dudík 2017, ICML).
    case switched(Double)
    /// λw / (w² + λ): 0 for λ = 0, w for λ = ∞ (Su et al. 2020, ICML).
    case optimistic(Double)
    /// w / (1 − λ + λw): grows to 1/λ (Metelli, Russo and Restelli 2021, NeurIPS).
    case subGaussian(Double)

    /// What stands in for `weight`.
    public func callAsFunction(_ weight: Double) -> Double {
        switch self {
        case .none: weight
        case .clipped(let most): min(weight, most)
        case .switched(let most): weight <= most ? weight : 0
        case .optimistic(let scale): scale * weight / (weight * weight + scale)
        case .subGaussian(let share): weight / (1 - share + share * weight)
        }
    }
}
