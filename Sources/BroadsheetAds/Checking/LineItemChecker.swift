import Foundation

/// The rules of one line item and its creatives.
struct LineItemChecker {
    typealias Finding = CatalogueChecker.Finding

    let lineItem: LineItem
    /// Every slot that may be named.
    let slots: [ExactID: Slot]

    func findings() -> [Finding] {
        CatalogueChecker.text(lineItem.id, locus("id"), in: name) + weight() + flight()
            + terms() + bounds() + places() + rules() + creatives()
    }

    private var name: String { "line item `\(lineItem.id.shortened)`" }

    private func locus(_ field: String) -> Locus { Locus(.lineItem, lineItem.id, field) }

    private func finding(
        _ field: String, _ problem: String, severity: CampaignProblem.Severity = .error,
        causes: [String] = []
    ) -> Finding {
        Finding(
            locus: locus(field), severity: severity, problem: "\(name) \(problem)",
            causes: causes.map(locus))
    }

    // MARK: Weight, flight, price

    private func weight() -> [Finding] {
        var findings: [Finding] = []
        if let problem = Self.problem(ofWeight: lineItem.weight) {
            findings.append(finding("weight", problem))
        }
        if let price = lineItem.price, price.amountMicros < 0 {
            findings.append(finding("price", "has a negative price"))
        }
        return findings
    }

    /// nil for a weight that draws can use.
    static func problem(ofWeight weight: Double) -> String? {
        guard !CatalogueChecker.weights.contains(weight) else { return nil }
        return "has weight \(weight); expected a number from 0.000001 to 1000000000"
    }

    private func flight() -> [Finding] {
        guard let starts = lineItem.starts, let ends = lineItem.ends, ends <= starts else {
            return []
        }
        return [finding("ends", "ends before it starts: `ends` is exclusive and must be later")]
    }

    // MARK: Share, goal, labels

    private func terms() -> [Finding] {
        var findings: [Finding] = []
        if let share = lineItem.shareOfVoice {
            if !(share > 0 && share <= 1) {
                let problem = "has share of voice \(share); expected above 0 and at most 1"
                findings.append(finding("share_of_voice", problem))
            }
            if lineItem.tier != .sponsorship {
                let problem = "has `share_of_voice`, which only the tier sponsorship takes"
                findings.append(finding("share_of_voice", problem, causes: ["tier"]))
            }
        }
        if let goal = lineItem.goal {
            if goal.count < 1 { findings.append(finding("goal", "has goal \(goal.count)")) }
            if lineItem.tier != .guaranteed {
                let problem = "has a `goal`, which only the tier guaranteed takes"
                findings.append(finding("goal", problem, causes: ["tier"]))
            }
        }
        if lineItem.targeting?.isReadable == false {
            let problem = "has a `targeting` that can't be read; it never serves"
            findings.append(finding("targeting", problem))
        }
        if let contradiction = TargetingChecker.contradiction(in: lineItem) {
            findings.append(
                finding(
                    "targeting", "can never match: \(contradiction)", causes: ["sections", "tags"]))
        }
        return findings
            + lineItem.labels.flatMap { CatalogueChecker.text($0, locus("labels"), in: name) }
    }

    // MARK: Pacing, caps, budget

    private func bounds() -> [Finding] {
        var findings = CapChecker(caps: lineItem.caps, kind: .lineItem, id: lineItem.id).findings()
        findings += BudgetChecker(budget: lineItem.budget, kind: .lineItem, id: lineItem.id)
            .findings()
        if lineItem.budget != nil, lineItem.price.map({ $0.model == .flat }) ?? true {
            let problem = "has a `budget` and no price that events cost; nothing is ever spent"
            findings.append(
                finding("budget", problem, severity: .warning, causes: ["price"]))
        }
        if lineItem.pacing != nil, lineItem.goal == nil {
            let problem = "has `pacing` and no `goal` to pace; it has no effect"
            findings.append(finding("pacing", problem, severity: .warning, causes: ["goal"]))
        }
        if lineItem.goal != nil, lineItem.ends == nil, lineItem.pacing != .asap {
            let problem = "has a `goal` and no `ends`; it is delivered as soon as possible"
            findings.append(finding("goal", problem, severity: .warning, causes: ["ends"]))
        }
        return findings
    }

