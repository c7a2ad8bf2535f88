import BroadsheetAds

/// Deterministic fuzz of the campaign file reader: damaged campaign files and random bytes.
///
/// The reader has to come back with a catalogue or a problem, whatever it is given; a trap ends the
/// process and shows the seed that was printed before.
package enum CampaignFuzz {
    /// Runs `count` cases that follow from the seed alone.
    ///
    /// - Parameters:
    ///   - samples: Real campaign files to damage; a built-in one is always among them.
    /// - Returns: How many cases ran, and what was found wrong.
    package static func run(
        seed: UInt64, count: Int, samples: [[UInt8]] = []
    ) -> (cases: Int, failures: [String]) {
        var generator = SeededGenerator(seed: seed)
        let samples = samples + [Array(sample.utf8)]
        let reader = CampaignFileReader()
        var failures: [String] = []
        var cases = 0
        for index in 0..<count {
            let bytes = damaged(samples, with: &generator)
            let result = reader.read([CampaignFileReader.File(name: "fuzz.yaml", bytes: bytes)])
            cases += 1
            if let failure = failure(in: result) {
                failures.append("seed \(seed), case \(index): \(failure)")
            }
        }
        return (cases, failures)
    }

    /// A result without errors must pass the linter without errors and freeze into a snapshot.
    private static func failure(in result: CampaignFileReader.Result) -> String? {
        guard !result.hasErrors else { return nil }
        let problems = CampaignLinter().problems(in: result.catalogue)
        if let error = problems.first(where: { $0.severity == .error }) {
            return "read without error, but: \(error)"
        }
        return nil
    }

    // MARK: Damage

    private static func damaged(
        _ samples: [[UInt8]], with generator: inout SeededGenerator
    ) -> [UInt8] {
        if generator.below(10) == 0 {
            return (0..<generator.below(400)).map { _ in UInt8(generator.below(256)) }
        }
        var bytes = samples[generator.below(samples.count)]
        for _ in 0...generator.below(4) { damage(&bytes, with: &generator) }
        return bytes
    }

    private static func damage(_ bytes: inout [UInt8], with generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let position = generator.below(bytes.count)
        switch generator.below(6) {
        case 0:
            bytes[position] = UInt8(generator.below(256))
        case 1:
            bytes.remove(at: position)
        case 2:
            let length = min(generator.below(40), bytes.count - position)
            bytes.removeSubrange(position..<(position + length))
        case 3:
            let length = min(generator.below(60), bytes.count - position)
            let piece = Array(bytes[position..<(position + length)])
            bytes.insert(contentsOf: piece, at: generator.below(bytes.count))
        default:
            bytes.insert(contentsOf: tokens[generator.below(tokens.count)].utf8, at: position)
        }
    }

    /// Pieces that mean something to YAML or to the reader.
    private static let tokens = [
        "&a ", "*a", "*", "<<: *a\n", "? ", ": ", "- ", "[", "]", "{", "}", "\"", "'", "|\n", ">\n",
        "!!binary ", "---\n", "...\n", "%YAML 1.1\n", "#", "\t", "\r\n", "\u{0}", "\u{FEFF}",
        "\u{E000}", "\u{85}", "1e308", "-1", ".nan", "99999999999999999999", "2024-02-30",
        "\\u0000",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "- - - - - - - - - - - -", "é", "\u{1F5DE}",
    ]

    private static let sample = """
        slots:
          - {id: top, sizes: [728x90, 320x50], formats: [image, html, native], priority: 1,
             exploration: 0.02, default_creative: dog-728}
        advertisers:
          - &owner {id: dog, name: "Alpha \\u0044og", domain: dog.example, labels: [hosting],
             brand_safety: {topics: [A fire in a data centre.], keywords: [outage], at_least: 0.2}}
        campaigns:
          - id: summer
            advertiser: dog
            time_zone: America/New_York
            status: active
            line_items:
              - id: summer-top
                tier: standard
                weight: 10
                starts: 2024-07-01
                ends: 2030-01-01T12:30
                slots: [top]
                sections: {include: &in [World], exclude: []}
                tags: {include: *in, exclude: []}
                labels: [x]
                context: {brief: Servers and hosting, keywords: [cloud], at_least: 0.1, weighs: true}
                brand_safety: {keywords: [breach, data loss]}
                pacing: {curve: [1, 2]}
                targeting:
                  country: [US, DE]
                  any: [{hour: 22-6}, {not: {url: news.example/a}}, {key_values: {k: [v]}}]
                price: {model: cpm, amount: "4.20"}
                creatives:
                  - {id: dog-728, kind: image, size: 728x90, image: "https://dog.example/a.png",
                     alt: Dog, click_url: "https://dog.example/"}
                  - id: dog-html
                    kind: html
                    size: 320x50
                    click_url: https://dog.example/h
                    html: |
                      <a href="{click_url}">* fast *</a>
        """
}
