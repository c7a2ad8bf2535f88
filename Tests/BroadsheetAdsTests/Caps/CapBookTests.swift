import BroadsheetAds
import Testing

@Suite struct CapBookTests {
    private static func cap(
        _ limit: Int, _ scope: FrequencyCap.Scope, _ window: CapWindow = .day,
        label: String? = nil
    ) -> FrequencyCap {
        FrequencyCap(limit: limit, window: window, scope: scope, label: label)
    }

    private let book = CapBook([
        CapBook.Item(
            id: "a", campaign: "summer", advertiser: "dog", labels: ["pets", "pets"],
            caps: [cap(2, .lineItem), cap(1, .creative), cap(20, .campaign)],
            creatives: [("a1", []), ("a2", [cap(9, .creative)])]),
        CapBook.Item(
            id: "b", campaign: "summer", advertiser: "dog", labels: ["pets"],
            creatives: [("b1", [])]),
        CapBook.Item(
            id: "c", campaign: "winter", advertiser: "cat",
            caps: [cap(3, .label, label: "pets"), cap(4, .advertiser), cap(5, .advertiser, .hour)],
            creatives: [("c1", [])]),
        CapBook.Item(id: "d", campaign: "spring", advertiser: "elk", creatives: [("d1", [])]),
    ])

    private func expected(_ subjects: [(FrequencyCap.Scope, String, FrequencyCap)]) -> Set<CapTrack>
    {
        Set(subjects.map { CapTrack(CapSubject($0.0, $0.1), $0.2) })
    }

    @Test func `a show adds to every track that a cap of any line item reads, once`() {
        let (two, twenty, nine) = (
            Self.cap(2, .lineItem), Self.cap(20, .campaign), Self.cap(9, .creative)
        )
        let shared: [(FrequencyCap.Scope, String, FrequencyCap)] = [
            (.campaign, "summer", twenty), (.label, "pets", two),
        ]
        let cases: [(Int, Int, [(FrequencyCap.Scope, String, FrequencyCap)])] = [
            (0, 0, [(.creative, "a1", two), (.lineItem, "a", two)] + shared),
            (
                0, 1,
                [(.creative, "a2", two), (.creative, "a2", nine), (.lineItem, "a", two)] + shared
            ),
            (1, 0, shared),
            // Two caps of up to eight on one subject share their track; its own label it has not.
            (2, 0, [(.advertiser, "cat", two)]),
            (3, 0, []),
        ]
        for (item, creative, subjects) in cases {
            let tracks = Array(book.tracks[book.tracks(ofCreative: creative, inItem: item)])
            #expect(Set(tracks) == expected(subjects), "\(item), \(creative)")
            #expect(tracks.count == subjects.count, "\(item), \(creative)")
        }
    }

    @Test func `a line item is checked by its caps, a creative by those that count creatives`() {
        func checks(_ range: Range<Int>) -> [CapCheck] { Array(book.checks[range]) }
        #expect(
            checks(book.checks(ofItem: 0)) == [
                CapCheck(CapSubject(.lineItem, "a"), Self.cap(2, .lineItem)),
                CapCheck(CapSubject(.campaign, "summer"), Self.cap(20, .campaign)),
            ])
        #expect(
            checks(book.checks(ofCreative: 1, inItem: 0)) == [
                CapCheck(CapSubject(.creative, "a2"), Self.cap(1, .creative)),
                CapCheck(CapSubject(.creative, "a2"), Self.cap(9, .creative)),
            ])
        #expect(
            checks(book.checks(ofItem: 2)) == [
                CapCheck(CapSubject(.label, "pets"), Self.cap(3, .label)),
                CapCheck(CapSubject(.advertiser, "cat"), Self.cap(4, .advertiser)),
                CapCheck(CapSubject(.advertiser, "cat"), Self.cap(5, .advertiser, .hour)),
            ])
        #expect(book.checks(ofItem: 3).isEmpty)
        #expect(book.checks(ofCreative: 0, inItem: 3).isEmpty)
    }

    @Test func `the slots of one page know of each other before anything is stored`() {
        var caps = ReaderCaps()
        caps.begin(now: 1_700_000_000)
        for isAllowed in [true, true, false] {
            #expect(caps.mayShow(book.checks, in: book.checks(ofItem: 0)) == isAllowed)
            caps.add(book.tracks, in: book.tracks(ofCreative: 0, inItem: 0))
        }
        #expect(caps.mayShow(book.checks, in: book.checks(ofItem: 1)))
        #expect(!caps.mayShow(book.checks, in: book.checks(ofItem: 2)))
        caps.begin(now: 1_700_000_000)
        #expect(caps.mayShow(book.checks, in: book.checks(ofItem: 0)))
    }

    @Test func `scopes, ids and windows make different subjects and tracks`() {
        let ids = [
            "", "a", "b", "aaaaaaaa", "aaaaaaaaa", "\0", "\0\0", "aaaaaaaa\0", "é", "e\u{301}",
        ]
        let subjects = FrequencyCap.Scope.allCases.flatMap { scope in
            ids.map { CapSubject(scope, $0) }
        }
        #expect(Set(subjects).count == ids.count * 5)
        let caps =
            [Self.cap(8, .label), Self.cap(9, .label), Self.cap(9, .label, .hour)]
            + [Self.cap(9, .label, .lifetime)]
        let tracks = subjects.flatMap { subject in caps.map { CapTrack(subject, $0).key } }
        #expect(Set(tracks).count == subjects.count * 4)
    }
}
