/// Says what is wrong with a stored catalogue, by the rules that campaign files are held to.
package struct CampaignLinter: Sendable {
    package init() {}

    /// Every problem, in the order of the catalogue; places are `campaign ID`, `slot ID` and
    /// `advertiser ID`.
    package func problems(in catalogue: AdCatalogue) -> [CampaignProblem] {
        let checker = CatalogueChecker(catalogue: catalogue, existing: AdCatalogue())
        return checker.findings().map { finding in
            let place =
                finding.campaign.map { "campaign \($0.shortened)" }
                ?? "\(finding.locus.kind.rawValue) \(finding.locus.id.text.shortened)"
            return CampaignProblem(
                place: .object(place), severity: finding.severity, problem: finding.problem)
        }
    }
}
