/// What the macros of a creative stand for in one decision.
struct MacroValues {
    private let context: CreativeMarkup.Context

    init(_ context: CreativeMarkup.Context) { self.context = context }

    /// The value for HTML text or a quoted attribute.
    func inHTML(_ macro: CreativeMacro) -> String {
        switch macro {
        case .clickURLEncoded: MarkupText.percentEncoded(context.clickURL)
        default: MarkupText.html(value(macro))
        }
    }

    /// The value for a parameter of an address.
    func inAddress(_ macro: CreativeMacro) -> String { MarkupText.percentEncoded(value(macro)) }

    private func value(_ macro: CreativeMacro) -> String {
        switch macro {
        case .clickURL, .clickURLEncoded: context.clickURL
        case .cachebuster: cachebuster
        case .decision: context.decision
        case .slot: context.slot
        case .consent: context.consent
        }
    }

    /// Sixteen digits that follow from the decision's id.
    private var cachebuster: String {
        let purpose = DrawPurpose(slot: context.slot, step: .creative)
        let fraction = KeyedGenerator(seed: 0).keyed(by: context.decision).uniform(for: purpose)
        return String(UInt64(fraction * 9e15) + 1_000_000_000_000_000)
    }

    /// Replaces every macro once, left to right; values are not searched again, words that are no
    /// macro stay.
    func replaced(in text: String, by value: (CreativeMacro) -> String) -> String {
        var result = ""
        var rest = text[...]
        while let brace = rest.firstIndex(of: "{") {
            result += rest[..<brace]
            rest = rest[brace...]
            if let macro = CreativeMacro.allCases.first(where: { rest.hasPrefix($0.placeholder) }) {
                result += value(macro)
                rest = rest.dropFirst(macro.placeholder.count)
            } else {
                result += "{"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}
