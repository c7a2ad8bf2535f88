extension DecisionScratch {
    /// Leaves in `eligible` the line items that a slot can be filled with, and in `counts` how many
    /// fell to each rule: each to the first that it breaks, in the order of ``Ineligibility``.
    ///
    /// - Parameter ignoresFlights: Asks not when flights begin and end; for forecasts.
    /// - Returns: how many passed targeting.
    mutating func select(
        _ request: AdRequest, in place: SnapshotCore.Place, _ core: SnapshotCore,
        ignoresFlights: Bool = false
    ) -> Int {
        begin(place, core)
        var left = place.numbers.count
        if request.articleAdPolicy == .none {
            for block in eligible.indices { eligible[block] = .zero }
            close(.adsOff, &left)
            return 0
        }
        if request.articleAdPolicy == .house {
            keep(from: core.tiers[Tier.house.rank].lowerBound)
            close(.houseOnly, &left)
        }
        if !ignoresFlights { dropFlights(request, core, &left) }
        self.request.read(request, core)
        for kind in AtomKind.allCases where kind != .label && left > 0 {
            restrict(kind, core, &left)
        }
        if left > 0 { restrictMixed(core, &left) }
        if left > 0 { restrict(.label, core, &left) }
        return left
    }

    private mutating func dropFlights(
        _ request: AdRequest, _ core: SnapshotCore, _ left: inout Int
    ) {
        flights.move(to: AdRequest.seconds(request.now), core)
        for block in eligible.indices { eligible[block] &= ~flights.early[block] }
        close(.notStarted, &left)
        for block in eligible.indices { eligible[block] &= ~flights.over[block] }
        close(.ended, &left)
    }

    /// Drops what the gates hold back.
    mutating func pass(_ gates: Gates, _ left: Int, _ core: SnapshotCore) {
        if !gates.plan.isEmpty {
            draw.signature = GuaranteedSignature(
                eligible.span, core.tiers[Tier.guaranteed.rank])
        }
        var left = left
        drop(gates.offTopic, .context, &left)
        drop(gates.unsuitable, .brandSafety, &left)
        drop(gates.spent, .spent, &left)
        drop(gates.consent, .consent, &left)
        drop(gates.excluded, .excludedOnPage, &left)
        drop(gates.capped, .capped, &left)
        drop(gates.paced, .paced, &left)
        drop(gates.lookAhead, .lookAhead, &left)
    }

    // MARK: Steps

    private mutating func begin(_ place: SnapshotCore.Place, _ core: SnapshotCore) {
        for index in counts.indices { counts[index] = place.setAsideCounts[index] }
        for block in eligible.indices { eligible[block] = place.members[block] }
        guard explains else { return }
        reasons = [UInt8](repeating: .max, count: core.count)
        before = eligible
    }

    /// Counts what a rule has dropped since the last one.
    private mutating func close(_ reason: Ineligibility, _ left: inout Int) {
        let now = eligible.span.bitCount
        counts[reason.place] += left - now
        left = now
        guard explains else { return }
        for number in reasons.indices {
            let (block, word) = (number / 512, (number / 64) % 8)
            let dropped = before[block][word] & ~eligible[block][word]
            if dropped & (1 << UInt64(number % 64)) != 0 {
                reasons[number] = UInt8(truncatingIfNeeded: reason.place)
            }
        }
        before = eligible
    }

    private mutating func drop(
        _ set: LineItemSet, _ reason: Ineligibility, _ left: inout Int
    ) {
        guard left > 0, !set.blocks.isEmpty else { return }
        for block in 0..<min(eligible.count, set.blocks.count) {
            eligible[block] &= ~set.blocks[block]
        }
        close(reason, &left)
    }

    /// Drops the line items of smaller numbers.
    private mutating func keep(from number: Int) {
        for block in eligible.indices {
            for word in 0..<8 {
                let first = block * 512 + word * 64
                if first + 64 <= number {
                    eligible[block][word] = 0
                } else if first < number {
                    eligible[block][word] &= ~0 << UInt64(number - first)
                }
            }
        }
    }

    private mutating func restrict(
        _ kind: AtomKind, _ core: SnapshotCore, _ left: inout Int
    ) {
        guard core.index.isAsked(kind) else { return }
        Self.restrict(&eligible, kind, core.index, request, &sum)
        close(kind.reason, &left)
    }

    // MARK: Mixed conditions

    private mutating func restrictMixed(_ core: SnapshotCore, _ left: inout Int) {
        guard hasMixed(core) else { return }
        if core.alternatives.rowCount > 0 { findAlternatives(core) }
        setPresent(true)
        for block in eligible.indices {
            let found = eligible[block] & core.hasMixed[block]
            guard found != .zero else { continue }
            for word in 0..<8 {
                var bits = found[word]
                while bits != 0 {
                    let bit = bits & (0 &- bits)
                    bits &= bits &- 1
                    let number = block * 512 + word * 64 + bit.trailingZeroBitCount
                    if !holds(core.mixed[number], core) { eligible[block][word] &= ~bit }
                }
            }
        }
        setPresent(false)
        close(.targeting, &left)
    }

    private func hasMixed(_ core: SnapshotCore) -> Bool {
        for block in eligible.indices where eligible[block] & core.hasMixed[block] != .zero {
            return true
        }
        return false
    }

    /// Leaves the alternatives that hold in `alternatives`.
    private mutating func findAlternatives(_ core: SnapshotCore) {
        for block in alternatives.indices { alternatives[block] = ~.zero }
        for kind in AtomKind.allCases where core.alternatives.isAsked(kind) {
            Self.restrict(&alternatives, kind, core.alternatives, request, &alternativeSum)
        }
    }

    private static func restrict(
        _ rows: inout [Block], _ kind: AtomKind, _ index: BitmapIndex, _ request: RequestAtoms,
        _ room: inout [Block]
    ) {
        var span = rows.mutableSpan
        var sum = room.mutableSpan
        index.restrict(
            &span, kind, atoms: request.atoms.span, range: request.range(kind), sum: &sum)
    }

    private mutating func setPresent(_ isPresent: Bool) {
        guard !present.isEmpty else { return }
        for atom in request.atoms {
            if isPresent {
                present[Int(atom) / 64] |= 1 << UInt64(atom % 64)
            } else {
                present[Int(atom) / 64] = 0
            }
        }
    }

    private func holds(_ mixed: SnapshotCore.Mixed?, _ core: SnapshotCore) -> Bool {
        switch mixed {
        case nil: return true
        case .program(let place): return core.program.holds(place, present.span)
        case .alternatives(let rows):
            for row in rows {
                let word = alternatives[row / 512][(row / 64) % 8]
                if word & (1 << UInt64(row % 64)) != 0 { return true }
            }
            return false
        }
    }
}
