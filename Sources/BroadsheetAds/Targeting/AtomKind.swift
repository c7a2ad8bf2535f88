/// What the bitmaps of a snapshot are asked about, in the order in which reasons are given.
///
/// The dimensions of targeting, then the labels that an article excludes.
enum AtomKind: UInt8, CaseIterable, Sendable {
    case section
    case tag
    case keyword
    case language
    case url
    case country
    case region
    case device
    case weekday
    case hour
    case keyValues
    case label

    init(_ dimension: TargetingDimension) {
        switch dimension {
        case .section: self = .section
        case .tag: self = .tag
        case .keyword: self = .keyword
        case .language: self = .language
        case .url: self = .url
        case .country: self = .country
        case .region: self = .region
        case .device: self = .device
        case .weekday: self = .weekday
        case .hour: self = .hour
        case .keyValues: self = .keyValues
        }
    }

    /// Why a line item falls that this keeps out.
    var reason: Ineligibility {
        switch self {
        case .section: .section
        case .tag: .tag
        case .keyword: .keyword
        case .language: .language
        case .url: .url
        case .country: .country
        case .region: .region
        case .device: .device
        case .weekday: .weekday
        case .hour: .hour
        case .keyValues: .keyValues
        case .label: .excludedLabel
        }
    }

    /// Whether letters of ASCII are compared without case.
    var foldsCase: Bool {
        switch self {
        case .keyword, .language, .country, .region: true
        case .section, .tag, .url, .device, .weekday, .hour, .keyValues, .label: false
        }
    }

    /// Whether a request may leave it open. Then a test on it holds neither way: who excludes a
    /// country does not serve where the country is unknown.
    var mayBeUnknown: Bool {
        switch self {
        case .language, .url, .country, .region, .device: true
        case .section, .tag, .keyword, .weekday, .hour, .keyValues, .label: false
        }
    }
}
