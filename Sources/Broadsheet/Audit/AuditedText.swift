internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetStorage
internal import Crypto
internal import Foundation

/// Something that decisions are made from, which the ledger keeps once under the hash of its text.
struct AuditedText: Sendable, Hashable {
    let kind: CampaignSnapshot.Kind
    /// SHA-256 in hex: all of it for campaigns, the first 128 bits for plans and settings.
    let hash: String
    let text: String

    init(_ kind: CampaignSnapshot.Kind, _ text: String) {
        self.kind = kind
        self.text = text
        let digits = SHA256.hash(data: Data(text.utf8)).map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        hash = digits.prefix(kind == .campaigns ? 32 : 16).joined()
    }

    /// As the ledger keeps it.
    func ledgerSnapshot(at now: Date) -> CampaignSnapshot {
        CampaignSnapshot(kind: kind, hash: hash, content: text, at: now)
    }
}

extension Configuration {
    /// The settings that a decision, its token and what is billed for it depend on, as JSON; no
    /// secret among them.
    var decisionText: AuditedText {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("base_url", site.baseURL)
            writer.member("language", site.language)
            writer.member("time_zone", site.timeZone)
            writer.member("ad_label", site.adLabel)
            writer.member("currency", site.currency)
            writer.member("token_life_seconds", Int(tokenLife.components.seconds))
            writer.name("variants")
            writer.array { writer in
                for variant in adVariantsInForce {
                    writer.object { writer in
                        writer.member("name", variant.name)
                        writer.member("share", variant.share)
                        writer.member("weights", variant.rule.rawValue)
                    }
                }
            }
        }
        return AuditedText(.configuration, writer.text)
    }
}

extension GuaranteedSchedule {
    /// The plan as JSON: who is asked in which order, the level of each, and where the plan follows
    /// the flow also the shares of every kind of request. What the minute's pace makes of it stands
    /// in the records of decisions, as final shares.
    ///
    /// - Parameter seconds: when it was made, since 1970.
    func auditedText(madeAt seconds: Double) -> AuditedText {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("seconds", seconds)
            writer.member("good_until", goodUntil)
            writer.member("basis", basis == .flow ? "flow" : "high_water_mark")
            writer.name("line_items")
            writer.array { writer in
                for level in levels { write(level, to: &writer) }
            }
            writer.name("kinds")
            writer.array { writer in
                if basis == .flow { writeKinds(to: &writer) }
            }
            writer.name("short")
            writer.array { writer in
                for warning in warnings {
                    writer.object { writer in
                        writer.member("line_item", warning.lineItem)
                        writer.member("units", warning.units)
                        writer.member("competitors", warning.competitors)
                    }
                }
            }
        }
        return AuditedText(.plan, writer.text)
    }

    private func write(_ level: (booking: Int, share: Double), to writer: inout JSONWriter) {
        let booking = bookings[level.booking]
        writer.object { writer in
            writer.member("line_item", booking.id)
            writer.member("units_left", booking.unitsLeft)
            writer.member("units_per_decision", booking.unitsPerDecision)
            writer.member("starts", booking.starts)
            writer.member("ends", booking.ends)
            writer.member("expected_decisions", expected[level.booking])
            writer.member("level", level.share)
        }
    }

    private func writeKinds(to writer: inout JSONWriter) {
        for kind in kinds {
            writer.object { writer in
                writer.member("signature", String(kind.signature.bits, radix: 16))
                writer.name("shares")
                writer.array { writer in
                    for share in kind.shares {
                        writer.object { writer in
                            writer.member("line_item", bookings[share.booking].id)
                            writer.member("share", share.share)
                        }
                    }
                }
            }
        }
    }
}
