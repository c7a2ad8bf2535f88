/// The rules of what a line item does on a page: its limit, exclusion labels, roadblock and
/// companion sets.
struct PageRuleChecker {
    typealias Finding = CatalogueChecker.Finding

    /// Bounds of `per_page`; no page has use for more.
    static let limits = 1...10

    let lineItem: LineItem
    /// Every slot that may be named.
    let slots: [ExactID: Slot]

    func findings() -> [Finding] {
        Self.limit(lineItem.perPage, .lineItem, lineItem.id)
            + lineItem.exclusionLabels.flatMap {
                CatalogueChecker.text($0, locus("exclusion_labels"), in: name)
            } + roadblock() + companions()
    }

    /// A limit that no page can be held to.
    static func limit(_ limit: Int?, _ kind: Locus.Kind, _ id: String) -> [Finding] {
        guard let limit, !limits.contains(limit) else { return [] }
        let expected = "expected a whole number from \(limits.lowerBound) to \(limits.upperBound)"
        return [
            Finding(
                locus: Locus(kind, id, "per_page"),
                problem: "\(kind.rawValue) `\(id.shortened)` has `per_page` \(limit); \(expected)")
        ]
    }

    private var name: String { "line item `\(lineItem.id.shortened)`" }

    private func locus(_ field: String) -> Locus { Locus(.lineItem, lineItem.id, field) }

    // MARK: Roadblocks

    private func roadblock() -> [Finding] {
        guard lineItem.roadblock == .all else { return [] }
        var seen: Set<ExactID> = []
        let named = lineItem.slots.compactMap { slots[ExactID($0)] }
            .filter { seen.insert(ExactID($0.id)).inserted }
        guard !named.isEmpty, !lineItem.creatives.isEmpty else { return [] }
        var findings: [Finding] = []
        for slot in named where !lineItem.creatives.contains(where: { $0.fits(slot) }) {
            let what = "no creative of it fits slot `\(slot.id.shortened)`"
            findings.append(
                finding("is a roadblock, but \(what); it serves on no page with that slot"))
        }
        guard findings.isEmpty else { return findings }
        if named.count == 1 {
            return [finding("is a roadblock of one slot; name more", severity: .warning)]
        }
        if let limit = lineItem.perPage, Self.limits.contains(limit), limit < named.count {
            findings.append(
                finding(
                    "is a roadblock of \(named.count) slots with `per_page: \(limit)`; it serves "
                        + "only on pages with at most \(limit) of them",
                    severity: .warning, causes: ["per_page"]))
        }
        if most(of: named) < named.count {
            findings.append(
                finding(
                    "is a roadblock without a creative of its own for each slot; it serves on no "
                        + "page with all of them",
                    severity: .warning))
        }
        return findings
    }

    private func finding(
        _ problem: String, severity: CampaignProblem.Severity = .error, causes: [String] = []
    ) -> Finding {
        Finding(
            locus: locus("roadblock"), severity: severity, problem: "\(name) \(problem)",
            causes: (["slots", "creatives"] + causes).map(locus))
    }

    /// How many of several slots creatives of one companion set can fill, each once.
    private func most(of named: [Slot]) -> Int {
        let sets = Set(lineItem.creatives.map { $0.companionSet.map(ExactID.init) })
        return sets.map { set in
            let creatives = lineItem.creatives.filter {
                $0.companionSet.map(ExactID.init) == set
            }
            var owners = [Int?](repeating: nil, count: creatives.count)
            return named.indices.count { slot in
                var visited: Set<Int> = []
                return augment(slot, named, creatives, &owners, &visited)
            }
        }.max() ?? 0
    }

    /// Finds a creative for a slot, moving those of others (Kuhn 1955).
    private func augment(
        _ slot: Int, _ named: [Slot], _ creatives: [Creative], _ owners: inout [Int?],
        _ visited: inout Set<Int>
    ) -> Bool {
        for index in creatives.indices where creatives[index].fits(named[slot]) {
            guard visited.insert(index).inserted else { continue }
            if let owner = owners[index],
                !augment(owner, named, creatives, &owners, &visited)
            {
                continue
            }
            owners[index] = slot
            return true
        }
        return false
    }

    // MARK: Companion sets

    private func companions() -> [Finding] {
        var findings: [Finding] = []
        for creative in lineItem.creatives {
            guard let set = creative.companionSet else { continue }
            let locus = Locus(.creative, creative.id, "companion_set")
            let owner = "creative `\(creative.id.shortened)`"
            findings += CatalogueChecker.text(set, locus, in: owner)
            let members = lineItem.creatives.count { $0.companionSet?.isExactly(set) ?? false }
            guard members == 1, !set.isEmpty else { continue }
            findings.append(
                Finding(
                    locus: locus, severity: .warning,
                    problem: "\(owner) is alone in companion set `\(set.shortened)`; no other "
                        + "creative is shown beside it",
                    causes: [self.locus("creatives")]))
        }
        return findings
    }
}
