import BroadsheetAds
import Testing

@Suite struct KeyedGeneratorTests {
    private let purpose = DrawPurpose(slot: "top", step: .standard)

    @Test func `numbers are the same in every process and on every machine`() {
        let generator = KeyedGenerator(seed: 2024)
        let numbers = [
            generator.uniform(for: purpose),
            generator.keyed(by: 7).uniform(for: purpose),
            generator.keyed(by: "decision-7").uniform(for: purpose),
            generator.keyed(by: 7).uniform(for: DrawPurpose(slot: "top", step: .creative)),
            KeyedGenerator(seed: .max).keyed(by: "").uniform(for: purpose),
        ]
        // Computed by a second program from the description of the generator.
        let expected = [
            0.41135935216326336, 0.00421794620251803, 0.08708741019168476, 0.06632423042452296,
            0.6178606490160549,
        ]
        #expect(numbers == expected)
    }

    @Test func `seed, key, slot and step each give another number`() {
        let generators = [
            KeyedGenerator(seed: 1).keyed(by: 2), KeyedGenerator(seed: 2).keyed(by: 1),
            KeyedGenerator(seed: 1).keyed(by: "2"), KeyedGenerator(seed: 1).keyed(by: "2\0"),
            KeyedGenerator(seed: 1), KeyedGenerator(seed: 1).keyed(by: 2).keyed(by: 2),
        ]
        let purposes = ["top", "side", "", "a longer slot id"].flatMap { slot in
            [DrawPurpose.Step.standard, .creative].map { DrawPurpose(slot: slot, step: $0) }
        }
        let numbers = generators.flatMap { generator in
            purposes.map { generator.uniform(for: $0) }
        }
        #expect(Set(numbers).count == generators.count * purposes.count)
    }

    @Test(arguments: [0, 1, 20_240_701] as [UInt64])
    func `numbered keys fill 0 to 1 evenly, and neighbours are unrelated`(seed: UInt64) {
        let generator = KeyedGenerator(seed: seed)
        let count = 50_000
        let numbers = (0..<count).map { generator.keyed(by: UInt64($0)).uniform(for: purpose) }
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        var bins = Array(repeating: 0, count: 100)
        for number in numbers { bins[Int(number * 100)] += 1 }
        let expected = Double(count) / 100
        let chiSquare = bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) }
        // 99 degrees of freedom: mean 99, standard deviation 14; five of them around.
        #expect(abs(chiSquare / expected - 99) < 70, "seed \(seed)")
        let products = zip(numbers, numbers.dropFirst()).map { ($0 - 0.5) * ($1 - 0.5) }
        let covariance = products.reduce(0, +) / Double(count)
        #expect(abs(covariance) < 5.0 / 12 / Double(count).squareRoot(), "seed \(seed)")
    }
}
