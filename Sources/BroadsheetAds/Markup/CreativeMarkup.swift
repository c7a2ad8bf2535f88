/// HTML for a decided ad: labelled as advertisement, counted by a pixel, in a box that has its size
/// before anything is loaded, so that nothing on the page moves.
///
/// HTML creatives run in an iframe with an origin of its own (`sandbox` without
/// `allow-same-origin`): they can't reach the page, its cookies or its storage. Whatever is put into
/// markup is escaped for its place.
package struct CreativeMarkup: Sendable {
    /// What the decision adds to the creative.
    package struct Context: Sendable {
        /// Id of the decision.
        package var decision: String
        /// Id of the slot.
        package var slot: String
        /// Our click route for this decision.
        package var clickURL: String
        /// Our impression pixel for this decision.
        package var impressionURL: String
        /// The word that marks an ad as one, in the site's language.
        package var label: String
        /// The reader's consent string; empty when unknown.
        package var consent: String

        package init(
            decision: String, slot: String, clickURL: String, impressionURL: String,
            label: String, consent: String = ""
        ) {
            self.decision = decision
            self.slot = slot
            self.clickURL = clickURL
            self.impressionURL = impressionURL
            self.label = label
            self.consent = consent
        }
    }

    private let context: Context

    package init(_ context: Context) { self.context = context }

    /// The whole block for a creative in a size.
    package func html(for creative: Creative, size: AdSize) -> String {
        let body: String
        switch creative.kind {
        case .image: body = image(creative, size)
        case .html: body = frame(creative, size)
        case .native: body = native(creative, size)
        }
        let attributes = Self.attributes([
            ("class", "broadsheet-ad broadsheet-ad-\(creative.kind.rawValue)"),
            ("data-broadsheet-slot", context.slot),
            ("data-broadsheet-decision", context.decision),
            ("aria-label", context.label),
            ("style", "position:relative;width:\(size.width)px;max-width:100%"),
        ])
        let label = MarkupText.html(context.label)
        return "<aside\(attributes)><span class=\"broadsheet-ad-label\">\(label)</span>"
            + "<div class=\"broadsheet-ad-body\" style=\"\(box(creative, size))\">\(body)</div>"
            + pixels(creative) + "</aside>"
    }

    /// What stands for a slot without an ad; invisible and of no size.
    package static func empty(reason: String) -> String {
        "<aside hidden\(attributes([("data-broadsheet-empty", reason)]))></aside>"
    }

    // MARK: Kinds

    /// Pictures shrink with a narrow page and keep their shape; frames keep their height.
    private func box(_ creative: Creative, _ size: AdSize) -> String {
        switch creative.kind {
        case .image: "max-width:100%;aspect-ratio:\(size.width)/\(size.height)"
        case .html: "max-width:100%;height:\(size.height)px"
        case .native: "max-width:100%;min-height:\(size.height)px"
        }
    }

    private func image(_ creative: Creative, _ size: AdSize) -> String {
        let picture = Self.attributes([
            ("src", creative.image ?? ""), ("width", "\(size.width)"),
            ("height", "\(size.height)"), ("alt", creative.alt ?? context.label),
            ("style", "display:block;max-width:100%;height:auto;border:0"),
        ])
        return "<a\(link)><img\(picture)></a>"
    }

    private func frame(_ creative: Creative, _ size: AdSize) -> String {
        let macros = MacroValues(context)
        let document =
            "<!doctype html><meta charset=\"utf-8\"><base target=\"_blank\">"
            + "<style>body{margin:0}</style>"
            + macros.replaced(in: creative.html ?? "", by: macros.inHTML)
        let attributes = Self.attributes([
            ("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox"),
            ("srcdoc", document), ("width", "\(size.width)"), ("height", "\(size.height)"),
            ("title", context.label), ("scrolling", "no"),
            ("style", "display:block;max-width:100%;border:0"),
        ])
        return "<iframe\(attributes)></iframe>"
    }

    private func native(_ creative: Creative, _ size: AdSize) -> String {
        var picture = ""
        if let image = creative.image, !image.isEmpty {
            // A square of the slot's height: known before the picture is.
            let side = "\(min(size.height, size.width))"
            let attributes = Self.attributes([
                ("class", "broadsheet-native-image"), ("src", image), ("width", side),
                ("height", side), ("alt", creative.alt ?? ""), ("style", "object-fit:cover"),
            ])
            picture = "<img\(attributes)>"
        }
        let texts = [
            ("strong", "title", creative.title), ("span", "text", creative.text),
            ("span", "sponsor", creative.sponsoredBy), ("span", "call", creative.callToAction),
        ]
        var parts = ""
        for (tag, name, text) in texts {
            guard let text, !text.isEmpty else { continue }
            parts += "<\(tag) class=\"broadsheet-native-\(name)\">\(MarkupText.html(text))</\(tag)>"
        }
        let body = "<span class=\"broadsheet-native-body\">\(parts)</span>"
        return "<a class=\"broadsheet-native\"\(link)>\(picture)\(body)</a>"
    }

    private var link: String {
        Self.attributes([
            ("href", context.clickURL), ("rel", "sponsored noopener"), ("target", "_blank"),
        ])
    }

    // MARK: Pixels

    /// The pixels of third parties, ready to fetch.
    package func trackers(of creative: Creative) -> [String] {
        let macros = MacroValues(context)
        return creative.impressionTrackers.map { macros.replaced(in: $0, by: macros.inAddress) }
    }

    private func pixels(_ creative: Creative) -> String {
        ([context.impressionURL] + trackers(of: creative)).map { address in
            let attributes = Self.attributes([
                ("src", address), ("width", "1"), ("height", "1"), ("alt", ""),
                ("style", "position:absolute;left:0;bottom:0;width:1px;height:1px;border:0"),
            ])
            return "<img\(attributes)>"
        }.joined()
    }

    private static func attributes(_ attributes: [(name: String, value: String)]) -> String {
        attributes.map { " \($0.name)=\"\(MarkupText.html($0.value))\"" }.joined()
    }
}
