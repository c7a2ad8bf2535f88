/// The rules of one creative by itself.
struct CreativeChecker {
    typealias Finding = CatalogueChecker.Finding

    let creative: Creative

    func findings() -> [Finding] {
        texts() + weight() + parts() + addresses() + macros()
            + CapChecker(caps: creative.caps, kind: .creative, id: creative.id).findings()
    }

    private func finding(
        _ field: String, _ problem: String, severity: CampaignProblem.Severity = .error
    ) -> Finding {
        Finding(
            locus: Locus(.creative, creative.id, field), severity: severity,
            problem: "creative `\(creative.id.shortened)` \(problem)")
    }

    private func weight() -> [Finding] {
        LineItemChecker.problem(ofWeight: creative.weight).map { [finding("weight", $0)] } ?? []
    }

    /// Control characters but line breaks and tabs.
    private func texts() -> [Finding] {
        let texts = [
            ("alt", creative.alt), ("html", creative.html), ("title", creative.title),
            ("text", creative.text), ("sponsored_by", creative.sponsoredBy),
            ("call_to_action", creative.callToAction),
        ]
        let id = CatalogueChecker.text(
            creative.id, Locus(.creative, creative.id, "id"),
            in: "creative `\(creative.id.shortened)`")
        return id
            + texts.compactMap { field, text in
                let hasControl = text?.unicodeScalars.contains { scalar in
                    scalar.isControl && !["\t", "\n", "\r"].contains(scalar)
                }
                guard hasControl ?? false else { return nil }
                return finding(field, "has a control character in `\(field)`; remove it")
            }
    }

    /// What each kind needs, and what it has no use for.
    private func parts() -> [Finding] {
        var needed: [(field: String, isThere: Bool)] = [("click_url", !creative.clickURL.isEmpty)]
        if creative.kind != .native { needed.append(("size", creative.size != nil)) }
        switch creative.kind {
        case .image: needed.append(("image", isThere(creative.image)))
        case .html: needed.append(("html", isThere(creative.html)))
        case .native: needed.append(("title", isThere(creative.title)))
        }
        return needed.filter { !$0.isThere }.map { field, _ in
            finding(field, "has no `\(field)`, which kind \(creative.kind.rawValue) needs; add it")
        }
    }

    private func isThere(_ text: String?) -> Bool { !(text?.isEmpty ?? true) }

    private func addresses() -> [Finding] {
        var findings: [Finding] = []
        func check(_ address: String, _ field: String, schemes: [String]) {
            guard !WebAddress.isValid(address, schemes: schemes) else { return }
            let expected = schemes.map { "\($0)://HOST/…" }.joined(separator: " or ")
            let problem = "has `\(field)` `\(address.shortened)`; expected \(expected)"
            findings.append(finding(field, problem))
        }
        if !creative.clickURL.isEmpty {
            check(creative.clickURL, "click_url", schemes: ["https", "http"])
        }
        if let image = creative.image, !image.isEmpty, !WebAddress.isSitePath(image) {
            check(image, "image", schemes: ["https", "http"])
        }
        for tracker in creative.impressionTrackers {
            check(tracker, "impression_trackers", schemes: ["https"])
        }
        return findings
    }

    // MARK: Macros

    private func macros() -> [Finding] {
        guard creative.kind == .html, let html = creative.html, !html.isEmpty else { return [] }
        var findings: [Finding] = []
        let names = CreativeMacro.allCases.map(\.rawValue)
        for word in Self.bracedWords(in: html) where !names.contains(word) {
            guard let near = Spelling.nearest(to: word, among: names) else { continue }
            let problem = "has `{\(word)}`, which is no macro; did you mean `{\(near)}`?"
            findings.append(finding("html", problem, severity: .warning))
        }
        if !CreativeMacro.isClickable(html) {
            let problem = "has no click macro: put `{click_url}` or `{click_url_encoded}`"
            findings.append(
                finding("html", "\(problem) where a click leads", severity: .warning))
        }
        return findings
    }

    /// Words of lower-case letters and `_` in braces, in order, each once.
    static func bracedWords(in html: String) -> [String] {
        var words: [String] = []
        for piece in html.utf8.split(separator: UInt8(ascii: "{")).dropFirst(
            html.utf8.first == UInt8(ascii: "{") ? 0 : 1)
        {
            guard let end = piece.firstIndex(of: UInt8(ascii: "}")) else { continue }
            let bytes = piece[..<end]
            let isWord = bytes.allSatisfy { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
            guard isWord, (3...24).contains(bytes.count) else { continue }
            let word = String(decoding: bytes, as: UTF8.self)
            if !words.contains(word) { words.append(word) }
        }
        return words
    }
}
