import Testing

@testable import BroadsheetContent

struct LexiconPartsTests {
    private static let texts = [
        "The summit's leaders met in Pyongyang; NATO leaders did not.",
        "Die Häuser der größten Städte, 1.000 Übungen", "",
        "sanctions Sanctions SANCTIONS sanctioned summits",
    ]
    private static let analyzers: [Analyzer] =
        Analyzer.fixed + ["en", "de"].compactMap { Language(tag: $0) }.map { .language($0) }

    /// An analyser that has met all texts.
    private static func filled() -> DocumentAnalyzer {
        var documents = DocumentAnalyzer()
        for text in texts {
            for analyzer in analyzers { _ = documents.analyze(text, with: analyzer) }
        }
        return documents
    }

    @Test
    func `a lexicon made from its parts has the same parts`() throws {
        let parts = Self.filled().lexicon.parts
        let restored = try #require(Lexicon(parts))
        #expect(restored.parts == parts)
        #expect(restored.surfaces() == Self.filled().lexicon.surfaces())
    }

    @Test
    func `an empty lexicon can be taken apart and made again`() throws {
        #expect(try #require(Lexicon(Lexicon().parts)).termCount == 0)
    }

    @Test
    func `texts met afterwards get the same terms as without the break`() throws {
        var unbroken = Self.filled()
        var restored = DocumentAnalyzer(
            lexicon: try #require(Lexicon(Self.filled().lexicon.parts)))
        for text in ["New leaders of summits", "Neue Häuser", "sanctions, the, Pyongyang's comet"] {
            for analyzer in Self.analyzers {
                let expected = unbroken.analyze(text, with: analyzer)
                #expect(restored.analyze(text, with: analyzer) == expected)
            }
        }
        #expect(restored.lexicon.parts == unbroken.lexicon.parts)
    }

    /// What can be wrong with parts.
    enum Fault: CaseIterable {
        case equalTerms, byteTooMany, byteTooFew, lengthBeyondEnd, usageTooFew, unknownTerm
        case moreTermsThanWords, analyzerTooMany, analyzerTooFew

        func apply(to parts: inout LexiconParts) {
            switch self {
            case .equalTerms: parts.terms = .init(bytes: [97, 97], lengths: [1, 1])
            case .byteTooMany: parts.words.bytes.append(97)
            case .byteTooFew: parts.words.bytes.removeLast()
            case .lengthBeyondEnd: parts.terms.lengths[0] = .max
            case .usageTooFew: parts.usage.removeLast()
            case .unknownTerm: parts.termOfWord[1][0] = UInt32(parts.terms.lengths.count)
            case .moreTermsThanWords: parts.termOfWord[0] = Array(repeating: 0, count: 10_000)
            case .analyzerTooMany: parts.termOfWord.append([])
            case .analyzerTooFew: parts.termOfWord.removeLast()
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `parts that no lexicon has make none`(fault: Fault) {
        var parts = Self.filled().lexicon.parts
        fault.apply(to: &parts)
        #expect(Lexicon(parts) == nil)
    }

    @Test
    func `what the analysers do is told with every analyser and stop list`() {
        let bytes = AnalysisIdentity.bytes
        #expect(bytes.first == AnalysisIdentity.version)
        #expect(bytes.count > 20_000)
    }
}
