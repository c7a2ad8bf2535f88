import BroadsheetArticles
import Testing

@testable import Broadsheet

struct LanguageCountsTests {
    @Test func `articles are counted by language and by how it is known`() {
        var counts = LanguageCounts(siteLanguage: "en")
        let german = "Der Minister sagte am Dienstag, dass die Gespräche bis zum Ende dauern."
        for (language, body) in [("de", ""), ("de", "x"), (nil, german), (nil, "x"), (nil, "ж")] {
            counts.add(Article(id: "a", body: body, language: language))
        }
        #expect(
            counts.values.map { "\($0.name) \($0.value)" } == [
                "unknown 1", "de.declared 2", "de.detected 1", "en.assumed 1", "detected_unsure 0",
            ])
    }
}
