/// Programs that say in their user agent that nobody reads with them.
///
/// A compact list in place of the IAB's, which is not free. It names what says of itself that it is
/// a robot (`…bot`, crawlers, spiders), headless browsers and their drivers, scanners and monitors, and
/// the fetchers of the large services whose names say nothing of it. Libraries and tools that fetch
/// addresses (curl, python-requests, okhttp, CFNetwork) are not in it: they say with what somebody
/// fetches and not who, and a site's own server that passes its readers' beacons on uses them. Only
/// what declares itself is found; who wants to pass for a browser does. A missing user agent declares
/// nothing.
package enum DeclaredBots {
    /// Ends of words, such as in `Googlebot/2.1` and `archive.org_bot`.
    private static let ends = ["bot", "bots"].map { Array($0.utf8) }

    /// Words with such an end that are none: a maker of phones.
    private static let exceptions = ["cubot"].map { Array($0.utf8) }

    /// Words: everything between what is no letter.
    private static let words = Set(
        [
            "scrapy", "zgrab", "masscan", "nikto", "nmap", "slurp", "lighthouse", "pingdom",
            "statuscake", "gtmetrix", "ptst", "feedfetcher", "googleother",
        ].map { Array($0.utf8) })

    /// Texts anywhere.
    private static let phrases = [
        "crawl", "spider", "headless", "phantomjs", "puppeteer", "playwright", "selenium",
        "facebookexternalhit", "meta-external", "mediapartners-google",
        "apis-google", "google-inspectiontool", "skypeuripreview", "ia_archiver", "chatgpt-user",
        "claude-user", "perplexity-user",
    ].map { Array($0.utf8) }

    /// No browser's own name of itself comes near it; the rest is not looked at.
    private static let readLength = 1_024

    /// Whether a user agent declares a program without a reader.
    package static func declares(_ userAgent: String) -> Bool {
        let agent = userAgent.utf8.prefix(readLength).map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        return agent.split { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
            .contains(where: isBot)
            || phrases.contains { contains($0, in: agent) }
    }

    private static func isBot(_ word: ArraySlice<UInt8>) -> Bool {
        let word = Array(word)
        if words.contains(word) { return true }
        return ends.contains { word.suffix($0.count).elementsEqual($0) }
            && !exceptions.contains(word)
    }

    private static func contains(_ phrase: [UInt8], in text: [UInt8]) -> Bool {
        guard let first = phrase.first, text.count >= phrase.count else { return false }
        for start in 0...(text.count - phrase.count) where text[start] == first {
            if text[start..<start + phrase.count].elementsEqual(phrase) { return true }
        }
        return false
    }
}
