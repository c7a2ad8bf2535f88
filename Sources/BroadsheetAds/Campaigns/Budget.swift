/// The most that somebody may be billed; in micros of the catalogue's currency.
///
/// A day is one of the campaign's time zone, and an event belongs to the day of its decision.
package struct Budget: Sendable, Hashable, Codable {
    /// Above 0 in a valid file; nil for no bound.
    package var dailyMicros: Int64?
    /// Over all time; above 0 in a valid file, nil for no bound.
    package var lifetimeMicros: Int64?

    package init(dailyMicros: Int64? = nil, lifetimeMicros: Int64? = nil) {
        self.dailyMicros = dailyMicros
        self.lifetimeMicros = lifetimeMicros
    }
}
