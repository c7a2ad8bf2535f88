import Foundation

/// Finds sponsorships of a slot whose shares of voice add up to more than 1.
///
/// Only where no rule can tell their impressions apart: among line items with the same sections,
/// tags and targeting, together with those that have none. Sponsorships with different rules may
/// meet on some impressions; there their shares are divided by the sum when it happens.
struct ShareChecker {
    private struct Sponsorship {
        let lineItem: LineItem
        let campaign: Campaign
        let share: Double

        var starts: Date { lineItem.starts ?? .distantPast }
        var ends: Date { lineItem.ends ?? .distantFuture }
    }

    private struct Rules: Hashable {
        let sections: InclusionRule
        let tags: InclusionRule
        let targeting: TargetingRule?

        init(_ lineItem: LineItem) {
            sections = lineItem.sections
            tags = lineItem.tags
            targeting = lineItem.targeting
        }

        static let none = Rules(LineItem(id: ""))
    }

    /// A time in which the same line items run and too much is sold.
    private struct Oversold {
        var from: Date
        var until: Date
        var sum: Double
        var sponsorships: [Sponsorship]
    }

    let catalogue: AdCatalogue

    func findings() -> [CatalogueChecker.Finding] {
        var bySlot: [ExactID: [Sponsorship]] = [:]
        for campaign in catalogue.campaigns where campaign.status ?? .active == .active {
            for lineItem in campaign.lineItems where lineItem.status ?? .active == .active {
                guard lineItem.tier == .sponsorship, let share = lineItem.shareOfVoice, share > 0,
                    share <= 1
                else { continue }
                let found = Sponsorship(lineItem: lineItem, campaign: campaign, share: share)
                for slot in Set(lineItem.slots.map(ExactID.init)) {
                    bySlot[slot, default: []].append(found)
                }
            }
        }
        return bySlot.keys.sorted().flatMap { slot in findings(slot, bySlot[slot] ?? []) }
    }

    private func findings(
        _ slot: ExactID, _ sponsorships: [Sponsorship]
    ) -> [CatalogueChecker.Finding] {
        var seen: Set<[String]> = []
        var kinds: [Rules] = []
        for found in sponsorships where !kinds.contains(Rules(found.lineItem)) {
            kinds.append(Rules(found.lineItem))
        }
        return kinds.flatMap { kind -> [CatalogueChecker.Finding] in
            let meeting = sponsorships.filter {
                Rules($0.lineItem) == kind || Rules($0.lineItem) == .none
            }
            return oversold(meeting).compactMap { found -> CatalogueChecker.Finding? in
                let ids = found.sponsorships.map(\.lineItem.id)
                guard seen.insert(ids + ["\(found.from)"]).inserted else { return nil }
                return finding(slot, found)
            }
        }
    }

    /// The times, one after the other, in which the shares add up to more than 1.
    private func oversold(_ sponsorships: [Sponsorship]) -> [Oversold] {
        let bounds = Set(sponsorships.flatMap { [$0.starts, $0.ends] }).sorted()
        var result: [Oversold] = []
        for (from, until) in zip(bounds, bounds.dropFirst()) {
            let running = sponsorships.filter { $0.starts <= from && from < $0.ends }
            let sum = running.reduce(0) { $0 + $1.share }
            // Ten shares of 0.1 are 1, whatever rounding says.
            guard sum > 1 + 1e-9 else { continue }
            let ids = running.map(\.lineItem.id)
            if let last = result.last, last.until == from,
                last.sponsorships.map(\.lineItem.id) == ids
            {
                result[result.count - 1].until = until
            } else {
                result.append(
                    Oversold(from: from, until: until, sum: sum, sponsorships: running))
            }
        }
        return result
    }

    private func finding(_ slot: ExactID, _ found: Oversold) -> CatalogueChecker.Finding? {
        guard let last = found.sponsorships.last else { return nil }
        let names = found.sponsorships.map { "`\($0.lineItem.id.shortened)`" }
            .joined(separator: ", ")
        let sum = (found.sum * 1_000_000).rounded() / 1_000_000
        let days = days(found, in: last.campaign.timeZone)
        let problem =
            "shares of voice of slot `\(slot.text.shortened)` add up to \(sum)\(days): \(names); "
            + "lower them to 1 at most, or keep the line items apart"
        let causes = found.sponsorships.flatMap { sponsorship in
            ["share_of_voice", "starts", "ends", "targeting", "slots"].map {
                Locus(.lineItem, sponsorship.lineItem.id, $0)
            }
        }
        return CatalogueChecker.Finding(
            locus: Locus(.lineItem, last.lineItem.id, "share_of_voice"), problem: problem,
            campaign: last.campaign.id, causes: causes)
    }

    /// ` from 2024-07-01 to 2024-07-31`, days of the zone, both inclusive.
    private func days(_ found: Oversold, in zone: String) -> String {
        var style = Date.ISO8601FormatStyle(timeZone: FlightTime.zone(named: zone) ?? .gmt)
        style = style.year().month().day()
        var text = ""
        if found.from > .distantPast { text += " from \(found.from.formatted(style))" }
        if found.until < .distantFuture {
            text += " to \(found.until.addingTimeInterval(-1).formatted(style))"
        }
        return text.isEmpty ? " at all times" : text
    }
}
