/// The parts that a native ad must or may have (OpenRTB Native 1.2, section 4).
package struct NativeRequirements: Sendable, Hashable {
    /// One part.
    package struct Asset: Sendable, Hashable {
        package enum Kind: Sendable, Hashable {
            /// The headline, with its greatest length in characters.
            case title(length: Int)
            /// A picture by its type: 1 icon, 3 main.
            case image(type: Int?)
            /// A text by its type (1 sponsor, 2 description, 11 address shown, 12 call to action),
            /// with its greatest length in characters.
            case data(type: Int, length: Int?)
            /// A film; we have none.
            case video
        }

        /// The exchange's number for it.
        package var id: Int
        package var isRequired: Bool
        package var kind: Kind

        package init(id: Int, isRequired: Bool, kind: Kind) {
            self.id = id
            self.isRequired = isRequired
            self.kind = kind
        }
    }

    /// What an ad has for a part.
    package enum Part: Sendable, Hashable {
        case title(String)
        /// An address.
        case image(String)
        case data(String)
    }

    package var assets: [Asset]
    /// Whether the exchange fetches the pictures of event trackers for impressions; else it knows
    /// only the older list of trackers.
    package var tracksImpressions: Bool
    /// The same for impressions that were in view as the MRC has it.
    package var tracksViewable: Bool

    package init(
        assets: [Asset], tracksImpressions: Bool = false, tracksViewable: Bool = false
    ) {
        self.assets = assets
        self.tracksImpressions = tracksImpressions
        self.tracksViewable = tracksViewable
    }

    /// The parts that a creative has, in the order asked, each with its number; nil when one that
    /// is required is missing or too long. Texts are never cut.
    ///
    /// - Parameter domain: The advertiser's, for the address shown.
    package func parts(
        of creative: Creative, domain: String?
    ) -> [(id: Int, isRequired: Bool, part: Part)]? {
        var parts: [(id: Int, isRequired: Bool, part: Part)] = []
        for asset in assets {
            if let part = asset.part(of: creative, domain: domain) {
                parts.append((asset.id, asset.isRequired, part))
            } else if asset.isRequired {
                return nil
            }
        }
        return parts
    }
}

extension NativeRequirements.Asset {
    fileprivate func part(of creative: Creative, domain: String?) -> NativeRequirements.Part? {
        switch kind {
        case .title(let length):
            return Self.text(creative.title, upTo: length).map { .title($0) }
        case .image(let type):
            guard type != Self.icon, let image = creative.image, !image.isEmpty else { return nil }
            return .image(image)
        case .data(let type, let length):
            let text: String? =
                switch type {
                case 1: creative.sponsoredBy
                case 2: creative.text
                case 11: domain
                case 12: creative.callToAction
                default: nil
                }
            return Self.text(text, upTo: length).map { .data($0) }
        case .video: return nil
        }
    }

    /// Type of a small square picture, which native creatives don't have.
    private static let icon = 1

    private static func text(_ text: String?, upTo length: Int?) -> String? {
        guard let text, !text.isEmpty, text.count <= length ?? .max else { return nil }
        return text
    }
}
