/// A word in braces that an HTML creative may hold and that is filled in for each decision.
package enum CreativeMacro: String, Sendable, CaseIterable {
    /// Address of our click route, escaped for HTML.
    case clickURL = "click_url"
    /// The same, percent-encoded for use as a parameter of another address.
    case clickURLEncoded = "click_url_encoded"
    /// A number that differs from decision to decision.
    case cachebuster
    /// Id of the decision.
    case decision
    /// Id of the slot.
    case slot
    /// The reader's consent string.
    case consent

    /// As it stands in markup: `{click_url}`.
    package var placeholder: String { "{\(rawValue)}" }

    /// Whether markup says where a click is to be counted.
    package static func isClickable(_ html: String) -> Bool {
        html.contains(clickURL.placeholder) || html.contains(clickURLEncoded.placeholder)
    }
}
