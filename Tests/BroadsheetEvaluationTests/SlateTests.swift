import BroadsheetEvaluation
import Testing

/// A log of 400 slates of three of six items, drawn one after another without putting back.
private enum SlateLog {
    /// Each slate as its three items and its clicks, the first position's worth 4.
    static let text = [
        "30503202543045305400502005243010534241303250543134504520024450300540135054205410",
        "43105320245431544020045021322130315203544530453042000434531445003450203045102530",
        "24343411214423501042453003545130540053405401254424502130054424503150321054102132",
        "51024120521130265324132053005420345012424510540003102311425045243510154443001424",
        "02344530513031234320241145303050504151405434340123125342312254005322513013504152",
        "43505321315224542430123030504350523052023424134435100450435003260534354021441520",
        "12301350312052024350320143504026405213444531013435400515342054305411135431525230",
        "12045400140013503210523035405102023204541254415442325030415051002314312012024230",
        "53405230240045003150013052110450041054205010514024541520512050423540512021503140",
        "24115040145420421531502452303250413135104052453201244012431441003520520124104520",
        "25442132035452423140405234143544321245013540435052332500315451020346453454303100",
        "53404034521034503250504252302050452054114320253024303140325054100340150454103240",
        "51203454240421422434403045004010145454214510014051023524504032011230025414545100",
        "42003540034005440125142113445040402254104520540052025144531053401540523025400314",
        "23404310351015012350243023401301120035400450534051203420542043215400453042501020",
        "40505201451053010530325035254301152432505400023045004320241034500450523014210350",
        "31505320450050215320423052300534143054000132312034035012324245301056425215405230",
        "43104202524034543216501141341544425250203420350142104320315425402046253414241540",
        "35000120354005405410501235115030154445211434153042304252034045104350415035241530",
        "54304130534434505214345453205240054414303200042414303010452052401530150124542505",
    ].joined()
    static let behaviour = [
        0.09542741401973318, 0.1165553066877946, 0.14236097306667678, 0.17388008515800468,
        0.21237761560111212, 0.25939860546667864,
    ]
    static let target = [
        0.37026683478911554, 0.22457818757435097, 0.13621355626653853, 0.13621355626653853,
        0.08261769814414754, 0.050110166959309005,
    ]

    /// The probability of beginning with `items`.
    static func prefix(_ items: ArraySlice<Int>, _ shares: [Double]) -> Double {
        var rest = 1.0
        var result = 1.0
        for item in items {
            result *= shares[item] / rest
            rest -= shares[item]
        }
        return result
    }

    /// The probability of `item` at `position`: over all beginnings before it.
    static func marginal(_ item: Int, _ position: Int, _ shares: [Double]) -> Double {
        var beginnings: [[Int]] = [[]]
        for _ in 0..<position {
            beginnings = beginnings.flatMap { begun in
                shares.indices.filter { $0 != item && !begun.contains($0) }.map { begun + [$0] }
            }
        }
        return beginnings.reduce(0) { $0 + prefix(($1 + [item])[...], shares) }
    }

    static var slates: [WeighedSlate] {
        let digits = text.compactMap(\.wholeNumberValue)
        return stride(from: 0, to: digits.count, by: 4).map { start in
            let items = Array(digits[start..<(start + 3)])
            let clicks = digits[start + 3]
            let prefixes = (1...3).map {
                prefix(items[..<$0], target) / prefix(items[..<$0], behaviour)
            }
            return WeighedSlate(
                rewards: [Double(clicks >> 2), Double(clicks >> 1 & 1), Double(clicks & 1)],
                joint: prefixes[2], prefixes: prefixes,
                marginals: items.enumerated().map {
                    marginal($1, $0, target) / marginal($1, $0, behaviour)
                })
        }
    }
}

@Suite struct SlateTests {
    @Test func `Slate estimates are the peers'`() {
        let expected: [(SlateEstimator.Weighting, Double, Double)] = [
            (.joint, 0.7334387204973871, 0.6421911659278036),
            (.marginal, 0.7400803946652439, 0.7213864651472468),
            (.prefix, 0.7296185867059728, 0.6916982521360998),
        ]
        let slates = SlateLog.slates
        for (weighting, plain, normalized) in expected {
            var first = SlateEstimator(weighting)
            var second = SlateEstimator(weighting, isSelfNormalized: true)
            for slate in slates {
                first.add(slate)
                second.add(slate)
            }
            #expect(isClose(first.value, plain), "\(first.name)")
            #expect(isClose(second.value, normalized), "\(second.name)")
        }
        var inverse = PseudoInverseEstimator()
        for slate in slates { inverse.add(slate) }
        #expect(isClose(inverse.value, 0.6402533029743718))
    }
}
