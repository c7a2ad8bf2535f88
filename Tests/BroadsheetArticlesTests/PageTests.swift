import BroadsheetArticles
import Testing

@Suite struct PageTests {
    private func article(_ name: String) throws -> Article {
        try #require(try articles(inFixture: name).first)
    }

    @Test func `a page with JSON-LD gives its article without furniture`() throws {
        let article = try article("linked-data.html")
        #expect(article.id == "https://ledger.example/science/bees-on-the-roof")
        #expect(article.title == "Bees on the town hall roof")
        #expect(article.summary == "A mayor, three hives & a lift.")
        #expect(article.section == "Science/Nature" && article.tags == ["bees", "cities"])
        #expect(article.authors == ["Ama Boateng", "Li Wei"] && article.language == "en")
        #expect(article.image?.height == 900)
        #expect(article.publishedAt.map(UTCTime.format) == "2024-06-11T05:30:00Z")
        let paragraphs = article.body.split(separator: "\n\n")
        #expect(paragraphs.count == 3)
        #expect(paragraphs.first?.hasPrefix("The mayor keeps bees") == true)
        #expect(paragraphs.last?.hasSuffix("diesel and lime trees.") == true)
        #expect(article.body.contains("honey—and, once, a swarm—down five floors.\nHe does not"))
    }

    @Test func `a page with Open Graph alone, in Latin 1, gives its article`() throws {
        let article = try article("open-graph.html")
        #expect(article.id == "https://tagblatt.example/bruecke?id=77")
        #expect(article.title == "Brücke bleibt gesperrt" && article.section == "Lokales")
        #expect(article.tags == ["Verkehr", "Brücken"] && article.language == "de")
        #expect(article.body.split(separator: "\n\n").count == 2)
        #expect(!article.body.contains("Anzeige") && !article.body.contains("Fähre fällt"))
    }

    @Test func `a bare page gives title and densest block and is known by its file`() throws {
        let article = try article("bare.html")
        #expect(article.id == "bare.html" && article.url == nil)
        #expect(article.title == "Old mill burns")
        #expect(article.body.hasPrefix("The old mill on the river"))
        #expect(article.body.hasSuffix("man with a lantern."))
        #expect(!article.body.contains("Sport"))
    }

    @Test func `the text of a newspaper page loses what stands around the article`() throws {
        let article = try article("theme-page.txt")
        #expect(article.title.hasPrefix("Harbour Town Votes"))
        #expect(article.section == "World/Europe")
        #expect(article.publishedAt.map(UTCTime.format) == "2024-03-08T00:00:00Z")
        #expect(article.source?.name == "The Island Courier")
        #expect(article.body.hasPrefix(", Norway — The residents"))
        #expect(article.body.hasSuffix("and came back late."))
        #expect(article.body.split(separator: "\n\n").count == 3)
        #expect(article.id == "theme-page.txt")
    }

    @Test func `the text of another layout is read with byline, date and boxes left out`() throws {
        let article = try article("separated-page.txt")
        #expect(article.title == "Divers map a kelp forest by ear")
        #expect(article.section == "Science/Oceans" && article.authors == ["Ingrid Solheim"])
        #expect(article.publishedAt.map(UTCTime.format) == "2024-07-02T00:00:00Z")
        let paragraphs = article.body.split(separator: "\n\n")
        #expect(paragraphs.count == 4)
        #expect(!article.body.contains("otters") && !article.body.contains("frying fish"))
    }

    @Test(arguments: [
        "Stay connected", "Latest articles", "Related articles", "BrightWave Hosting Ad",
        "Leave a reply", "Please enter your comment!", "Please enter your name here",
        "Captcha verification failed!", "CAPTCHA user score failed. Please contact us!",
        "Continue Reading This Article At", "STAY CONNECTED", "The Headline of the Day",
        "HomeWorldThe Headline of the Day", "Home > World > The Headline of the Day",
        "Das könnte Sie auch interessieren", "À lire aussi", "Deja una respuesta",
    ])
    func `furniture never reaches the text, wherever it stands`(line: String) throws {
        let prose =
            "This is a paragraph of prose that goes on for long enough to be taken for one,"
            + " as paragraphs of newspapers do."
        let page = "The Headline of the Day\n\n\(line)\n\n\(prose)\n\n\(line)\n"
        let article = try #require(try records(page, named: "p.txt").first?.article)
        #expect(article.title == "The Headline of the Day")
        #expect(article.body == prose)
    }

    @Test func `an id that the caller gives identifies a page`() throws {
        let record = try #require(
            try records(try fixture("theme-page.txt"), named: "p.txt", id: "7").first)
        #expect(record.article?.id == "7")
    }

    @Test func `subheads stay and text without headline is kept`() throws {
        let prose =
            "A first paragraph that is certainly long enough to be taken for prose by any"
            + " rule that counts characters."
        let page = "\(prose)\n\nA subhead\n\nMore of it."
        let article = try #require(try records(page, named: "p.txt").first?.article)
        #expect(article.title.isEmpty && article.body == page)
    }

    @Test(arguments: ["", "\n", "word", "<html>", "<html><body></body></html>", "🗞️", "\u{0}"])
    func `a page of nothing is an article by its name`(text: String) throws {
        for format in [ArticleFormat.html, .text] {
            #expect(try records(text, as: format, named: "n").map { $0.article?.id } == ["n"])
        }
    }

    @Test(arguments: [
        "linked-data.html", "open-graph.html", "bare.html", "theme-page.txt", "separated-page.txt",
    ])
    func `the chunking does not change the record`(name: String) throws {
        let bytes = try fixture(name)
        #expect(
            try records(bytes, named: name, chunkSize: 13) == (try records(bytes, named: name)))
    }

    @Test func `the JSON-LD of a page may hold the whole text`() throws {
        let body = String(repeating: "A sentence of the article. ", count: 30)
        let page = """
            <html><head><script type="application/ld+json">[{"@type":"BlogPosting","headline":"H",
            "url":"https://a.example/1","articleBody":"\(body)"}]</script></head>
            <body><p>Only a teaser…</p></body></html>
            """
        let article = try #require(try records(page, as: .html).first?.article)
        #expect(article.body.hasPrefix("A sentence of the article. A sentence"))
        #expect(article.id == "https://a.example/1")
    }
}
