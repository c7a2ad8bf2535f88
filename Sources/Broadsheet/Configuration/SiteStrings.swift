internal import BroadsheetResources
internal import Foundation

/// The fixed words of pages and fragments in the site's language.
package struct SiteStrings: Sendable, Hashable {
    /// The language these strings are in: the one asked for, or English where we have no other.
    package let language: String
    /// Text by key, as in `strings/LANGUAGE.json`.
    package let texts: [String: String]

    /// The strings of `language` (a BCP 47 tag, its first part counts), English where missing.
    package init(language tag: String) {
        let english = Self.load("en")
        let language = tag.lowercased().split(whereSeparator: { "-_".contains($0) }).first
        let name = language.map(String.init) ?? "en"
        let own = Self.load(name)
        self.language = own.isEmpty ? "en" : name
        texts = english.merging(own) { _, own in own }
    }

    /// The text for `key`; the key itself when nobody wrote one, so that a hole shows.
    package subscript(key: String) -> String { texts[key] ?? key }

    /// "also about: sanctions, Pyongyang"; nil without words.
    func reason(words: [String]) -> String? {
        words.isEmpty ? nil : self["also_about"] + ": " + words.joined(separator: ", ")
    }

    private static func load(_ language: String) -> [String: String] {
        guard let bytes = EmbeddedFile.bytes("strings/\(language).json") else { return [:] }
        return (try? JSONDecoder().decode([String: String].self, from: Data(bytes))) ?? [:]
    }
}
