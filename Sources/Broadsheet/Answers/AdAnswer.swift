package import BroadsheetArticles
/// The answer for one slot: an ad ready to show, or why there is none.
public struct AdAnswer: Sendable, Hashable {
    /// Names the decision in the ledger.
    public var decision: String
    /// The slot's id.
    public var slot: String
    /// The ad, or the reason why there is none.
    public var outcome: Outcome

    /// What came of a decision.
    public enum Outcome: Sendable, Hashable {
        /// An ad to show.
        case ad(Ad)
        /// No ad: `none_eligible`, `capped`, `paced`, `excluded`, `consent` or `off`.
        case noFill(reason: String)
    }

    /// An ad with its signed addresses.
    public struct Ad: Sendable, Hashable {
        /// Id of the line item that delivers.
        public var lineItem: String
        /// Id of the creative.
        public var creative: String
        /// `image`, `html` or `native`.
        public var kind: String
        /// Width in CSS pixels.
        public var width: Int
        /// Height in CSS pixels.
        public var height: Int
        /// Markup that reserves the size, says that it is an ad and counts the impression.
        public var html: String
        /// The parts of a native ad, for a page that renders them itself.
        public var native: Native?
        /// Leads to the advertiser and counts the click.
        public var clickURL: String
        /// Counts the impression when it is fetched.
        public var impressionURL: String
        /// Says that the ad was in view when it is fetched.
        public var viewableURL: String
        /// What stands over the ad.
        public var label: String
        /// Probability with which this ad was chosen.
        public var propensity: Double
    }

    /// The parts of a native ad.
    public struct Native: Sendable, Hashable {
        /// Headline.
        public var title: String
        /// A sentence or two.
        public var text: String?
        /// Address of the picture.
        public var image: String?
        /// Who pays.
        public var sponsoredBy: String?
        /// Words of the button.
        public var callToAction: String?
    }

    /// Writes the answer as the contracts have it.
    package func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("decision", decision)
            switch outcome {
            case .noFill(let reason): writer.member("no_fill", reason)
            case .ad(let ad): ad.write(to: &writer)
            }
        }
    }
}

extension AdAnswer.Ad {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("line_item", lineItem)
        writer.member("creative", creative)
        writer.member("kind", kind)
        writer.member("width", width)
        writer.member("height", height)
        writer.member("html", html)
        writer.name("native")
        if let native { native.write(to: &writer) } else { writer.null() }
        writer.member("click_url", clickURL)
        writer.member("impression_url", impressionURL)
        writer.member("viewable_url", viewableURL)
        writer.member("label", label)
        writer.member("propensity", propensity)
    }
}

extension AdAnswer.Native {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("title", title)
            writer.member("text", text)
            writer.member("image", image)
            writer.member("sponsored_by", sponsoredBy)
            writer.member("call_to_action", callToAction)
        }
    }
}
