/// What an ad must be like to answer an offer of an exchange.
package struct AdRequirements: Sendable, Hashable {
    /// Sizes of a banner, as an exchange gives them.
    package struct Banner: Sendable, Hashable {
        /// A size that follows the page's width: a shape and the least width.
        package struct Shape: Sendable, Hashable {
            package var widthRatio: Int
            package var heightRatio: Int
            package var minimumWidth: Int

            package init(widthRatio: Int, heightRatio: Int, minimumWidth: Int) {
                self.widthRatio = widthRatio
                self.heightRatio = heightRatio
                self.minimumWidth = minimumWidth
            }
        }

        package var sizes: [AdSize]
        package var shapes: [Shape]
        /// Whether markup with scripts or a frame of its own may stand there.
        package var allowsHTML: Bool
        /// Whether a picture with a link may.
        package var allowsImages: Bool

        package init(
            sizes: [AdSize] = [], shapes: [Shape] = [], allowsHTML: Bool = true,
            allowsImages: Bool = true
        ) {
            self.sizes = sizes
            self.shapes = shapes
            self.allowsHTML = allowsHTML
            self.allowsImages = allowsImages
        }

        /// Without sizes and shapes every size of the slot will do.
        func admits(_ size: AdSize) -> Bool {
            if sizes.isEmpty, shapes.isEmpty { return true }
            return sizes.contains(size) || shapes.contains { $0.admits(size) }
        }
    }

    /// nil where no banner is wanted.
    package var banner: Banner?
    /// nil where no native ad is wanted.
    package var native: NativeRequirements?
    /// Everything that the browser loads for the ad must come over https.
    package var isSecure = false
    /// Least price of a thousand impressions, in millionths of ``currency``.
    package var floorMicros: Int64 = 0
    /// Currency of the floor, ISO 4217.
    package var currency = "USD"
    /// Only ads that were sold for this auction alone will do; there are none.
    package var isPrivate = false
    /// Hosts, in lower case, whose ads are not wanted, nor those of hosts below them.
    package var blockedDomains: Set<String> = []
    /// Categories that no label of the ad may name.
    package var blockedCategories: Set<ExactID> = []
    /// Ids of the only advertisers wanted; nil for all.
    package var allowedSeats: Set<ExactID>?
    /// Ids of advertisers that are not wanted.
    package var blockedSeats: Set<ExactID> = []

    package init(banner: Banner? = nil, native: NativeRequirements? = nil) {
        self.banner = banner
        self.native = native
    }
}

extension AdRequirements.Banner.Shape {
    /// Whether a size has the shape and is wide enough.
    func admits(_ size: AdSize) -> Bool {
        let wide = size.width.multipliedReportingOverflow(by: heightRatio)
        let high = size.height.multipliedReportingOverflow(by: widthRatio)
        return !wide.overflow && !high.overflow && wide.partialValue == high.partialValue
            && size.width >= minimumWidth
    }
}

/// Why an ad does not answer an offer: the first requirement that it misses.
package enum AdRefusal: Int, Error, Sendable, Hashable, CaseIterable {
    /// The advertiser is not among those wanted.
    case seat
    /// No price is known in the offer's currency, or it lies below the floor.
    case belowFloor
    /// Only ads sold for this auction alone are wanted.
    case notPrivate
    /// A label names a blocked category.
    case category
    /// The advertiser's domain, or that which a click leads to, is blocked.
    case advertiser
    /// Neither a banner nor a native ad as wanted.
    case kind
    /// Of no size that is wanted.
    case size
    /// Loads something over http.
    case notSecure
    /// A native ad without a part that is required.
    case missingAsset

    /// The loss reason of OpenRTB that comes nearest.
    package var lossCode: Int {
        switch self {
        case .seat: 104
        case .belowFloor: 100
        case .notPrivate: 213
        case .category: 209
        case .advertiser: 205
        case .kind: 211
        case .size: 203
        case .notSecure: 207
        case .missingAsset: 204
        }
    }
}
