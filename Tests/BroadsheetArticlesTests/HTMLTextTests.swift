import BroadsheetArticles
import Testing

@Suite struct HTMLTextTests {
    @Test(arguments: [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br/><br>Three", "One\nTwo\n\nThree"),
        ("a &amp; b &lt;c&gt; &nbsp; &eacute; &#8212; &#x1F5DE;", "a & b <c> é — 🗞"),
        ("<p>a <b>b</b>c\n d</p>", "a bc d"),
        ("<ul><li>x</li><li>y</li></ul>after", "x\ny\n\nafter"),
        ("<script>var a='<p>no</p>'</script><style>p{}</style>yes", "yes"),
        ("<figure><img><figcaption>no</figcaption></figure><p>yes</p>", "yes"),
        ("<form><p>no</p><input value=x></form><nav>no</nav><p>yes</p>", "yes"),
        ("<p>yes, quite long</p><div class='sharedaddy sd-block'>no</div>", "yes, quite long"),
        ("<p>yes, quite long</p><div id='jp-relatedposts'>no</div>", "yes, quite long"),
        ("<p>yes</p><p hidden>no</p><!-- no -->", "yes"),
        ("<div class='post category-social'>yes</div>", "yes"),
        ("one\n\ntwo\nthree", "one\n\ntwo three"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("a[caption id=\"1\"]<img>no[/caption] b[gallery] [sic]", "a b [sic]"),
        ("[caption]open", "open"),
        ("plain < text & more", "plain < text & more"),
        ("", ""), ("<", "<"), ("<p", ""), ("&", "&"), ("&#0;x", "x"), ("&bogus;", "&bogus;"),
    ])
    func `HTML becomes text`(html: String, expected: String) {
        #expect(HTMLText.text(fromFragment: html).text == expected)
    }

    @Test func `a box that holds most of the text is no box`() {
        let text = String(repeating: "All of the article. ", count: 20)
        let html = "<div class='social-layout'><p>\(text)</p></div>"
        #expect(HTMLText.text(fromFragment: html).text.hasPrefix("All of the article."))
    }

    @Test(arguments: ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<a><p>"])
    func `nesting without end is cut with a warning`(opening: String) {
        let html = "<p>before</p>" + String(repeating: opening, count: 200_000) + "after"
        let plain = HTMLText.text(fromFragment: html)
        #expect(plain.text.hasPrefix("before"))
        #expect(plain.text.contains("after") != plain.warnings.contains { $0.contains("512") })
    }

    @Test(arguments: [(10, "en"), (60_000, nil)] as [(Int, String?)])
    func `attributes beyond a thousand in one tag are left out`(
        count: Int, language: String?
    ) throws {
        let attributes = (0..<count).map { " attribute\($0)='x>y'" }.joined()
        let page = "<html\(attributes) lang='en'><body><p class='lead'>Some text</p></body></html>"
        let article = try #require(try records(page, as: .html).first?.article)
        #expect(article.body == "Some text")
        #expect(article.language == language)
    }

    @Test func `a fragment of 5 MB is read`() {
        let line = String(repeating: "word ", count: 99) + "words"
        let html = String(repeating: "<p>\(line)</p>", count: 10_000)
        #expect(HTMLText.text(fromFragment: html).text.utf8.count == 10_000 * 502 - 2)
    }
}
