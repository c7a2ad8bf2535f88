internal import BroadsheetAds
package import BroadsheetArticles
internal import BroadsheetStorage
internal import Foundation

extension DecisionStory {
    /// The decision as JSON: what was asked, what became of each candidate, how many line items fell
    /// to each reason, and whether it comes out the same when it is made again.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writeRow(to: &writer)
            writer.name("request")
            writeRequest(to: &writer)
            writer.name("candidates")
            writeCandidates(to: &writer)
            writer.member("truncated", record.isTruncated)
            writer.name("rest")
            if let rest = record.rest {
                writer.object { writer in
                    writer.member("count", rest.count)
                    writer.member("probability", rest.probability)
                }
            } else {
                writer.null()
            }
            writer.name("passed_over")
            writer.object { writer in
                for entry in record.passedOver {
                    writer.member(entry.reason.rawValue, entry.count)
                }
            }
            writeComparison(to: &writer)
        }
    }

    /// Whether the decision comes out the same, as JSON.
    package func writeReplay(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("decision", row.id)
            writeComparison(to: &writer)
            writer.member("line_item", replay.ad?.lineItem)
            writer.member("creative", replay.ad?.creative.id)
            writer.member("no_fill", replay.noFill?.rawValue)
            writer.member("propensity", replay.ad?.propensity)
            writer.member("truncated", record.isTruncated)
            writer.name("candidates")
            writeCandidates(to: &writer)
        }
    }

    private func writeComparison(to writer: inout JSONWriter) {
        writer.name("same")
        if let isSame { writer.value(isSame) } else { writer.null() }
        writer.member("differences", differences)
    }

    private func writeRow(to writer: inout JSONWriter) {
        writer.member("decision", row.id)
        writer.member("at", UTCTime.format(row.at))
        writer.member("slot", row.slot)
        writer.member("article", row.articleID)
        writer.member("line_item", row.lineItemID)
        writer.member("creative", row.creativeID)
        writer.member("no_fill", row.noFill)
        writer.member("propensity", row.propensity)
        writer.member("policy", row.policy)
        writer.member("campaigns", row.snapshot)
        writer.member("plan", row.plan)
        writer.member("configuration", row.configuration)
        writer.member("seed", String(record.seed))
        writer.member("exploration", record.exploration)
    }

    private func writeRequest(to writer: inout JSONWriter) {
        let request = record.request
        writer.object { writer in
            writer.member("seconds", request.now.timeIntervalSince1970)
            writer.member("section", request.articleSection)
            writer.member("tags", request.articleTags)
            writer.member("ads", request.articleAdPolicy.rawValue)
            writer.member("ad_labels", request.articleAdLabels)
            writer.member("keywords", request.keywords)
            writer.member("language", request.language)
            writer.member("url", request.url)
            writer.member("country", request.country)
            writer.member("region", request.region)
            writer.member("device", request.device?.rawValue)
            writer.name("key_values")
            writer.array { writer in
                for pair in request.keyValues {
                    writer.object { writer in
                        writer.member("key", pair.key)
                        writer.member("value", pair.value)
                    }
                }
            }
        }
    }

    private func writeCandidates(to writer: inout JSONWriter) {
        writer.array { writer in
            for candidate in replay.candidates {
                writer.object { writer in
                    writer.member("line_item", candidate.lineItem.id)
                    writer.member("campaign", candidate.lineItem.campaign)
                    writer.member("advertiser", candidate.lineItem.advertiser)
                    writer.member("tier", candidate.lineItem.tier.rawValue)
                    writer.member("weight", candidate.weight)
                    writer.member("is_share", candidate.isShare)
                    writer.member("probability", candidate.probability)
                    writer.member("dropped", candidate.dropped?.rawValue)
                }
            }
        }
    }

    /// The decision in lines for people.
    package var lines: [String] {
        var lines = ["decision \(row.id) at \(UTCTime.format(row.at)), slot \(row.slot)"]
        if let article = row.articleID { lines.append("article \(article)") }
        lines.append(outcome)
        for candidate in replay.candidates {
            let name = "\(candidate.lineItem.tier.rawValue) \(candidate.lineItem.id)"
            let weight = "\(candidate.isShare ? "share" : "weight") \(candidate.weight)"
            let fate =
                candidate.dropped.map { "dropped (\($0.rawValue))" }
                ?? "probability \(candidate.probability)"
            lines.append("  \(name): \(weight), \(fate)")
        }
        if let rest = record.rest {
            lines.append("  \(rest.count) more line items, probability \(rest.probability)")
        }
        for entry in record.passedOver {
            lines.append("not eligible (\(entry.reason.rawValue)): \(entry.count) line items")
        }
        return lines + comparison
    }

    private var outcome: String {
        guard let lineItem = row.lineItemID else {
            return "no ad (\(row.noFill ?? "no reason kept"))"
        }
        let propensity = row.propensity.map { ", probability \($0)" } ?? ""
        return "\(lineItem), creative \(row.creativeID ?? "none")\(propensity)"
    }

    /// What making it again gave, in lines for people.
    package var comparison: [String] {
        switch isSame {
        case true?: ["made again: the same to the last bit"]
        case false?: differences.map { "made again: \($0)" }
        case nil:
            [
                "made again: can't be proved, for \(record.rest?.count ?? 0) candidates were not "
                    + "kept, and some of them were dropped or weighed otherwise than booked"
            ]
        }
    }
}
