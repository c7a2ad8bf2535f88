/// A decision's id as two words, as its 32 hexadecimal digits say.
package struct ReservationID: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// nil unless `text` is 32 hexadecimal digits.
    package init?(_ text: String) {
        let digits = text.utf8
        // A sign is no digit, though the standard library would read it.
        guard digits.count == 32, !digits.contains(UInt8(ascii: "+")) else { return nil }
        let middle = digits.index(digits.startIndex, offsetBy: 16)
        guard let high = UInt64(text[..<middle], radix: 16),
            let low = UInt64(text[middle...], radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

/// Units taken and neither billed nor given up, in the order taken, which is the order in which
/// they end, because all live equally long.
///
/// A ring that grows by doubling and a table from ids to places in it; when both are as large as
/// the traffic of one token's life needs, nothing is allocated any more.
struct ReservationQueue: Sendable {
    struct Reservation: Sendable {
        let id: ReservationID
        let validUntil: LedgerInstant
        /// Index of the plan whose charges were taken.
        let plan: Int
        /// Bits of the events whose charges are still reserved.
        var open: UInt8
    }

    private var ring: [Reservation?] = []
    /// Numbers of the first reservation and of the next to come; the place in the ring is the
    /// number modulo its size, a power of two.
    private var first = 0
    private var next = 0
    private var places: [ReservationID: Int] = [:]

    /// Reservations with something still reserved.
    var count: Int { places.count }

    func contains(_ id: ReservationID) -> Bool { places[id] != nil }

    mutating func append(_ reservation: Reservation) {
        if next - first == ring.count { grow() }
        ring[next & (ring.count - 1)] = reservation
        places[reservation.id] = next
        next += 1
    }

    /// Closes one event of a reservation; nil when it is not open.
    mutating func close(_ event: ChargedEvent, of id: ReservationID) -> Reservation? {
        guard let number = places[id], var reservation = ring[number & (ring.count - 1)],
            reservation.open & event.bit != 0
        else { return nil }
        reservation.open &= ~event.bit
        ring[number & (ring.count - 1)] = reservation.open == 0 ? nil : reservation
        if reservation.open == 0 { places[id] = nil }
        return reservation
    }

    /// Removes the oldest reservation if it had ended before `now`; skips those that are closed.
    mutating func popEnded(before now: LedgerInstant) -> Reservation? {
        while first < next {
            let place = first & (ring.count - 1)
            guard let reservation = ring[place] else {
                first += 1
                continue
            }
            guard reservation.validUntil < now else { return nil }
            ring[place] = nil
            places[reservation.id] = nil
            first += 1
            return reservation
        }
        return nil
    }

    private mutating func grow() {
        var larger = [Reservation?](repeating: nil, count: max(64, ring.count * 2))
        for number in first..<next {
            larger[number & (larger.count - 1)] = ring[number & (ring.count - 1)]
        }
        ring = larger
    }
}

extension ChargedEvent {
    /// Its place among the open events of a reservation.
    var bit: UInt8 { 1 << UInt8(rawValue) }
}
