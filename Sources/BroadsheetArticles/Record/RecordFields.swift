internal import Foundation

/// The members of one record on their way into an article.
struct RecordFields {
    typealias Problem = ArticleRecord.Problem

    let members: [String: JSONValue]
    private(set) var warnings: [String]

    init(members: [String: JSONValue], warnings: [String]) {
        self.members = members
        self.warnings = warnings
    }

    /// Reads the texts that a reader sees, and the address.
    mutating func fillTexts(of article: inout Article) throws(Problem) {
        article.url = try strictText("url").flatMap(Self.nonEmpty)
        article.title = try text("title") ?? ""
        article.summary = try text("summary") ?? ""
        if let body = try text("body") {
            article.body = body
            _ = try text("body_html")
        } else if let html = try text("body_html") {
            let plain = HTMLText.text(fromFragment: html)
            article.body = plain.text
            warnings += plain.warnings.map { "body_html: \($0)" }
        }
        article.section = SectionPath.tidied(try text("section") ?? "")
        article.language = try text("language").flatMap(Self.nonEmpty)
    }

    /// Reads tags, authors, labels, picture and source.
    mutating func fillLists(of article: inout Article) throws(Problem) {
        article.tags = try texts("tags")
        article.authors = try texts("authors")
        article.adLabels = try texts("ad_labels")
        if let image = try object("image") {
            article.image = try picture(image)
        }
        if let source = try object("source") {
            var fields = RecordFields(members: source, warnings: [])
            let name = try fields.text("name", in: "source") ?? ""
            let url = try fields.text("url", in: "source").flatMap(Self.nonEmpty)
            if !name.isEmpty || url != nil { article.source = Article.Source(name: name, url: url) }
            warnings += fields.warnings
        }
    }

    private mutating func picture(_ members: [String: JSONValue]) throws(Problem) -> Article.Image?
    {
        var fields = RecordFields(members: members, warnings: [])
        let url = try fields.text("url", in: "image").flatMap(Self.nonEmpty)
        let alt = try fields.text("alt", in: "image")
        let width = try fields.size("width", in: "image")
        let height = try fields.size("height", in: "image")
        warnings += fields.warnings
        guard let url else {
            warnings.append("image: found no url; the picture was left out")
            return nil
        }
        return Article.Image(url: url, width: width, height: height, alt: alt)
    }

    /// Reads the three times.
    mutating func fillTimes(of article: inout Article) throws(Problem) {
        article.publishedAt = time("published_at")
        article.updatedAt = time("updated_at")
        article.expiresAt = time("expires_at")
    }

    /// Reads what has a fixed set of values.
    func fillChoices(of article: inout Article) throws(Problem) {
        article.status = try choice("status", default: .published)
        article.ads = try choice("ads", default: .all)
        switch members["evergreen"] {
        case nil, .null?: break
        case .bool(let flag)?: article.evergreen = flag
        case let other?:
            throw .field("evergreen", found: other.kind, expected: "true or false")
        }
    }

    /// Gives the article its id: the explicit one, else the normalised address, else the guid.
    mutating func identify(
        _ article: inout Article, rule: ArticleRecord.IdentityRule
    ) throws(Problem) -> ArticleRecord.Identity {
        let id = try strictText("id").flatMap(Self.nonEmpty)
        let guid = try strictText("guid").flatMap(Self.nonEmpty)
        if case .given(let expected) = rule {
            if let id, !id.utf8.elementsEqual(expected.utf8) {
                throw .otherIdentity(found: id, expected: expected)
            }
            article.id = expected
            return .explicit
        }
        if let id {
            article.id = id
            return .explicit
        }
        let url = article.url.flatMap(NormalizedURL.normalize)
        article.id = url ?? guid ?? ""
        if article.id.isEmpty, rule == .required { throw .noIdentity }
        return url != nil ? .url : guid != nil ? .guid : .none
    }
}

extension RecordFields {
    /// A text that names something: a NUL or a repaired character in it is a problem.
    private func strictText(_ key: String) throws(Problem) -> String? {
        guard let text = try rawText(key, name: key) else { return nil }
        if text.containsNUL {
            throw .field(key, found: "a NUL character", expected: "a text without one")
        }
        if warnings.contains(UTF8Text.warning), text.unicodeScalars.contains("\u{FFFD}") {
            throw .field(key, found: "invalid UTF-8", expected: "a text in UTF-8")
        }
        return text
    }

    /// A text; NUL characters are left out with a warning.
    private mutating func text(_ key: String, in parent: String? = nil) throws(Problem) -> String? {
        let name = parent.map { "\($0).\(key)" } ?? key
        return try rawText(key, name: name).map { withoutNUL($0, name: name) }
    }

    private func rawText(_ key: String, name: String) throws(Problem) -> String? {
        switch members[key] {
        case nil, .null?: return nil
        case .text(let text)?: return text
        case let other?: throw .field(name, found: other.kind, expected: "a text")
        }
    }

    private mutating func texts(_ key: String) throws(Problem) -> [String] {
        let expected = "a list of texts such as [\"one\",\"two\"]"
        switch members[key] {
        case nil, .null?: return []
        case .list(let list)?:
            var texts: [String] = []
            texts.reserveCapacity(list.count)
            for element in list {
                guard let text = element.text else {
                    throw .field(key, found: "\(element.kind) in the list", expected: expected)
                }
                texts.append(withoutNUL(text, name: key))
            }
            return texts
        case let other?: throw .field(key, found: other.kind, expected: expected)
        }
    }

    private func object(_ key: String) throws(Problem) -> [String: JSONValue]? {
        switch members[key] {
        case nil, .null?: return nil
        case .object(let members)?: return members
        case let other?:
            throw .field(key, found: other.kind, expected: "an object such as {\"url\":\"…\"}")
        }
    }

    private mutating func size(_ key: String, in parent: String) throws(Problem) -> Int? {
        switch members[key] {
        case nil, .null?: return nil
        case let value?:
            guard case .number = value else {
                throw .field("\(parent).\(key)", found: value.kind, expected: "a number of pixels")
            }
            if value.size == nil {
                warnings.append("\(parent).\(key): found no whole number above 0; left out")
            }
            return value.size
        }
    }

    private mutating func time(_ key: String) -> Date? {
        switch members[key] {
        case nil, .null?, .text("")?: return nil
        case let value?:
            if let text = value.text, let date = LenientTime.parse(text) { return date }
            let found = value.text.map { Excerpt.quoted($0) } ?? value.kind
            warnings.append(
                "\(key): found \(found), expected a time such as 2024-07-17T08:30:00Z; read as null"
            )
            return nil
        }
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Choice
    ) throws(Problem) -> Choice where Choice.RawValue == String {
        guard let value = members[key], value != .null else { return fallback }
        if let text = value.text, let choice = Choice(rawValue: text) { return choice }
        let found = value.text.map { Excerpt.quoted($0) } ?? value.kind
        let expected = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw .field(key, found: found, expected: "one of \(expected)")
    }

    private mutating func withoutNUL(_ text: String, name: String) -> String {
        guard text.containsNUL else { return text }
        let warning = "\(name): found NUL characters; left out"
        if !warnings.contains(warning) { warnings.append(warning) }
        return String(decoding: text.utf8.filter { $0 != 0 }, as: UTF8.self)
    }

    private static func nonEmpty(_ text: String) -> String? {
        text.isEmpty ? nil : text
    }
}
