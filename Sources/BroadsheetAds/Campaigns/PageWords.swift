/// Words of a text as rules of keywords see them.
package enum PageWords {
    /// Runs of letters and digits, in lower case, in the order of the text; none is left out.
    package static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Whether a text holds a letter or a digit.
    static func hasWord(_ text: String) -> Bool { text.contains { $0.isLetter || $0.isNumber } }
}
