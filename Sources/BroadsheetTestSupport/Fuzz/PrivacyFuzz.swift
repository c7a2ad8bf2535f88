internal import BroadsheetAds

/// Damaged privacy strings and addresses at what reads them: nothing may trap, and what cannot be
/// read may not be taken for consent.
package enum PrivacyFuzz {
    /// Runs that many cases; failures are readable texts with the case's number.
    package static func run(seed: UInt64, count: Int) -> (cases: Int, failures: [String]) {
        var generator = SeededGenerator(seed: seed)
        var failures: [String] = []
        for number in 0..<count {
            let signals = signals(with: &generator)
            let decision = signals.decision
            if decision.allowsReaderState, signals.gpc || signals.coppa {
                failures.append("seed \(seed), case \(number): granted against GPC or COPPA")
            }
            if decision.allowsReaderState, let gdpr = signals.gdpr, gdpr != 0,
                decision != .granted(.purposeOne)
            {
                failures.append("seed \(seed), case \(number): granted without purpose 1")
            }
            _ = TruncatedAddress(damaged(addresses, with: &generator))
        }
        return (count, failures)
    }

    private static func signals(with generator: inout SeededGenerator) -> ConsentSignals {
        ConsentSignals(
            gdpr: [nil, 0, 1, 2, .min, .max][generator.below(6)],
            tcf: generator.below(3) == 0 ? nil : damaged(strings, with: &generator),
            gpp: generator.below(3) == 0 ? nil : damaged(strings, with: &generator),
            gppSectionIDs: (0..<generator.below(3)).map { _ in generator.below(30) - 2 },
            usPrivacy: generator.below(3) == 0 ? damaged(strings, with: &generator) : nil,
            gpc: generator.below(20) == 0, coppa: generator.below(20) == 0)
    }

    /// One of the samples with up to four bytes changed, cut, doubled or put in; or random bytes;
    /// or a very long text.
    private static func damaged(
        _ samples: [String], with generator: inout SeededGenerator
    ) -> String {
        switch generator.below(40) {
        case 0:
            let bytes = (0..<generator.below(200)).map { _ in UInt8(generator.below(256)) }
            return String(decoding: bytes, as: UTF8.self)
        case 1:
            let letter = alphabet[generator.below(alphabet.count)]
            return String(repeating: String(UnicodeScalar(letter)), count: generator.below(40_000))
        default: break
        }
        var bytes = Array(samples[generator.below(samples.count)].utf8)
        for _ in 0..<generator.below(5) where !bytes.isEmpty {
            let position = generator.below(bytes.count)
            let letter = alphabet[generator.below(alphabet.count)]
            switch generator.below(5) {
            case 0: bytes[position] = letter
            case 1: bytes.removeSubrange(position...)
            case 2: bytes.remove(at: position)
            case 3: bytes.insert(contentsOf: bytes[position...], at: position)
            default: bytes.insert(letter, at: position)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:%= ".utf8)

    private static let strings = [
        "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.ZAAgH9794ulA",
        "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "1YNN", "1---", "DBAA", "DBABTA~1YYN",
        "DBABMA~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "DBABLA~BVVVkkkkkpFY.YA",
        "DBACOaw~CPSG_8APSG_8AAAAAAENAACAAAAAAAAAAAAAAAAAAAAA.QAAA.IAAA~CPSG_8APSG_8AAAAAAENAACAA"
            + "AAAAAAAAAAAAAAA.YAAAAAAAAAA~1---~BAAAAAAAAAA.QA~BAAAAAAA.QA~BAAAAAA~BAAAAAA.QA~"
            + "BAAAAAAA~BAAAAAAA.QA", "DBABJg~BVVVVVg.YA", "",
    ]

    private static let addresses = [
        "203.0.113.9", "2001:db8:17:4::9", "::ffff:203.0.113.9", "1:2:3:4:5:6:1.2.3.4", "::",
    ]
}
