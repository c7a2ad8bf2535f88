import BroadsheetContent
import BroadsheetTestSupport
import Testing

@Suite struct CommonTermsTests {
    /// An index seen through the rule, beside what was put into it.
    private struct Desk {
        var common = CommonTerms()
        var indexed: [UInt32: DocumentTerms] = [:]
        var all: [UInt32: (terms: DocumentTerms, language: Language?)] = [:]

        mutating func change(
            removed: [UInt32] = [],
            added: [(number: UInt32, terms: DocumentTerms, language: Language?)]
        ) {
            let documents = common.apply(removed: removed, added: added) { [indexed] in
                indexed[$0] ?? []
            }
            for number in removed {
                indexed[number] = nil
                all[number] = nil
            }
            for (number, terms, language) in added { all[number] = (terms, language) }
            for (number, terms) in documents { indexed[number] = terms }
        }

        /// What the index holds by the definition of the rule.
        var expected: [UInt32: DocumentTerms] {
            var members: [Language: [DocumentTerms]] = [:]
            for (terms, language) in all.values {
                if let language, !language.hasStopList {
                    members[language, default: []].append(terms)
                }
            }
            return all.mapValues { terms, language in
                guard let language, let own = members[language], own.count >= 200 else {
                    return terms
                }
                return terms.filter { entry in
                    let holders = own.filter { $0.contains { $0.term == entry.term } }.count
                    return Double(holders) <= 0.3 * Double(own.count)
                }
            }
        }
    }

    private static func terms(_ numbers: some Sequence<UInt32>) -> DocumentTerms {
        numbers.map { TermFrequency(term: $0, frequency: 1 + $0 % 3) }
    }

    @Test func `what more than three in ten of two hundred documents hold is left out`() throws {
        let czech = try #require(Language(tag: "cs"))
        var desk = Desk()
        desk.change(
            added: (0..<199).map { ($0, Self.terms([1, $0 < 61 ? 2 : 3, 100 + $0]), czech) })
        #expect(desk.indexed[0]?.count == 3, "too few documents to judge by")
        desk.change(added: [(199, Self.terms([1]), czech)])
        #expect(desk.common.common == [czech: [1, 2, 3]])
        #expect(desk.indexed[0] == Self.terms([100]))
        #expect(desk.indexed[199] == [])
        desk.change(removed: [0], added: [(200, Self.terms([9]), czech)])
        #expect(desk.common.common == [czech: [1, 3]], "60 of 200 are three in ten, not more")
        #expect(desk.indexed[1] == Self.terms([2, 101]))
    }

    @Test func `languages with a stop list, and unknown ones, keep all their terms`() throws {
        var desk = Desk()
        let english = try #require(Language(tag: "en"))
        desk.change(
            added: (0..<400).map { ($0, Self.terms([1]), $0 < 200 ? english : nil) })
        #expect(desk.indexed.values.allSatisfy { $0 == Self.terms([1]) })
    }

    @Test(arguments: [UInt64(41), 42])
    func `after any changes the index holds what the rule says of the documents that are there`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let languages = [Language(tag: "cs"), Language(tag: "el"), Language(tag: "de"), nil]
        var desk = Desk()
        for _ in 0..<60 {
            let removed = (0..<random.below(8)).map { _ in UInt32(random.below(700)) }
            let added = Set((0..<random.below(40)).map { _ in UInt32(random.below(700)) })
                .sorted().map { number in
                    (
                        number: number,
                        terms: Self.terms(
                            (0..<UInt32(12)).filter { random.below(20) < 2 + Int($0) }),
                        language: languages[min(random.below(4), random.below(4))]
                    )
                }
            desk.change(
                removed: removed.filter { number in
                    !added.contains { $0.number == number }
                }, added: added)
        }
        #expect(desk.all.values.filter { $0.language?.code == "cs" }.count > 200)
        #expect(desk.indexed == desk.expected)
    }
}
