internal import BroadsheetAds
internal import BroadsheetArticles

/// The answer of Native 1.2 to one offer: a JSON text without the outer object `native`.
struct NativeAnswer {
    private let bid: AuctionAnswer.Bid
    private let requirements: NativeRequirements

    init(_ bid: AuctionAnswer.Bid, _ requirements: NativeRequirements) {
        self.bid = bid
        self.requirements = requirements
    }

    var text: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("ver", "1.2")
            writer.name("assets")
            writer.array { writer in
                let parts = requirements.parts(of: bid.ad.creative, domain: bid.domain) ?? []
                for part in parts { Self.write(part, to: &writer) }
            }
            writer.name("link")
            writer.object { $0.member("url", bid.clickURL) }
            writeTrackers(to: &writer)
        }
        return writer.text
    }

    private static func write(
        _ part: (id: Int, isRequired: Bool, part: NativeRequirements.Part),
        to writer: inout JSONWriter
    ) {
        let (name, field, value) =
            switch part.part {
            case .title(let text): ("title", "text", text)
            case .image(let address): ("img", "url", address)
            case .data(let text): ("data", "value", text)
            }
        writer.object { writer in
            writer.member("id", part.id)
            if part.isRequired { writer.member("required", 1) }
            writer.name(name)
            writer.object { $0.member(field, value) }
        }
    }

    /// Event trackers where the exchange knows them; else the older list, which every version
    /// knows, so that no impression goes uncounted.
    private func writeTrackers(to writer: inout JSONWriter) {
        let impressions = [bid.impressionURL] + bid.trackers
        if !requirements.tracksImpressions { writer.member("imptrackers", impressions) }
        var events: [(event: Int, url: String)] = []
        if requirements.tracksImpressions { events += impressions.map { (1, $0) } }
        if requirements.tracksViewable, let url = bid.viewableURL { events.append((2, url)) }
        guard !events.isEmpty else { return }
        writer.name("eventtrackers")
        writer.array { writer in
            for (event, url) in events {
                writer.object { writer in
                    writer.member("event", event)
                    writer.member("method", 1)
                    writer.member("url", url)
                }
            }
        }
    }
}