    // MARK: Slots

    private func places() -> [Finding] {
        guard !lineItem.slots.isEmpty else {
            return [finding("slots", "names no slot; list at least one in `slots`")]
        }
        var findings: [Finding] = []
        var seen: Set<ExactID> = []
        for slot in lineItem.slots {
            let shown = "slot `\(slot.shortened)`"
            if !seen.insert(ExactID(slot)).inserted {
                findings.append(finding("slots", "names \(shown) twice", severity: .warning))
            } else if slots[ExactID(slot)] == nil {
                let hint = Spelling.hint(for: slot, among: slots.keys.sorted().map(\.text))
                findings.append(finding("slots", "names unknown \(shown)\(hint)"))
            }
        }
        return findings
    }

    // MARK: Rules that can never match

    private func rules() -> [Finding] {
        findings(of: lineItem.sections, "sections") { SectionPath($0).contains(SectionPath($1)) }
            + findings(of: lineItem.tags, "tags") { $0.isExactly($1) }
    }

    /// - Parameter covers: Whether excluding the first leaves nothing of the second.
    private func findings(
        of rule: InclusionRule, _ field: String, covers: (String, String) -> Bool
    ) -> [Finding] {
        var findings: [Finding] = []
        for text in rule.include + rule.exclude {
            findings += CatalogueChecker.text(text, locus(field), in: name)
            if field == "sections", !text.isEmpty, SectionPath(text).hasEmptyPart {
                let problem = "names section `\(text.shortened)`, which has an empty part"
                findings.append(finding(field, problem + "; no article can match it"))
            }
        }
        let dead = rule.include.filter { name in rule.exclude.contains { covers($0, name) } }
        guard !dead.isEmpty else { return findings }
        if dead.count == rule.include.count {
            let problem = "can never match: `\(field)` excludes everything that it includes"
            findings.append(finding(field, problem))
        } else {
            for text in dead {
                let problem = "includes and excludes `\(text.shortened)` in `\(field)`"
                findings.append(finding(field, problem, severity: .warning))
            }
        }
        return findings
    }

    // MARK: Creatives

    private func creatives() -> [Finding] {
        guard !lineItem.creatives.isEmpty else {
            return [finding("creatives", "has no creatives; add at least one")]
        }
        let named = lineItem.slots.compactMap { slots[ExactID($0)] }
            .filter { !$0.sizes.isEmpty && !$0.formats.isEmpty }
        return lineItem.creatives.flatMap { creative in
            CreativeChecker(creative: creative).findings() + fit(of: creative, in: named)
        }
    }

    /// A creative that no slot of the line item can show.
    private func fit(of creative: Creative, in named: [Slot]) -> [Finding] {
        let isComplete = creative.size != nil || creative.kind == .native
        guard isComplete, !named.isEmpty, !named.contains(where: creative.fits) else { return [] }
        let takes = named.map { slot in
            let sizes = slot.sizes.map(\.description).joined(separator: ", ")
            let formats = slot.formats.map(\.rawValue).joined(separator: ", ")
            return "`\(slot.id.shortened)` takes \(sizes) (\(formats))"
        }
        let size = creative.size.map { " \($0)" } ?? ""
        let found = "creative `\(creative.id.shortened)` (\(creative.kind.rawValue)\(size))"
        let problem = "\(found) fits no slot of its line item: \(takes.joined(separator: "; "))"
        var causes = named.flatMap {
            [Locus(.slot, $0.id, "sizes"), Locus(.slot, $0.id, "formats")]
        }
        causes += [Locus(.creative, creative.id, "kind"), locus("slots")]
        return [
            Finding(
                locus: Locus(.creative, creative.id, "size"), problem: problem, causes: causes)
        ]
    }
}

extension Creative {
    /// Whether a slot can show it: its kind is among the formats, its size among the sizes (a
    /// native ad without a size fits every size).
    package func fits(_ slot: Slot) -> Bool {
        guard slot.formats.contains(kind) else { return false }
        guard let size else { return kind == .native && !slot.sizes.isEmpty }
        return slot.sizes.contains(size)
    }
}
