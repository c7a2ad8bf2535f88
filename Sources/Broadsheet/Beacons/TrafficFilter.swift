internal import BroadsheetAds
internal import BroadsheetStorage
internal import Foundation

/// Why nobody can have seen or clicked what a beacon reports; the ledger's word for it.
enum InvalidTraffic: String, Sendable, Hashable {
    /// The user agent declares a program without a reader (`DeclaredBots`).
    case bot
    /// The request is a prefetch or prerender.
    case prefetch
    /// The address is in one of the ranges that the operator named.
    case ipRange = "ip_range"
    /// The beacon came sooner than it can.
    case tooFast = "too_fast"
}

/// Judges beacons by their own requests: what MRC calls general invalid traffic (Invalid Traffic
/// Detection and Filtration Standards Addendum, 2020, section 1).
///
/// An event that it finds invalid is kept with its reason and not billed. It closes nothing: a valid
/// one of the same decision that comes later in time is billed.
struct TrafficFilter: Sendable {
    /// When a beacon came, by both clocks.
    struct Times: Sendable {
        /// Of the decision, in whole seconds: up to one earlier than it was.
        var decidedAt: Date
        /// The wall clock's time.
        var wall: Date
        /// The ledger's, never before what it has committed.
        var ledger: Date
        /// Whether the wall clock has jumped since the process began.
        var hasJumped: Bool
    }

    /// Addresses from which nobody reads.
    let ranges: AddressRanges

    /// An ad counts as viewable when half of it was in view for one second without a break (MRC
    /// Viewable Ad Impression Measurement Guidelines, 2014), which can't be over sooner than one
    /// second after the decision.
    static let leastViewableSeconds = 1.0

    /// How far clocks of servers that share a ledger may lie apart: as much as counts as a jump of one.
    static let clockGraceSeconds = 60.0

    /// The first reason for which a beacon is invalid; nil for one that may be billed.
    ///
    /// - Parameter isNotice: An exchange's server called, whose header fields say nothing of a reader.
    func judge(
        _ source: BeaconSource, _ kind: DeliveryEvent.Kind, isNotice: Bool, times: Times
    ) -> InvalidTraffic? {
        if !isNotice {
            if DeclaredBots.declares(source.userAgent) { return .bot }
            if source.isPrefetch { return .prefetch }
            if let address = source.address, ranges.contains(address) { return .ipRange }
        }
        return isTooFast(kind, times) ? .tooFast : nil
    }

    /// Impressions and clicks have no bound of their own: an ad can be shown, and clicked, as soon as
    /// it is there. None comes before its decision; what seems to by less than the grace is a
    /// difference of clocks, and so is all of it once this process's clock has jumped.
    ///
    /// The second of a viewable one is measured by the wall clock: while that is behind the ledger's
    /// time, which then stands still, nothing can be said of it.
    private func isTooFast(_ kind: DeliveryEvent.Kind, _ times: Times) -> Bool {
        let grace = Self.clockGraceSeconds
        if !times.hasJumped, times.ledger.timeIntervalSince(times.decidedAt) < -grace {
            return true
        }
        guard kind == .viewable else { return false }
        return (0..<Self.leastViewableSeconds).contains(
            times.wall.timeIntervalSince(times.decidedAt))
    }
}
