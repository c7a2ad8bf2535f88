internal import BroadsheetAds
internal import Foundation

/// What is known of a reader for the length of a request.
struct ReaderState: Sendable {
    /// Whether anything keyed to the reader may be used.
    let isAllowed: Bool
    /// The keyed hash of the reader's key; nil without one, or without consent.
    let hash: ReaderHash?
    /// What the reader has seen, from the store, from a cap token, and in this request.
    var caps = ReaderCaps()

    init(isAllowed: Bool, hash: ReaderHash?) {
        self.isAllowed = isAllowed
        self.hash = hash
    }
}

/// The counts of readers that this process holds, and the tokens that readers carry themselves.
struct ReaderBook: Sendable {
    let counters: CapCounters
    /// Readers that were to be forgotten.
    let erased = ErasedReaders()
    private let ring: KeyRing

    private var keys: SigningKeys { ring.current }

    /// Raised when all cap tokens about are to become worthless.
    private static let epoch: UInt32 = 1

    init(keys ring: KeyRing, tokenLife: Duration) {
        self.ring = ring
        var limits = CapCounters.Limits()
        limits.reservationSeconds = Int(clamping: tokenLife.components.seconds)
        counters = CapCounters(limits)
    }

    /// What is known of a reader at a time.
    func open(_ reader: Reader, at now: LedgerInstant) -> ReaderState {
        let isAllowed = reader.allowsState
        let hash = isAllowed ? reader.keyInForce.map(hash) : nil
        var state = ReaderState(isAllowed: isAllowed, hash: hash)
        state.caps.begin(now: CapClock.seconds(now.seconds))
        if let hash { counters.read(hash, now: now.seconds, into: &state.caps) }
        if isAllowed, let token = reader.capToken, let tallies = tallies(in: token) {
            state.caps.merge(tallies)
        }
        return state
    }

    /// First eight bytes of the keyed hash of a reader's key.
    func hash(of key: String) -> ReaderHash { keys.reader(key) }

    /// Counts a decision for its reader.
    func count(
        _ id: ReservationID, _ tracks: [CapTrack], for reader: ReaderHash, at now: LedgerInstant
    ) {
        guard !tracks.isEmpty else { return }
        counters.record(
            CapCounters.Show(event: id.low, reader: reader, tracks: tracks), now: now.seconds)
    }

    /// Keeps the count of a decision whose beacon came; of one that was made before its reader was
    /// forgotten nothing is counted.
    func confirm(
        _ id: ReservationID, _ tracks: [CapTrack], of reader: ReaderHash, decidedAt: Date,
        at now: LedgerInstant
    ) {
        guard !tracks.isEmpty, !erased.cover(reader, decidedAt: decidedAt) else { return }
        counters.confirm(
            CapCounters.Show(event: id.low, reader: reader, tracks: tracks),
            decidedAt: LedgerInstant(decidedAt).seconds, now: now.seconds)
    }

    // MARK: Cap tokens

    /// First byte of what is signed, which no other token begins with.
    private static let mark: UInt8 = 0xCA

    /// The token that a reader carries from page to page.
    func token(_ state: ReaderState) -> String {
        let token = CapToken(epoch: Self.epoch, tallies: state.caps.tallies)
        return Base64URL.encode(keys.sign([Self.mark] + token.encoded()))
    }

    /// The counts in a token; nil for one that is not ours, of another epoch or no token: such a
    /// reader is one that nothing is known of.
    private func tallies(in text: String) -> [CapTally]? {
        guard text.utf8.count <= 2 * CapToken.maximumByteCount,
            let message = Base64URL.decode(text), let payload = keys.verify(message),
            payload.first == Self.mark
        else { return nil }
        return try? CapToken(Array(payload.dropFirst()), epoch: Self.epoch).tallies
    }
}

extension LedgerInstant {
    /// Whole seconds since 1970.
    var seconds: Int64 { microseconds / 1_000_000 }
}

extension ReaderHash {
    /// As tokens and the ledger hold it: 16 hexadecimal digits.
    var text: String {
        let digits = String(rawValue, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    init?(text: String) {
        guard text.utf8.count == 16, !text.utf8.contains(UInt8(ascii: "+")),
            let value = UInt64(text, radix: 16)
        else { return nil }
        self.init(value)
    }
}
