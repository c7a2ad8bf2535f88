package import BroadsheetAds

/// Who sent a beacon, as far as the request itself says. It is looked at and not kept.
public struct BeaconSource: Sendable, Hashable {
    /// The client's address.
    let address: NetworkAddress?
    /// What the client calls itself; one that says nothing declares nothing.
    public var userAgent: String
    /// Whether the request says that it fetches what nobody has asked for yet.
    public var isPrefetch: Bool

    /// Nobody in particular.
    ///
    /// - Parameters:
    ///   - address: As text, such as `203.0.113.9`; what is no address says nothing.
    ///   - userAgent: What the client calls itself.
    ///   - isPrefetch: Whether the request says that it fetches what nobody has asked for yet.
    public init(address: String? = nil, userAgent: String = "", isPrefetch: Bool = false) {
        self.init(
            from: address.flatMap(NetworkAddress.init), userAgent: userAgent, isPrefetch: isPrefetch
        )
    }

    package init(from address: NetworkAddress?, userAgent: String, isPrefetch: Bool) {
        self.address = address
        self.userAgent = userAgent
        self.isPrefetch = isPrefetch
    }
}
