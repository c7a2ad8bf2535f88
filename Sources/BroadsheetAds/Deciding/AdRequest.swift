package import Foundation

/// What a decision knows about the page and the moment.
package struct AdRequest: Sendable, Hashable {
    /// Which ads the article admits.
    package enum AdPolicy: String, Sendable, CaseIterable {
        /// Any that fit.
        case all
        /// Only the tier `house`.
        case house
        /// None at all.
        case none
    }

    /// A value of one of the caller's own keys.
    package struct KeyValue: Sendable, Hashable {
        package var key: String
        package var value: String

        package init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Id of the slot to fill.
    package var slot: String
    /// Section path of the article; empty when there is no article or no section.
    package var articleSection: String
    package var articleTags: [String]
    package var articleAdPolicy: AdPolicy
    /// Labels of advertisers that may not stand beside the article.
    package var articleAdLabels: [String]
    /// In lower case; letters of ASCII are compared without case.
    package var keywords: [String] = []
    /// BCP 47 tag; empty where it is not known.
    package var language = ""
    /// Address of the page; empty where it is not known.
    package var url = ""
    /// ISO 3166-1 code of the reader's country; empty where it is not known.
    package var country = ""
    /// ISO 3166-2 code of the reader's region; empty where it is not known.
    package var region = ""
    /// nil where it is not known.
    package var device: DeviceClass?
    package var keyValues: [KeyValue] = []
    package var now: Date

    package init(
        slot: String, articleSection: String = "", articleTags: [String] = [],
        articleAdPolicy: AdPolicy = .all, articleAdLabels: [String] = [], now: Date
    ) {
        self.slot = slot
        self.articleSection = articleSection
        self.articleTags = articleTags
        self.articleAdPolicy = articleAdPolicy
        self.articleAdLabels = articleAdLabels
        self.now = now
    }

    /// Seconds since 1970 as rules compare them: no number for times that no clock shows, which no
    /// flight includes.
    static func seconds(_ now: Date) -> Double {
        let seconds = now.timeIntervalSince1970
        return abs(seconds) < 1e13 ? seconds : .nan
    }
}
