import BroadsheetTestSupport
import Testing

@Suite struct ArticleFuzzTests {
    @Test(arguments: [1, 2024, 0xB0A7] as [UInt64])
    func `damaged files of every format neither trap nor depend on chunks`(seed: UInt64) throws {
        print("seed \(seed)")
        #expect(try ArticleFuzz.run(iterations: 500, seed: seed) == 500)
    }
}
