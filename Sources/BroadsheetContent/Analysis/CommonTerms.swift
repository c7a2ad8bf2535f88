/// Withholds the terms that stand in more than 30 % of a language's documents from the index, for
/// languages of which no list says what their stop words are.
///
/// Which terms these are is a function of the documents that are there: documents get terms back
/// when too few others hold them any more. Below 200 documents of a language nothing is withheld.
package struct CommonTerms: Sendable {
    /// Number of a language's documents from which on its terms are counted.
    package static let leastCount = 200

    /// The documents of one language.
    private struct Collection: Sendable {
        var members: Set<UInt32> = []
        /// Number of documents that hold each term; terms that none holds are left out.
        var frequencies: [UInt32: Int] = [:]
        /// The terms withheld.
        var common: Set<UInt32> = []

        mutating func count(_ terms: DocumentTerms, _ step: Int) {
            for entry in terms {
                let count = frequencies[entry.term, default: 0] + step
                frequencies[entry.term] = count > 0 ? count : nil
            }
        }

        /// Brings `common` up to the counts; returns the terms that came or went.
        mutating func decide() -> Set<UInt32> {
            let size = members.count
            let before = common
            common =
                size < CommonTerms.leastCount
                ? [] : Set(frequencies.filter { 10 * $0.value > 3 * size }.keys)
            return common.symmetricDifference(before)
        }
    }

    private var collections: [Language: Collection] = [:]
    private var languages: [UInt32: Language] = [:]
    /// Of each document the terms that are not in the index, rising.
    private var withheld: [UInt32: DocumentTerms] = [:]

    package init() {}

    /// The terms withheld from documents of each language; languages without any are left out.
    package var common: [Language: Set<UInt32>] {
        collections.mapValues(\.common).filter { !$0.value.isEmpty }
    }

    /// All terms of a document of which the index holds `indexed`, rising.
    package func allTerms(of number: UInt32, indexed: DocumentTerms) -> DocumentTerms {
        guard let withheld = withheld[number] else { return indexed }
        return (indexed + withheld).sorted { $0.term < $1.term }
    }

    /// Takes a change of documents in.
    ///
    /// - Parameters:
    ///   - removed: documents that go.
    ///   - added: documents that come, each number once, with all their terms; nil for a language
    ///     that is not known.
    ///   - indexed: the terms of a document that the index holds before the change.
    /// - Returns: what the index is to hold: the documents that came, and those of which terms are
    ///   withheld or given back now, by number.
    /// - Complexity: O(terms of the change); O(terms of a language's documents) when a term becomes
    ///   or ceases to be common.
    package mutating func apply(
        removed: [UInt32], added: [(number: UInt32, terms: DocumentTerms, language: Language?)],
        indexed: (UInt32) -> DocumentTerms
    ) -> [(number: UInt32, terms: DocumentTerms)] {
        var touched: Set<Language> = []
        for number in removed + added.map(\.number) {
            if let language = forget(number, indexed: indexed(number)) { touched.insert(language) }
        }
        var all: [UInt32: DocumentTerms] = [:]
        for (number, terms, language) in added {
            all[number] = terms
            guard let language, !language.hasStopList else { continue }
            languages[number] = language
            collections[language, default: Collection()].members.insert(number)
            collections[language]?.count(terms, 1)
            touched.insert(language)
        }
        for language in touched {
            guard let moved = collections[language]?.decide(), !moved.isEmpty else { continue }
            for number in collections[language]?.members ?? [] where all[number] == nil {
                let terms = allTerms(of: number, indexed: indexed(number))
                if terms.contains(where: { moved.contains($0.term) }) { all[number] = terms }
            }
        }
        return all.sorted { $0.key < $1.key }.map { ($0, withhold($1, of: $0)) }
    }

    /// Forgets a document; returns its language where that is counted.
    private mutating func forget(_ number: UInt32, indexed: DocumentTerms) -> Language? {
        guard let language = languages.removeValue(forKey: number) else { return nil }
        let terms = allTerms(of: number, indexed: indexed)
        collections[language]?.members.remove(number)
        collections[language]?.count(terms, -1)
        withheld[number] = nil
        return language
    }

    /// Parts the terms of a document into those for the index, which are returned, and the others.
    private mutating func withhold(_ terms: DocumentTerms, of number: UInt32) -> DocumentTerms {
        let common = languages[number].flatMap { collections[$0]?.common } ?? []
        let kept = terms.filter { !common.contains($0.term) }
        withheld[number] =
            kept.count == terms.count ? nil : terms.filter { common.contains($0.term) }
        return kept
    }
}
