/// Numbers for the names that ranking compares: sections, tags, authors and languages.
///
/// Names are told apart by their UTF-8 bytes. A copy shares its storage with the original until
/// one of them learns a new name, so a snapshot can keep one.
package struct RankingNames: Sendable {
    private var names = ByteInterner()

    /// Knows "" alone, which is 0: the section of an article without one.
    package init() { _ = number(of: "") }

    /// The number of a section, tag or author, given one if it is new.
    ///
    /// When four thousand million bytes of names are full, it is that of "".
    package mutating func number(of name: String) -> UInt32 {
        names.intern(Array(name.utf8).span) ?? 0
    }

    /// The number of a language: that of its primary subtag, so that `pt-BR` and `pt` are one.
    package mutating func number(ofLanguage tag: String) -> UInt32 {
        number(of: Self.primarySubtag(tag))
    }

    /// The number of a language that may be unknown.
    package func number(ofKnownLanguage tag: String) -> UInt32? {
        find(Self.primarySubtag(tag))
    }

    private static func primarySubtag(_ tag: String) -> String {
        tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    }

    /// The number of a name that may be unknown.
    package func find(_ name: String) -> UInt32? { names.find(Array(name.utf8).span) }

    /// The name of a number that this value gave out; "" for any other.
    package func name(_ number: UInt32) -> String {
        Int(number) < names.count ? names.text(number) : ""
    }
}
