/// What an impression must be like for a line item: a tree of tests.
///
/// Campaign files write it below `targeting` as a mapping. Each key is a test (`section: [World]`)
/// or one of `all`, `any` and `not`; several keys of one mapping must all hold.
package indirect enum TargetingRule: Sendable, Hashable {
    /// Holds when every part does.
    case all([TargetingRule])
    /// Holds when at least one part does.
    case any([TargetingRule])
    /// Holds when the part does not.
    case not(TargetingRule)
    /// Holds when one of a test's values describes the impression.
    case test(TargetingTest)
    /// A rule that could not be read. It never holds, and neither does a rule that contains it,
    /// also below `not`: what is not understood must not serve.
    case unreadable

    /// Levels of `all`, `any` and `not` that are read; deeper rules are unreadable.
    package static let maximumDepth = 16

    /// Whether every part was understood.
    package var isReadable: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.allSatisfy(\.isReadable)
        case .not(let part): part.isReadable
        case .test: true
        case .unreadable: false
        }
    }

    /// Every test of the tree, in the order written.
    package var tests: [TargetingTest] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.tests)
        case .not(let part): part.tests
        case .test(let test): [test]
        case .unreadable: []
        }
    }
}

/// What a test looks at; the raw value is the key of campaign files.
package enum TargetingDimension: String, Sendable, Hashable, CaseIterable, Codable {
    /// Path of the article's section: `World` also holds in `World/Asia`.
    case section
    /// A tag of the article, exactly.
    case tag
    /// A keyword of the request, in lower case.
    case keyword
    /// BCP 47 tag: `en` also holds for `en-GB`.
    case language
    /// A host (`news.example`, also for hosts below it) or, with a slash, how the address begins
    /// (`news.example/sport/`), whatever its scheme.
    case url
    /// ISO 3166-1 code of the reader's country.
    case country
    /// ISO 3166-2 code of the reader's region, such as `US-NY`.
    case region
    /// Class of the reader's device; see ``DeviceClass``.
    case device
    /// Day of the week in the campaign's time zone, `mon` to `sun`.
    case weekday
    /// Hour of the day in the campaign's time zone, 0 to 23.
    case hour
    /// A value of one of the caller's own keys.
    case keyValues = "key_values"
}

/// One test: a dimension and the values of which one must hold.
package struct TargetingTest: Sendable, Hashable {
    package var dimension: TargetingDimension
    /// The caller's key; empty for every dimension but `key_values`.
    package var key: String
    /// In their one spelling (`DE`, `en-gb`, `mon`, hours one by one); never empty in a valid rule.
    package var values: [String]

    package init(_ dimension: TargetingDimension, key: String = "", _ values: [String]) {
        self.dimension = dimension
        self.key = key
        self.values = values
    }
}

/// The devices that rules tell apart.
package enum DeviceClass: String, Sendable, Hashable, CaseIterable, Codable {
    case desktop
    case phone
    case tablet
    case tv
    case other
}
