internal import BroadsheetAds
internal import Foundation
internal import GRDB

/// Values of the ads tables from rows in the order of `AdTable.columns`; nil, with a warning, when
/// a row lacks what a decision can't do without.
extension StoredRow {
    /// nil, without a warning, for a slot that is not active: it is not there for decisions.
    mutating func slot() -> Slot? {
        let sizes = list(1).compactMap(AdSize.init(text:))
        let formats = list(2).compactMap(Creative.Kind.init(rawValue:))
        guard choice(6, else: DeliveryStatus.paused) == .active else { return nil }
        if sizes.isEmpty { return leftOut("has no size such as 728x90") }
        return Slot(
            id: id, sizes: sizes, formats: formats,
            priority: integer(3).flatMap(Int.init(exactly:)) ?? 1, exploration: exploration(),
            defaultCreative: filledText(5))
    }

    mutating func advertiser() -> Advertiser? {
        guard let caps = caps(4) else { return leftOut("has caps that can't be read") }
        guard let budget = budget(5) else { return leftOut("has a budget that can't be read") }
        guard let safety = object(9, as: BrandSafety.self) else {
            return leftOut("has a brand safety that can't be read")
        }
        return Advertiser(
            id: id, name: text(1), domain: filledText(2), labels: list(3), caps: caps,
            budget: budget, perPage: perPage(8), exclusionLabels: list(7), brandSafety: safety)
    }

    mutating func campaign() -> Campaign? {
        guard let caps = caps(5) else { return leftOut("has caps that can't be read") }
        guard let budget = budget(6) else { return leftOut("has a budget that can't be read") }
        return Campaign(
            id: id, advertiser: text(1), name: text(2), timeZone: filledText(3) ?? "UTC",
            labels: list(4), caps: caps, budget: budget, status: choice(9, else: .paused),
            exclusionLabels: list(8))
    }

    mutating func lineItem() -> LineItem? {
        guard let tier = Tier(rawValue: text(2)) else { return leftOut("has no known tier") }
        guard let weight = weight(3) else { return leftOut("has no weight above 0") }
        guard let starts = bound(4), let ends = bound(5) else {
            return leftOut("has a flight that can't be read")
        }
        guard let share = share() else { return leftOut("has a share of voice out of range") }
        guard let goal = goal() else { return leftOut("has a goal that can't be read") }
        guard let caps = caps(19) else { return leftOut("has caps that can't be read") }
        guard let budget = budget(20) else { return leftOut("has a budget that can't be read") }
        guard let roadblock = roadblock(24) else { return leftOut("has no known roadblock") }
        guard let context = object(25, as: ContextRule.self) else {
            return leftOut("has a context that can't be read")
        }
        guard let safety = object(26, as: BrandSafety.self) else {
            return leftOut("has a brand safety that can't be read")
        }
        return LineItem(
            id: id, tier: tier, weight: weight, starts: starts, ends: ends, slots: list(6),
            sections: InclusionRule(include: list(7), exclude: list(8)),
            tags: InclusionRule(include: list(9), exclude: list(10)), targeting: targeting(),
            shareOfVoice: share, goal: goal, pacing: pacing(), labels: list(17), caps: caps,
            budget: budget, price: price(), status: choice(27, else: .paused),
            perPage: perPage(23), exclusionLabels: list(22), roadblock: roadblock,
            context: context, brandSafety: safety)
    }

    mutating func creative() -> Creative? {
        guard let kind = Creative.Kind(rawValue: text(2)) else {
            return leftOut("has no known kind")
        }
        guard let weight = weight(5) else { return leftOut("has no weight above 0") }
        guard let caps = caps(15) else { return leftOut("has caps that can't be read") }
        return Creative(
            id: id, kind: kind, size: size(), weight: weight,
            status: choice(17, else: .paused), caps: caps, clickURL: text(6), image: filledText(7),
            alt: optionalText(8), html: optionalText(9), title: optionalText(10),
            text: optionalText(11), sponsoredBy: optionalText(12),
            callToAction: optionalText(13), impressionTrackers: list(14),
            companionSet: filledText(16))
    }

    private mutating func leftOut<Value>(_ problem: String) -> Value? {
        warn("\(problem); the row is left out")
        return nil
    }

