package import Foundation

/// What the events of each line item take from its goal and from the budgets above it.
///
/// Made from everything booked, paused and archived line items too: what was shown before they
/// were stopped is billed when its beacon comes. An event belongs to the day of its decision in
/// the campaign's time zone.
package struct BookedTerms: Sendable {
    private struct Terms: Sendable {
        let goal: Goal?
        let price: Price?
        let budgets: [Held]
        let zone: TimeZone
    }

    /// A budget and whose it is.
    private struct Held: Sendable {
        let scope: GoalKey.Scope
        let id: String
        let budget: Budget
    }

    private var terms: [ExactID: Terms] = [:]

    package init() {}

    package init(_ catalogue: AdCatalogue) {
        var advertisers: [ExactID: Advertiser] = [:]
        for advertiser in catalogue.advertisers {
            advertisers[ExactID(advertiser.id)] = advertiser
        }
        for campaign in catalogue.campaigns {
            let above = [
                Self.held(campaign.budget, .campaign, campaign.id),
                Self.held(
                    advertisers[ExactID(campaign.advertiser)]?.budget, .advertiser,
                    campaign.advertiser),
            ].compactMap(\.self)
            let zone = FlightTime.zone(named: campaign.timeZone) ?? .gmt
            for item in campaign.lineItems {
                let own = Self.held(item.budget, .lineItem, item.id).map { [$0] } ?? []
                terms[ExactID(item.id)] = Terms(
                    goal: item.goal, price: item.price, budgets: own + above, zone: zone)
            }
        }
    }

    private static func held(_ budget: Budget?, _ scope: GoalKey.Scope, _ id: String) -> Held? {
        budget.map { Held(scope: scope, id: id, budget: $0) }
    }

    /// Takes the terms of a newer catalogue in; line items that it lacks keep theirs.
    package mutating func update(with newer: BookedTerms) {
        terms.merge(newer.terms) { _, new in new }
    }

    /// What an event takes when it is billed; nil for a line item that nobody booked.
    package func charges(
        for event: ChargedEvent, of lineItem: String, decidedAt: Date
    ) -> [Charge]? {
        guard let terms = terms[ExactID(lineItem)] else { return nil }
        var charges: [Charge] = []
        if let goal = terms.goal, goal.unit.event == event {
            charges.append(
                Charge(GoalKey(goal.unit.key, of: .lineItem, id: lineItem), booked: goal.count))
        }
        let nanos = terms.price.map { EventCost.nanos(of: event, at: $0) } ?? 0
        guard nanos > 0, !terms.budgets.isEmpty else { return charges }
        let day = CivilDay(of: decidedAt, in: terms.zone).text
        for held in terms.budgets {
            if let micros = held.budget.dailyMicros {
                charges.append(
                    Charge(
                        GoalKey(.nanos, of: held.scope, id: held.id, day: day), units: nanos,
                        booked: EventCost.nanos(micros: micros)))
            }
            if let micros = held.budget.lifetimeMicros {
                charges.append(
                    Charge(
                        GoalKey(.nanos, of: held.scope, id: held.id), units: nanos,
                        booked: EventCost.nanos(micros: micros)))
            }
        }
        return charges
    }

    /// What a decision reserves, clicks left out.
    package func plan(of lineItem: String, decidedAt: Date) -> LeasePlan {
        LeasePlan(
            ChargedEvent.allCases.flatMap { event in
                (charges(for: event, of: lineItem, decidedAt: decidedAt) ?? [])
                    .map { LeasePlan.Entry(event, $0) }
            })
    }

    /// The day that `date` lies in for a line item that counts by days; nil when it does not.
    package func day(of lineItem: String, at date: Date) -> Range<Date>? {
        guard let terms = terms[ExactID(lineItem)],
            terms.budgets.contains(where: { $0.budget.dailyMicros != nil })
        else { return nil }
        let day = CivilDay(of: date, in: terms.zone)
        return day.start < day.end ? day.start..<day.end : nil
    }
}

extension Goal.Unit {
    /// The event that delivers a unit.
    package var event: ChargedEvent {
        switch self {
        case .impressions: .impression
        case .viewableImpressions: .viewable
        case .clicks: .click
        }
    }

    /// What its counter counts.
    package var key: GoalKey.Unit {
        switch self {
        case .impressions: .impressions
        case .viewableImpressions: .viewable
        case .clicks: .clicks
        }
    }
}
