package import BroadsheetAds
package import BroadsheetStorage

/// A past decision: what the ledger keeps of it, and what comes out when it is made again.
package struct DecisionStory: Sendable {
    package let row: DecisionRow
    package let record: DecisionRecord
    package let replay: DecisionReplay

    /// Where the decision that was made again differs from the row in the ledger, beside what the
    /// record and the campaigns contradict; each a sentence. Empty when everything is the same to
    /// the last bit, and of decisions that can't be proved.
    package var differences: [String] {
        if replay.isUnprovable { return replay.differences }
        var differences = replay.differences
        compare("line item", replay.ad?.lineItem, row.lineItemID, &differences)
        compare("creative", replay.ad?.creative.id, row.creativeID, &differences)
        compare("reason for no ad", replay.noFill?.rawValue, row.noFill, &differences)
        if replay.ad?.propensity.bitPattern != row.propensity?.bitPattern {
            let (found, logged) = (replay.ad?.propensity, row.propensity)
            differences.append(
                "the probability is \(found?.description ?? "none"), "
                    + "\(logged?.description ?? "none") was logged")
        }
        return differences
    }

    /// Whether the decision comes out the same; nil when too little was kept to prove it.
    package var isSame: Bool? {
        if !differences.isEmpty { return false }
        return replay.isUnprovable ? nil : true
    }

    private func compare(
        _ name: String, _ found: String?, _ logged: String?, _ differences: inout [String]
    ) {
        guard found.map(ExactID.init) != logged.map(ExactID.init) else { return }
        differences.append("the \(name) is \(found ?? "none"), \(logged ?? "none") was logged")
    }
}
