import BroadsheetArticles
import Testing

@Suite struct NormalizedURLTests {
    @Test(arguments: [
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org/a/", "https://example.org/a"),
        ("https://example.org/a/?id=1", "https://example.org/a?id=1"),
        ("https://example.org/a#top", "https://example.org/a"),
        ("https://example.org/?id=7", "https://example.org?id=7"),
        (
            "https://example.org/a?utm_source=x&id=7&fbclid=y&b=2#c",
            "https://example.org/a?id=7&b=2"
        ),
        ("https://example.org/a?UTM_Medium=x", "https://example.org/a"),
        ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/a%2Fb?q=%20", "https://example.org/a%2Fb?q=%20"),
        ("https://User:Pass@Example.org/", "https://User:Pass@example.org"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("  https://example.org/a\n", "https://example.org/a"),
        (
            "https://example.org/a?igshid=1&gclid=2&mc_cid=3&mc_eid=4&ref_src=5&cmpid=6",
            "https://example.org/a"
        ),
        ("https://example.org/a?page=2&reference=9", "https://example.org/a?page=2&reference=9"),
        ("https://exämple.org/ü", "https://exämple.org/ü"),
        ("urn:uuid:1225C695", "urn:uuid:1225C695"),
        ("/relative/path/", "/relative/path/"),
        ("https://", "https://"),
    ])
    func `links to the same page become one address`(url: String, expected: String) {
        #expect(NormalizedURL.normalize(url) == expected)
    }

    @Test func `blanks alone are no address`() {
        #expect(NormalizedURL.normalize(" \n") == nil)
    }

    @Test(arguments: [
        "http://h:80:80/", "http://h/ #x", "http://h/a/ / ?utm_x=1 ", "http://h? &utm_a=1",
        "http:// :80", "http://h/?&&&", "http://h/a?b&&c", "https://h//", "http://@:80/",
        "http://h :80", "HTTP://H/?a=1 &gclid=2", "http://h\u{0}/\u{0}", "http://?",
    ])
    func `normalising twice changes nothing`(url: String) throws {
        let once = try #require(NormalizedURL.normalize(url))
        #expect(NormalizedURL.normalize(once) == once)
    }

    @Test func `the list of tracking parameters is written in lower case`() {
        for name in NormalizedURL.trackingParameters { #expect(name == name.lowercased()) }
    }
}
