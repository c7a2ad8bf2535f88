/// The rules of the caps of one object.
struct CapChecker {
    let caps: [FrequencyCap]
    /// What the object is; a creative can count only itself.
    let kind: Locus.Kind
    let id: String

    func findings() -> [CatalogueChecker.Finding] {
        var findings: [CatalogueChecker.Finding] = []
        var seen: Set<FrequencyCap> = []
        for cap in caps {
            findings += problems(of: cap).map { finding("has a cap \($0)") }
            var alike = cap
            alike.limit = 1
            if !seen.insert(alike).inserted {
                let what = cap.scope == .label ? "label" : cap.scope.rawValue
                findings.append(
                    finding("has two caps per \(cap.window) on \(what); keep the smaller limit"))
            }
        }
        return findings
    }

    private func problems(of cap: FrequencyCap) -> [String] {
        var problems: [String] = []
        let limits = FrequencyCap.limits
        if !limits.contains(cap.limit) {
            let range = "\(limits.lowerBound) to \(limits.upperBound)"
            problems.append("with limit \(cap.limit); expected a whole number from \(range)")
        }
        if kind == .creative, cap.scope != .creative {
            let scope = cap.scope.rawValue
            problems.append(
                "with scope `\(scope)`, which a creative cannot count; move it to the line item")
        }
        switch (cap.scope, cap.label) {
        case (.label, nil): problems.append("with scope `label` and no `label`; name one")
        case (.label, let label?):
            if label.isEmpty || label.unicodeScalars.contains(where: Self.isControl) {
                problems.append("on an empty label or one with a control character; rename it")
            }
        case (_, nil): break
        case (let scope, let label?):
            let found = "with label `\(label.shortened)` and scope `\(scope.rawValue)`"
            problems.append("\(found); write `scope: label` or remove `label`")
        }
        return problems
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    private func finding(_ problem: String) -> CatalogueChecker.Finding {
        CatalogueChecker.Finding(
            locus: Locus(kind, id, "caps"),
            problem: "\(kind.rawValue) `\(id.shortened)` \(problem)")
    }
}
