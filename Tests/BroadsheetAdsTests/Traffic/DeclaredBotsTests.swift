import BroadsheetAds
import Testing

struct DeclaredBotsTests {
    @Test(arguments: [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116",
        "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
        "AdsBot-Google (+http://www.google.com/adsbot.html)", "Mediapartners-Google",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)", "SEMrushBot", "ia_archiver",
        "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0.0.0 Safari/537.36",
        "Scrapy/2.11.0 (+https://scrapy.org)", "SCRAPY",
        "facebookexternalhit/1.1", "Mozilla/5.0 Chrome-Lighthouse", "my own web crawler",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0",
        "robots.txt checker", "bot",
    ])
    func `what says that it is a program without a reader is found`(agent: String) {
        #expect(DeclaredBots.declares(agent))
    }

    @Test(arguments: [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            + "Chrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
            + "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/99 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
        "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1.32052; U; en) Presto/2.8.119 Version/11.10",
        "curl/8.5.0", "python-requests/2.31.0", "Go-http-client/1.1", "okhttp/4.12.0",
        "NewsApp/7 CFNetwork/1494.0.7 Darwin/23.4.0", "Dalvik/2.1.0 (Android 13)",
        "Robotic Browser of the Abbottsford Library", "", " ", "😀", "w g e t",
    ])
    func `browsers, apps and libraries are not, nor is who says nothing`(agent: String) {
        #expect(!DeclaredBots.declares(agent))
    }

    @Test func `a very long user agent is read up to a bound`() {
        let padding = String(repeating: "a ", count: 400)
        #expect(DeclaredBots.declares(padding + "nmap"))
        #expect(!DeclaredBots.declares(padding + padding + "nmap"))
        #expect(!DeclaredBots.declares(String(repeating: "é", count: 100_000)))
    }
}
