/// A reader's counts in a few hundred bytes that the page carries, for sites without a key of the
/// reader and for pages behind caches.
///
/// This type makes and reads the bytes; `Broadsheet` signs them and refuses what it has not signed.
/// Counts in a token are those of decisions: no beacon can reach it to confirm or to take back. What
/// does not fit is dropped, the tally that was added to longest ago first.
///
/// Format, version 1, numbers big-endian, V a variable-length number (7 bits a byte, low first, the
/// high bit set on all but the last, no needless bytes):
/// version (1 byte) · epoch (4) · base, the latest time of all tallies in seconds since 1970 (4) ·
/// number of tallies (1) · the tallies, latest first: key (8) · kind (1) · then by kind
/// - 1…8, exact: that many times, latest first, each as V seconds before the last one, the first
///   before base;
/// - 16 + n, n buckets (1…16): V seconds of a bucket · V seconds from the latest time to base ·
///   V buckets from the newest to that of base · n counts V from the newest back, the last not 0;
/// - 48, total: V seconds from the latest time to base · V count.
///
/// Another version, another epoch and bytes that this type would not have written are refused.
package struct CapToken: Sendable, Hashable {
    /// Why bytes are no token.
    package enum Problem: Error, Sendable, Hashable {
        case tooLong(byteCount: Int)
        case unknownVersion(Int)
        /// Made under another epoch: the site has asked readers to start anew.
        case otherEpoch(UInt32)
        /// Cut short, of an undefined kind, or not as this type writes.
        case malformed
    }

    static let version: UInt8 = 1
    /// Longest token in bytes: with key id and signature it stays below 1,024 characters of base64.
    package static let maximumByteCount = 720

    /// Raised by the site to make all tokens in the world worthless.
    package var epoch: UInt32
    /// Latest first.
    package private(set) var tallies: [CapTally]

    /// Keeps the tallies that fit, the most recent ones.
    package init(epoch: UInt32, tallies: [CapTally]) {
        self.epoch = epoch
        let ordered = tallies.filter { !$0.isEmpty }.map { $0.carried() }
            .sorted(by: Self.standsBefore)
        var byteCount = Self.headerByteCount
        let base = ordered.first?.latest ?? 0
        self.tallies = []
        for tally in ordered.prefix(255) {
            byteCount += Self.bytes(of: tally, base: base).count
            if byteCount > Self.maximumByteCount { break }
            self.tallies.append(tally)
        }
    }

    private static let headerByteCount = 10

    /// Latest first; then by key and kind, so that equal counts give equal bytes.
    private static func standsBefore(_ left: CapTally, _ right: CapTally) -> Bool {
        if left.latest != right.latest { return left.latest > right.latest }
        return (left.track.key, left.track.span) < (right.track.key, right.track.span)
    }

    // MARK: Writing

    /// At most ``maximumByteCount`` bytes.
    package func encoded() -> [UInt8] {
        let base = tallies.first?.latest ?? 0
        var bytes = [Self.version]
        bytes.append(contentsOf: Self.bigEndian(UInt64(epoch), byteCount: 4))
        bytes.append(contentsOf: Self.bigEndian(UInt64(base), byteCount: 4))
        bytes.append(UInt8(truncatingIfNeeded: tallies.count))
        for tally in tallies { bytes.append(contentsOf: Self.bytes(of: tally, base: base)) }
        return bytes
    }

    private static func bytes(of tally: CapTally, base: UInt32) -> [UInt8] {
        var bytes = bigEndian(tally.track.key, byteCount: 8)
        switch tally.track.span {
        case CapTrack.exact:
            let times = (0..<CapTally.exactLimit).map { tally.words[$0] }.filter { $0 > 0 }
            bytes.append(UInt8(truncatingIfNeeded: times.count))
            var last = base
            for time in times {
                append(last - min(time, last), to: &bytes)
                last = time
            }
        case CapTrack.total:
            bytes.append(48)
            append(base - min(tally.latest, base), to: &bytes)
            append(tally.words[0], to: &bytes)
        case let span:
            let counts = (0..<CapTally.bucketCount).map { age in
                tally.mark < age ? 0 : tally.count(inBucket: tally.mark - age)
            }
            let kept = (counts.lastIndex { $0 > 0 } ?? 0) + 1
            bytes.append(16 + UInt8(truncatingIfNeeded: kept))
            append(span, to: &bytes)
            append(base - min(tally.latest, base), to: &bytes)
            append(base / span - min(tally.mark, base / span), to: &bytes)
            for count in counts.prefix(kept) { append(count, to: &bytes) }
        }
        return bytes
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    private static func bigEndian(_ number: UInt64, byteCount: Int) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }

    // MARK: Reading

    /// - Parameter epoch: The site's present one.
    package init(_ bytes: [UInt8], epoch: UInt32) throws(Problem) {
        guard bytes.count <= Self.maximumByteCount else {
            throw .tooLong(byteCount: bytes.count)
        }
        var reader = CapTokenReader(bytes)
        guard let version = reader.number(byteCount: 1) else { throw .malformed }
        guard version == UInt64(Self.version) else { throw .unknownVersion(Int(version)) }
        guard let found = reader.word(), let base = reader.word(),
            let count = reader.number(byteCount: 1)
        else { throw .malformed }
        guard found == epoch else { throw .otherEpoch(found) }
        var tallies: [CapTally] = []
        for _ in 0..<count {
            guard let tally = reader.tally(base: base) else { throw .malformed }
            tallies.append(tally)
        }
        self.epoch = epoch
        self.tallies = tallies
        guard Set(tallies.map(\.track)).count == tallies.count,
            tallies == tallies.sorted(by: Self.standsBefore), encoded() == bytes
        else { throw .malformed }
    }
}

extension CapTally {
    /// The tally as a token holds it: times in order, nothing about shows whose fate is open.
    fileprivate func carried() -> CapTally {
        guard track.span == CapTrack.exact else { return self }
        var result = CapTally(track)
        let times = (0..<Self.exactLimit).map { words[$0] }.sorted(by: >)
        for (place, time) in times.enumerated() { result.words[place] = time }
        result.latest = result.words[0]
        return result
    }
}
