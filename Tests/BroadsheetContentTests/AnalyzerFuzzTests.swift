import BroadsheetTestSupport
import Testing

@Suite struct AnalyzerFuzzTests {
    @Test(arguments: [1, 2024, 0xB0A7] as [UInt64])
    func `random texts neither trap nor depend on threads, batches, fields or chunks`(
        seed: UInt64
    ) {
        print("seed \(seed)")
        let result = AnalyzerFuzz.run(seed: seed, count: 600)
        #expect(result.cases == 600)
        #expect(result.failures.isEmpty, "\(result.failures.prefix(3))")
    }
}
