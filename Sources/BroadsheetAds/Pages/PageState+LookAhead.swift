/// Look-ahead: a line item is dropped when, with it, the best assignment of the slots still open
/// (this one included) fills fewer of them, or as many but with a worse multiset of tiers, than the
/// best one without it.
///
/// What stands in its place without it is a line item of its own tier or of one below, or nothing:
/// a tier is asked only after those above have passed (a sponsorship takes its share, no more), so
/// a line item is not held against what has passed. Of two assignments that fill as many slots the
/// one with more sponsorships is better, then with more guaranteed line items, then with more of
/// the tier standard.
///
/// Three steps, each only where the one before it does not settle. Line items that no other
/// position wants and that have no labels and no limited advertiser are never dropped, unless a
/// roadblock could take the slot. One with
/// which every later position still gets its best tier is kept. For the rest ``LookAheadSearch``
/// finds the best assignments exactly.
extension PageState {
    /// Leaves in `dropped` the line items that look-ahead drops at a position.
    mutating func lookAhead(at position: Int, _ core: SnapshotCore) {
        for block in 0..<blockCount { dropped.blocks[block] = .zero }
        search.forget()
        guard setOut(after: position), hasInteraction(position, core) else { return }
        trial.uncertain.removeAll(keepingCapacity: true)
        trial.clear()
        let isEasy = extend(core)
        trial.witness.removeAll(keepingCapacity: true)
        for number in trial.lineItems { trial.witness.append(number) }
        check(position, isEasy: isEasy, core)
        for index in trial.uncertain.indices {
            let number = trial.uncertain[index]
            if !isBest(number, at: position, core) { dropped[number] = true }
        }
    }

    /// Notes the positions after one that can be filled; false when there are none.
    mutating func setOut(after position: Int) -> Bool {
        trial.order.removeAll(keepingCapacity: true)
        if trial.later.count != blockCount {
            trial.later = [Block](repeating: .zero, count: blockCount)
        }
        for block in 0..<blockCount { trial.later[block] = .zero }
        for other in positions.indices where other > position {
            var any = Block.zero
            for block in 0..<blockCount {
                let bits = openBlock(other, block)
                any |= bits
                trial.later[block] |= bits
            }
            if any != .zero { trial.order.append(other) }
        }
        return !trial.order.isEmpty
    }

    private func hasInteraction(_ position: Int, _ core: SnapshotCore) -> Bool {
        var found = Block.zero
        for block in 0..<blockCount { found |= interacting(position, block, core) }
        return found != .zero
    }

    /// Line items of a position that may constrain a later one.
    private func interacting(_ position: Int, _ block: Int, _ core: SnapshotCore) -> Block {
        let rules = core.pageRules
        return openBlock(position, block)
            & (rules.related[block] | rules.roadblocks[block] | trial.later[block])
    }

    /// Notes the line items of a position that are not settled without a search.
    ///
    /// - Parameter isEasy: Whether the later positions get their best tiers when this one stays
    ///   empty. Otherwise they don't with anything here.
    private mutating func check(_ position: Int, isEasy: Bool, _ core: SnapshotCore) {
        let rules = core.pageRules
        var hasRoadblock = false
        for block in 0..<blockCount
        where openBlock(position, block) & rules.roadblocks[block] != .zero {
            hasRoadblock = true
        }
        for block in 0..<blockCount {
            var bits = interacting(position, block, core)
            if isEasy {
                bits &= rules.related[block] | rules.roadblocks[block]
            } else if hasRoadblock {
                // It may fill more by itself than any other with the rest.
                bits = openBlock(position, block)
            }
            guard bits != .zero else { continue }
            for number in LineItemBits(bits, block)
            where !isEasy || (!agrees(number, core) && !fillsRest(number, position, core)) {
                trial.uncertain.append(number)
            }
        }
        guard isEasy else { return }
        for index in trial.witness.indices {
            let number = trial.witness[index]
            guard isOpen(number, position), !rules.isRelated(number),
                !trial.uncertain.contains(number), !fillsRest(number, position, core)
            else { continue }
            trial.uncertain.append(number)
        }
    }

    /// Whether a line item keeps nothing of the witness out.
    private func agrees(_ number: Int, _ core: SnapshotCore) -> Bool {
        let rules = core.pageRules
        if rules.isRoadblock(number) { return false }
        let advertiser = rules.advertisers[number]
        for other in trial.witness {
            if other == number || rules.shareLabel(other, number) { return false }
            if advertiser >= 0, rules.advertisers[other] == advertiser { return false }
        }
        return true
    }

    /// Whether every later position can get its best tier although a line item stands here.
    mutating func fillsRest(_ number: Int, _ position: Int, _ core: SnapshotCore) -> Bool {
        trial.clear()
        trial.add(number, at: position)
        if core.pageRules.isRoadblock(number) {
            let mask = roadblockMask(number, core)
            let rank = core.rank(of: number)
            for other in positions.indices where other > position && has(mask, other) {
                guard rank <= bestRank(other, core) ?? rank else { return false }
                trial.add(number, at: other)
            }
        }
        return extend(core)
    }
}

extension PageRuleIndex {
    func isRoadblock(_ number: Int) -> Bool { !roadblockPlaces[number].isEmpty }

    /// Whether it has exclusion labels, or an advertiser with a limit.
    func isRelated(_ number: Int) -> Bool { labelSets[number] > 0 || advertisers[number] >= 0 }
}

extension SnapshotCore {
    /// The rank of a line item's tier.
    func rank(of number: Int) -> Int {
        for rank in tiers.indices where number < tiers[rank].upperBound { return rank }
        return tiers.count - 1
    }
}
