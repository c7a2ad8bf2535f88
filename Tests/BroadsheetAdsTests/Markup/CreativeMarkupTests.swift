import BroadsheetAds
import Testing

@Suite struct CreativeMarkupTests {
    private let size = AdSize(width: 320, height: 50)
    private let context = CreativeMarkup.Context(
        decision: "d-1", slot: "top", clickURL: "https://ads.example/c/T",
        impressionURL: "https://ads.example/i/T", label: "Advertisement")

    private func markup(
        _ kind: Creative.Kind, context: CreativeMarkup.Context? = nil,
        change: (inout Creative) -> Void = { _ in }
    ) -> String {
        var creative = Creative(id: "c", kind: kind, size: size, clickURL: "https://dog.example/")
        change(&creative)
        return CreativeMarkup(context ?? self.context).html(for: creative, size: size)
    }

    private func block(_ kind: String, box: String, _ body: String, trackers: String = "") -> String
    {
        "<aside class=\"broadsheet-ad broadsheet-ad-\(kind)\" data-broadsheet-slot=\"top\" "
            + "data-broadsheet-decision=\"d-1\" aria-label=\"Advertisement\" "
            + "style=\"position:relative;width:320px;max-width:100%\">"
            + "<span class=\"broadsheet-ad-label\">Advertisement</span>"
            + "<div class=\"broadsheet-ad-body\" style=\"max-width:100%;\(box)\">\(body)</div>"
            + pixel("https://ads.example/i/T") + trackers + "</aside>"
    }

    private func pixel(_ address: String) -> String {
        "<img src=\"\(address)\" width=\"1\" height=\"1\" alt=\"\" "
            + "style=\"position:absolute;left:0;bottom:0;width:1px;height:1px;border:0\">"
    }

    private let link =
        "href=\"https://ads.example/c/T\" rel=\"sponsored noopener\" target=\"_blank\""

    @Test func `an image is a sponsored link around a picture of known size`() {
        let found = markup(.image) {
            $0.image = "https://dog.example/a.png?x=1&y=2"
            $0.alt = "Dog & \"cat\""
            $0.impressionTrackers = ["https://t.example/{cachebuster}?d={decision}&{other}"]
        }
        let picture =
            "<img src=\"https://dog.example/a.png?x=1&amp;y=2\" width=\"320\" height=\"50\" "
            + "alt=\"Dog &amp; &quot;cat&quot;\" "
            + "style=\"display:block;max-width:100%;height:auto;border:0\">"
        let tracker = pixel("https://t.example/3225013061841837?d=d-1&amp;{other}")
        let expected = block(
            "image", box: "aspect-ratio:320/50", "<a \(link)>\(picture)</a>", trackers: tracker)
        #expect(found == expected)
    }

    @Test func `HTML runs in a frame with an origin of its own and a size from the start`() {
        let found = markup(.html) { $0.html = "<a href=\"{click_url}\">go & see</a>" }
        let document =
            "&lt;!doctype html&gt;&lt;meta charset=&quot;utf-8&quot;&gt;"
            + "&lt;base target=&quot;_blank&quot;&gt;&lt;style&gt;body{margin:0}&lt;/style&gt;"
            + "&lt;a href=&quot;https://ads.example/c/T&quot;&gt;go &amp; see&lt;/a&gt;"
        let frame =
            "<iframe sandbox=\"allow-scripts allow-popups allow-popups-to-escape-sandbox\" "
            + "srcdoc=\"\(document)\" width=\"320\" height=\"50\" title=\"Advertisement\" "
            + "scrolling=\"no\" style=\"display:block;max-width:100%;border:0\"></iframe>"
        #expect(found == block("html", box: "height:50px", frame))
        #expect(!found.contains("allow-same-origin"))
    }

    @Test func `a native ad is a sponsored link of its parts, absent ones left out`() {
        let found = markup(.native) {
            $0.title = "Fast <hosting>"
            $0.sponsoredBy = "Alpha Dog"
            $0.image = "https://dog.example/a.png"
        }
        let picture =
            "<img class=\"broadsheet-native-image\" src=\"https://dog.example/a.png\" width=\"50\" "
            + "height=\"50\" alt=\"\" style=\"object-fit:cover\">"
        let body =
            "<a class=\"broadsheet-native\" \(link)>\(picture)<span class=\"broadsheet-native-body\">"
            + "<strong class=\"broadsheet-native-title\">Fast &lt;hosting&gt;</strong>"
            + "<span class=\"broadsheet-native-sponsor\">Alpha Dog</span></span></a>"
        #expect(found == block("native", box: "min-height:50px", body))
    }

    @Test func `each macro is replaced once and escaped for its place`() {
        var context = context
        context.clickURL = "https://ads.example/c?a=1&b=<x>"
        context.consent = "{slot}\"'"
        let found = markup(.html, context: context) {
            $0.html =
                "{click_url}|{click_url_encoded}|{decision}|{slot}|{consent}|{nothing}|{|{{slot}}"
        }
        // Escaped once by the macro and once more as an attribute.
        let expected =
            "https://ads.example/c?a=1&amp;amp;b=&amp;lt;x&amp;gt;|"
            + "https%3A%2F%2Fads.example%2Fc%3Fa%3D1%26b%3D%3Cx%3E|d-1|top|"
            + "{slot}&amp;quot;&amp;#39;|{nothing}|{|{top}\""
        #expect(found.contains(expected))
    }

    @Test func `the cachebuster is a number that differs from decision to decision`() {
        let numbers = (0..<100).map { index in
            var context = context
            context.decision = "d-\(index)"
            let found = markup(.html, context: context) { $0.html = "<i>{cachebuster}</i>" }
            return found.split(separator: "&lt;i&gt;").last.map { String($0.prefix(16)) } ?? ""
        }
        #expect(numbers.allSatisfy { UInt64($0) != nil })
        #expect(Set(numbers).count == 100)
    }

    @Test(arguments: Creative.Kind.allCases)
    func `no text of creative, slot or decision leaves its place in the markup`(
        kind: Creative.Kind
    ) {
        let hostile = "\"'><script>alert(1)</script>&amp;\0{slot}\u{2028}"
        let context = CreativeMarkup.Context(
            decision: hostile, slot: hostile, clickURL: hostile, impressionURL: hostile,
            label: hostile, consent: hostile)
        let found = markup(kind, context: context) {
            $0.image = hostile
            $0.alt = hostile
            $0.html = hostile + "{click_url}{decision}{consent}"
            $0.title = hostile
            $0.text = hostile
            $0.sponsoredBy = hostile
            $0.callToAction = hostile
            $0.impressionTrackers = [hostile]
        }
        #expect(!found.contains("<script"))
        #expect(!found.contains("'"))
        #expect(!found.contains("\0"))
        // Every quote that is left is one of ours: two for each attribute.
        let quotes = found.count { $0 == "\"" }
        #expect(quotes == 2 * found.ranges(of: "=\"").count)
    }

    @Test func `a slot without an ad is hidden and says why`() {
        let expected = "<aside hidden data-broadsheet-empty=\"none_eligible\"></aside>"
        #expect(CreativeMarkup.empty(reason: NoFill.Reason.noneEligible.rawValue) == expected)
        let hostile = "<aside hidden data-broadsheet-empty=\"&quot;&gt;x\"></aside>"
        #expect(CreativeMarkup.empty(reason: "\">x") == hostile)
    }
}
