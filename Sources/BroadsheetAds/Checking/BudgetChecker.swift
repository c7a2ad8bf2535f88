/// The rules of the budget of one object.
struct BudgetChecker {
    let budget: Budget?
    let kind: Locus.Kind
    let id: String

    func findings() -> [CatalogueChecker.Finding] {
        let parts = [("daily", budget?.dailyMicros), ("lifetime", budget?.lifetimeMicros)]
        var findings = parts.compactMap { name, micros -> CatalogueChecker.Finding? in
            guard let micros, micros < 1 else { return nil }
            return finding("has a \(name) budget of \(micros) micros; expected more than 0")
        }
        if let daily = budget?.dailyMicros, let lifetime = budget?.lifetimeMicros,
            daily > lifetime
        {
            findings.append(
                finding("has a daily budget above its lifetime budget", severity: .warning))
        }
        return findings
    }

    private func finding(
        _ problem: String, severity: CampaignProblem.Severity = .error
    ) -> CatalogueChecker.Finding {
        CatalogueChecker.Finding(
            locus: Locus(kind, id, "budget"), severity: severity,
            problem: "\(kind.rawValue) `\(id.shortened)` \(problem)")
    }
}
