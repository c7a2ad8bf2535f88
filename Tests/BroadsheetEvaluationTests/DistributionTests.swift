import Testing

@testable import BroadsheetEvaluation

/// Values of SciPy 1.17.1: `chi2.sf`, `2 * t.sf`, `t.isf(0.025)`, `f.sf`, `norm`.
struct DistributionTests {
    private func isNear(_ value: Double, _ expected: Double) -> Bool {
        abs(value - expected) <= 1e-10 * abs(expected)
    }

    @Test(arguments: [
        (1.0, 0.0001, 0.9920212873707368), (1, 3.84, 0.05004352124870519),
        (1, 22.77, 1.8259391382790754e-06), (2, 3.8, 0.14956861922263506),
        (3, 0.5, 0.9188914116546758), (9, 30, 0.00043872177097947936),
        (50, 40, 0.8432273781737623), (1000, 1100, 0.014614408126295192),
        (1, 200, 2.0884875837625688e-45), (0.5, 0.3, 0.3331718023153565), (4, 0, 1),
        (4, .infinity, 0),
    ])
    func `tails of chi square are SciPy's`(freedom: Double, value: Double, expected: Double) {
        let tail = ChiSquareDistribution(freedom: freedom).probability(beyond: value)
        #expect(isNear(tail, expected), "\(tail)")
    }

    @Test(arguments: [
        (1.0, 0.01, 0.993634014470186), (1, 12.7, 0.050024327689344165),
        (2, -3, 0.09546596626670913), (9, 2.262, 0.05001284550245463), (9, 0, 1),
        (30, 5.5, 5.6785729451180685e-06), (200, 1.96, 0.051384840845813295),
        (1e6, 1.9, 0.057433406996539406), (4, 40, 2.3340163226012678e-06), (4, .infinity, 0),
    ])
    func `tails of Student's t are SciPy's`(freedom: Double, t: Double, expected: Double) {
        let tail = StudentDistribution(freedom: freedom).twoSidedProbability(beyond: t)
        #expect(isNear(tail, expected), "\(tail)")
    }

    @Test(arguments: [
        (1.0, 12.706204736174705), (2, 4.302652729749464), (9, 2.2621571627982053),
        (30, 2.042272456301238), (200, 1.9718962236339093), (1e6, 1.9599663568141072),
    ])
    func `limits of Student's t are SciPy's`(freedom: Double, expected: Double) {
        #expect(isNear(StudentDistribution(freedom: freedom).twoSidedLimit(0.05), expected))
    }

    @Test(arguments: [
        (1.0, 10.0, 5.0, 0.04933219563992177), (3, 7, 0.2, 0.8931679556624899),
        (10, 2, 30, 0.03267690040644637), (2, 1000, 3, 0.05023537401574282),
        (1, 1e6, 3.84, 0.05004379860996725), (2, 2, 0, 1), (2, 2, .infinity, 0),
    ])
    func `tails of F are SciPy's`(above: Double, below: Double, ratio: Double, expected: Double) {
        let tail = FDistribution(above: above, below: below).probability(beyond: ratio)
        #expect(isNear(tail, expected), "\(tail)")
    }

    @Test(arguments: [
        (0.0, 1.0, 0.5), (0.5, 0.6170750774519738, 0.6914624612740131),
        (1.96, 0.04999579029644087, 0.9750021048517795),
        (-3, 0.0026997960632601866, 0.0013498980316300933),
        (8, 1.244192114854348e-15, 0.9999999999999993),
    ])
    func `the normal distribution is SciPy's`(z: Double, both: Double, below: Double) {
        #expect(isNear(NormalDistribution.twoSidedProbability(beyond: z), both))
        #expect(isNear(NormalDistribution.probability(upTo: z), below))
    }
}

struct PairedComparisonTests {
    /// SciPy: `ttest_rel` of these differences against 0; of 512 choices of signs 22 are as far.
    @Test
    func `paired t and permutation are SciPy's`() {
        let differences = [0.1, 0.2, -0.05, 0.3, 0.0, 0.15, 0.05, -0.1, 0.25, 0.4]
        let comparison = PairedComparison(differences: differences)
        #expect(comparison.wins == 7 && comparison.losses == 2)
        #expect(isClose(comparison.difference.value, 0.13))
        #expect(isClose(comparison.statistic, 2.566011610343099))
        #expect(isClose(comparison.studentProbability, 0.030385963843883448))
        #expect(isClose(comparison.difference.interval?.low, 0.015393959256308515))
        #expect(comparison.permutation?.isExact == true)
        #expect(isClose(comparison.permutation?.probability, 22.0 / 512))
    }

    @Test
    func `drawn permutations come near all of them and replay`() {
        let few = [0.02, 0.12, 0.22, -0.13, 0.02, 0.12, -0.08, 0.32, 0.02, -0.13, 0.22, 0.32, 0.02]
        let exact = PermutationTest().outcome(of: few)
        // The same differences with two that change nothing but the number of signs.
        let many = few + [1e-9, -1e-9]
        let drawn = PermutationTest(draws: 20_000, seed: 5).outcome(of: many)
        #expect(drawn?.isExact == false)
        #expect(abs((drawn?.probability ?? 9) - (exact?.probability ?? -9)) < 0.02)
        #expect(drawn == PermutationTest(draws: 20_000, seed: 5).outcome(of: many))
    }

    @Test
    func `without differences there is nothing to test, and equal ones are no proof`() {
        #expect(PairedComparison(differences: []).permutation == nil)
        #expect(PairedComparison(differences: [0.5]).studentProbability == nil)
        let none = PairedComparison(differences: [0, 0, 0])
        #expect(none.studentProbability == 1 && none.permutation?.probability == 1)
        #expect(PairedComparison(differences: [1, 1, 1]).studentProbability == nil)
    }
}
