/// A configuration that was chosen for a request, and how likely that was.
struct VariantChoice: Sendable, Hashable {
    /// Place of the variant in the configuration.
    var index: Int
    var name: String
    /// Probability with which the engine would choose it; 1 when the caller named it or nothing
    /// was drawn.
    var probability: Double
}

extension Engine {
    /// The variant to use: the one named, else one drawn by the shares, else the first.
    ///
    /// - Parameters:
    ///   - readerKey: the same reader always gets the same variant.
    ///   - isDrawn: draws without a reader key too; only for answers that are not cached.
    func chooseVariant<Rule>(
        _ variants: [Configuration.Variant<Rule>], named name: String?, readerKey: String?,
        isDrawn: Bool
    ) throws -> VariantChoice {
        if let name {
            guard let index = variants.firstIndex(where: { $0.name == name }) else {
                throw RequestError.unknownVariant(name: name, known: variants.map(\.name))
            }
            return VariantChoice(index: index, name: name, probability: 1)
        }
        guard variants.count > 1, isDrawn || readerKey != nil else {
            return VariantChoice(index: 0, name: variants[0].name, probability: 1)
        }
        let point = readerKey.map { keys.fraction(of: "variant " + $0) } ?? uniform()
        var sum = 0.0
        for (index, variant) in variants.enumerated() {
            sum += variant.share
            if point < sum || index == variants.count - 1 {
                return VariantChoice(
                    index: index, name: variant.name, probability: variant.share)
            }
        }
        return VariantChoice(index: 0, name: variants[0].name, probability: 1)
    }

    /// A random number in 0..<1.
    private func uniform() -> Double { Double(environment.random() >> 11) * 0x1p-53 }
}
