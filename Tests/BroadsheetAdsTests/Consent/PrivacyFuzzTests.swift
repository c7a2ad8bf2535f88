import BroadsheetTestSupport
import Testing

@Suite struct PrivacyFuzzTests {
    @Test(arguments: [1, 20_260_704] as [UInt64])
    func `damaged privacy strings never trap and never grant against a signal`(seed: UInt64) {
        let result = PrivacyFuzz.run(seed: seed, count: 20_000)
        #expect(result.cases == 20_000)
        #expect(result.failures.isEmpty, "seed \(seed): \(result.failures.prefix(5))")
    }
}
