import Foundation

/// The atoms of weekdays and hours, by time zone.
struct ZoneClocks: Sendable {
    /// Days, then hours.
    private static let count = 7 + 24

    private(set) var zones: [TimeZone] = []
    private var names: [ExactID: Int] = [:]
    /// Atom + 1 of zone z's weekday d at `z * 31 + d`, of its hour h at `z * 31 + 7 + h`; 0 where
    /// no rule has it.
    private var atoms: [UInt32] = []

    /// The number of a zone; nil when it has no such name.
    mutating func number(ofZone name: String) -> Int? {
        if let number = names[ExactID(name)] { return number }
        guard let zone = FlightTime.zone(named: name) else { return nil }
        names[ExactID(name)] = zones.count
        zones.append(zone)
        atoms += [UInt32](repeating: 0, count: Self.count)
        return zones.count - 1
    }

    /// The number of a zone that has one.
    func known(zone name: String) -> Int? { names[ExactID(name)] }

    /// The atom of a weekday or hour in a zone; nil for what is none.
    mutating func atom(_ test: TargetingTest, _ value: String, zone: Int, _ table: inout AtomTable)
        -> UInt32?
    {
        let offset: Int
        if test.dimension == .weekday {
            guard let day = TargetingDimension.weekdays.firstIndex(of: value) else { return nil }
            offset = day
        } else {
            guard let hour = Int(value), (0...23).contains(hour) else { return nil }
            offset = 7 + hour
        }
        let place = zone * Self.count + offset
        if atoms[place] == 0 {
            let kind = AtomKind(test.dimension)
            atoms[place] = table.number(kind, "\(zone) \(value)") + 1
        }
        return atoms[place] - 1
    }

    /// The atom of the weekday, Monday 0, in a zone.
    func atom(weekday: Int, zone: Int) -> UInt32? { atom(at: zone * Self.count + weekday) }

    /// The atom of the hour in a zone.
    func atom(hour: Int, zone: Int) -> UInt32? { atom(at: zone * Self.count + 7 + hour) }

    private func atom(at place: Int) -> UInt32? {
        atoms[place] == 0 ? nil : atoms[place] - 1
    }
}

/// The clocks of a snapshot's zones, remembered for the quarter of an hour that they are good for.
///
/// Zones change their clocks on quarters of an hour in UTC; where one did not (before 1972), the
/// offset is asked for anew every time.
struct ZoneTimes: Sendable {
    private var offsets: [Int] = []
    private var from = Int.max
    private var until = Int.min

    /// Seconds east of Greenwich of each zone at a second since 1970.
    mutating func update(at second: Int, _ zones: [TimeZone]) {
        if second >= from, second < until, offsets.count == zones.count { return }
        let quarter = second - ((second % 900) + 900) % 900
        from = quarter
        until = quarter + 900
        offsets.removeAll(keepingCapacity: true)
        for zone in zones {
            offsets.append(Self.offset(zone, second))
            if Self.offset(zone, quarter) != Self.offset(zone, quarter + 899) {
                from = second
                until = second + 1
            }
        }
    }

    /// The next question is answered anew.
    mutating func forget() {
        from = .max
        until = .min
    }

    func offset(zone: Int) -> Int { offsets[zone] }

    private static func offset(_ zone: TimeZone, _ second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }
}