    private mutating func weight(_ column: Int) -> Double? {
        guard let weight = number(column), weight > 0, weight <= 1e9 else { return nil }
        return weight
    }

    /// The bound of a flight: `.some(nil)` when there is none, nil when it can't be read; a flight
    /// must not grow because one of its ends is broken.
    private mutating func bound(_ column: Int) -> Date?? {
        guard filledText(column) != nil else { return .some(nil) }
        return time(column).map { .some($0) }
    }

    /// None where it can't be read: trying out is the exception.
    private mutating func exploration() -> Double {
        guard let share = number(4), (0...1).contains(share) else { return 0 }
        return share
    }

    /// `.some(nil)` when there is none, nil when it can't be used.
    private mutating func share() -> Double?? {
        if isMissing(13) { return .some(nil) }
        guard let share = number(13), share > 0, share <= 1 else { return nil }
        return .some(share)
    }

    /// `.some(nil)` when there is none, nil when it can't be read: without its goal the line item
    /// would deliver without end.
    private mutating func goal() -> Goal?? {
        if isMissing(14), isMissing(15) { return .some(nil) }
        guard let unit = Goal.Unit(rawValue: text(14)), let count = integer(15), count > 0 else {
            return nil
        }
        return .some(Goal(unit: unit, count: count))
    }

    /// At least 1: what can't be read must not let more through.
    private mutating func perPage(_ column: Int) -> Int? {
        if isMissing(column) { return nil }
        return integer(column).map { Int(clamping: max($0, 1)) } ?? 1
    }

    /// `.some(nil)` when there is none, nil when it is unknown.
    private mutating func roadblock(_ column: Int) -> Roadblock?? {
        guard let word = filledText(column) else { return .some(nil) }
        return Roadblock(rawValue: word).map { .some($0) }
    }

    /// `.some(nil)` when there is none, nil when it can't be read: without it the ad would stand where
    /// it should not.
    private mutating func object<Rule: Decodable>(_ column: Int, as type: Rule.Type) -> Rule?? {
        if isMissing(column) { return .some(nil) }
        let rule = try? JSONDecoder().decode(Rule.self, from: Data(text(column).utf8))
        return rule.map { .some($0) }
    }

    /// nil when one can't be read: without it the ad would be shown too often.
    private mutating func caps(_ column: Int) -> [FrequencyCap]? {
        guard let text = filledText(column) else { return [] }
        return try? JSONDecoder().decode([FrequencyCap].self, from: Data(text.utf8))
    }

    /// `.some(nil)` when there is none, nil when it can't be read: without it too much would be
    /// spent.
    private mutating func budget(_ column: Int) -> Budget?? {
        var amounts: [Int64?] = []
        for part in [column, column + 1] {
            if isMissing(part) {
                amounts.append(nil)
            } else if let micros = integer(part), micros > 0 {
                amounts.append(micros)
            } else {
                return nil
            }
        }
        if amounts.allSatisfy({ $0 == nil }) { return .some(nil) }
        return Budget(dailyMicros: amounts[0], lifetimeMicros: amounts[1])
    }

    private mutating func pacing() -> Pacing? {
        guard let text = filledText(16) else { return nil }
        let json = text.hasPrefix("[") ? text : "\"\(text)\""
        if let pacing = try? JSONDecoder().decode(Pacing.self, from: Data(json.utf8)) {
            return pacing
        }
        warn("has a pacing that can't be read; it is paced evenly")
        return nil
    }

    private mutating func targeting() -> TargetingRule? {
        guard !isMissing(18) else { return nil }
        let rule = TargetingRule(jsonText: text(18))
        if !rule.isReadable { warn("has a targeting that can't be read; it never serves") }
        return rule
    }

    private func isMissing(_ column: Int) -> Bool {
        let value: DatabaseValue = row[column]
        return value.isNull
    }

    private mutating func price() -> Price? {
        guard let word = filledText(11) else { return nil }
        guard let model = Price.Model(rawValue: word), let micros = integer(12), micros >= 0 else {
            warn("has a price that can't be read; it is left out")
            return nil
        }
        return Price(model: model, amountMicros: micros)
    }

    private mutating func size() -> AdSize? {
        guard let width = integer(3), let height = integer(4) else { return nil }
        guard let size = AdSize(text: "\(width)x\(height)") else {
            warn("has a size out of range; it is left out")
            return nil
        }
        return size
    }
}
