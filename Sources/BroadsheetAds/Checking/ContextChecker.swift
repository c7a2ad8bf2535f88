/// The rules of `context` and `brand_safety` of one object.
struct ContextChecker {
    typealias Finding = CatalogueChecker.Finding

    /// nil for an advertiser, which has none.
    var context: ContextRule?
    let safety: BrandSafety?
    let kind: Locus.Kind
    let id: String
    /// Whether the object is drawn by a share of voice and not by its weight.
    var hasShare = false

    /// A brief shares at most about half of its direction with an article about the very thing.
    private static let greatestUsefulLeast = 0.5

    func findings() -> [Finding] {
        var findings: [Finding] = []
        if let context {
            findings += context.problems.map { finding("context", $0) }
            findings += repeated(context.keywords, "context")
            if context.atLeast > Self.greatestUsefulLeast, context.atLeast <= 1 {
                let problem = "has `at_least` \(context.atLeast) in `context`, which hardly any "
                findings.append(
                    finding("context", problem + "article reaches", severity: .warning))
            }
            if context.weighs, hasShare {
                findings.append(
                    finding(
                        "context", "has `weighs` and a `share_of_voice`, which no weight touches",
                        severity: .warning, causes: ["share_of_voice"]))
            }
        }
        if let safety {
            findings += safety.problems.map { finding("brand_safety", $0) }
            findings += repeated(safety.keywords, "brand_safety")
        }
        return findings
    }

    private func repeated(_ keywords: [String], _ field: String) -> [Finding] {
        var seen: Set<ExactID> = []
        return keywords.compactMap { keyword in
            guard !seen.insert(ExactID(keyword)).inserted else { return nil }
            return finding(
                field, "names keyword `\(keyword.shortened)` twice in `\(field)`",
                severity: .warning)
        }
    }

    private func finding(
        _ field: String, _ problem: String, severity: CampaignProblem.Severity = .error,
        causes: [String] = []
    ) -> Finding {
        Finding(
            locus: Locus(kind, id, field), severity: severity,
            problem: "\(kind.rawValue) `\(id.shortened)` \(problem)",
            causes: causes.map { Locus(kind, id, $0) })
    }
}
