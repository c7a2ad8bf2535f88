package import BroadsheetAds
internal import BroadsheetContent
internal import Foundation

/// What a server is told: the site's configuration and what must not be in it.
///
/// Flags win over the environment, which wins over the file. A setting has one name in all three:
/// `site.language` is `BROADSHEET_SITE_LANGUAGE` in the environment, where lists are separated by
/// blanks or commas. Variants and the rules of related lists stand in the file only.
package struct SiteSettings: Sendable {
    /// Something wrong with a setting; the text says where, what was expected and how to mend it.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// The site's configuration.
    package private(set) var configuration = Configuration()
    /// The operator's token; nil switches the publish hook off.
    package private(set) var token: String?
    /// Addresses from which nobody reads; not a setting of the file, which may hold a million of them.
    package var invalidRanges: AddressRanges {
        get { configuration.invalidRanges }
        set { configuration.invalidRanges = newValue }
    }
    /// Where the signing keys lie; nil for beside the ledger.
    package private(set) var keyFile: String?

    /// The names of all settings that are one value or a list of values.
    static let names = [
        "token", "key_file", "vector_cache", "site.base_url", "site.language", "site.time_zone",
        "site.ad_label",
        "site.currency", "site.link_parameters", "http.allowed_origins", "http.trusted_proxies",
        "memory", "ads.token_life_minutes",
    ]

    /// Reads all three sources.
    ///
    /// - Parameters:
    ///   - file: name and bytes of a YAML file.
    ///   - environment: the process's variables.
    ///   - flags: texts of the form `name=value`.
    /// - Throws: `Failure` for the first setting that is wrong.
    package init(
        file: (name: String, bytes: [UInt8])? = nil, environment: [String: String] = [:],
        flags: [String] = []
    ) throws(Failure) {
        let variants = try file.map { (file) throws(Failure) in
            try read(file.bytes, name: file.name)
        }
        for name in Self.names {
            let variable = "BROADSHEET_" + name.uppercased().replacing(".", with: "_")
            if let value = environment[variable] { try set(name, value, place: variable) }
        }
        for flag in flags {
            guard let equals = flag.firstIndex(of: "=") else {
                throw Failure(description: "--set: found `\(flag)`, expected name=value")
            }
            let name = String(flag[..<equals])
            try set(name, String(flag[flag.index(after: equals)...]), place: "--set \(name)")
        }
        // Last, because an analyser that a variant does not name goes by the site's language.
        for entry in variants ?? [] { try setVariants(entry, file: file?.name ?? "") }
    }

    // MARK: One setting

    /// Sets a value given as text; a list is separated by blanks or commas.
    private mutating func set(_ name: String, _ text: String, place: String) throws(Failure) {
        let list = text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
        switch name {
        case "site.link_parameters":
            var parameters: [Configuration.LinkParameter] = []
            for item in text.split(separator: "&") {
                let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw Failure(
                        description: "\(place): found `\(text)`, expected name=value&name=value")
                }
                parameters.append(.init(name: parts[0], value: parts[1]))
            }
            configuration.site.linkParameters = parameters
        case "http.allowed_origins": try setOrigins(list, place: place)
        case "http.trusted_proxies":
            do {
                _ = try AddressRanges(list)
            } catch {
                throw Failure(description: "\(place): \(error)")
            }
            configuration.http.trustedProxies = list
        default: try setText(name, text, place: place)
        }
    }

    private mutating func setText(_ name: String, _ text: String, place: String) throws(Failure) {
        switch name {
        case "token": token = text.isEmpty ? nil : text
        case "key_file": keyFile = text.isEmpty ? nil : text
        case "vector_cache":
            guard text == "on" || text == "off" else {
                throw Failure(description: "\(place): found `\(text)`, expected on or off")
            }
            configuration.keepsVectors = text == "on"
        case "memory":
            guard let memory = IndexMemory(rawValue: text) else {
                throw Failure(description: "\(place): found `\(text)`, expected fast or compact")
            }
            configuration.memory = memory
        case "ads.token_life_minutes":
            guard let minutes = Int(text), (1...1_440).contains(minutes) else {
                throw Failure(
                    description: "\(place): found `\(text)`, expected whole minutes from 1 to 1440")
            }
            configuration.tokenLife = .seconds(minutes * 60)
        case "site.base_url":
            guard Self.isWebAddress(text) else {
                throw Failure(
                    description: "\(place): found `\(text)`, expected an address such as "
                        + "https://ads.example")
            }
            configuration.site.baseURL = text
        case "site.language": configuration.site.language = text
        case "site.time_zone":
            guard TimeZone(identifier: text) != nil else {
                throw Failure(
                    description: "\(place): found `\(text)`, expected an IANA time zone such as "
                        + "Europe/Berlin")
            }
            configuration.site.timeZone = text
        case "site.ad_label": configuration.site.adLabel = text
        case "site.currency":
            guard text.utf8.count == 3, text.utf8.allSatisfy({ (65...90).contains($0) }) else {
                throw Failure(
                    description: "\(place): found `\(text)`, expected a currency code such as EUR")
            }
            configuration.site.currency = text
        default:
            throw Failure(
                description: "\(place): unknown setting \(name)"
                    + Spelling.hint(for: name, among: Self.names)
                    + "; expected one of \(Self.names.joined(separator: ", "))")
        }
    }

    private mutating func setOrigins(_ list: [String], place: String) throws(Failure) {
        for origin in list where !Self.isOrigin(origin) {
            throw Failure(
                description: "\(place): found `\(origin)`, expected an origin such as "
                    + "https://news.example, without a path")
        }
        configuration.http.allowedOrigins = list
    }

    /// What browsers send as `Origin`: scheme, host and port and nothing behind them.
    private static func isOrigin(_ text: String) -> Bool {
        guard isWebAddress(text), let start = text.firstRange(of: "://")?.upperBound else {
            return false
        }
        return !text[start...].contains { "/?#@".contains($0) }
    }

    private static func isWebAddress(_ text: String) -> Bool {
        guard let url = URL(string: text), let host = url.host, !host.isEmpty else { return false }
        return url.scheme == "http" || url.scheme == "https"
    }

    // MARK: The file

    /// Takes the settings of a file in; returns its entries that hold variants.
    private mutating func read(
        _ bytes: [UInt8], name: String
    ) throws(Failure) -> [YAMLNode.Entry] {
        var variants: [YAMLNode.Entry] = []
        guard let text = String(validating: bytes, as: UTF8.self),
            bytes.count <= YAMLComposer.maximumByteCount
        else {
            throw Failure(description: "\(name): expected a YAML file in UTF-8 of at most 1 MiB")
        }
        let (root, problems) = YAMLComposer.compose(text)
        if let problem = problems.first {
            throw Failure(description: "\(name):\(problem.line): \(problem.text)")
        }
        guard let root else { return [] }
        for entry in try Self.entries(root, name: name) {
            let place = "\(name):\(entry.line)"
            switch entry.key {
            case "site", "http":
                for inner in try Self.entries(entry.value, name: name) {
                    try set(inner, of: entry.key + ".", file: name)
                }
            case "related", "ads": variants.append(entry)
            case "token", "key_file", "vector_cache", "memory":
                try set(entry, of: "", file: name)
            default:
                let known = [
                    "site", "http", "related", "ads", "token", "key_file", "vector_cache", "memory",
                ]
                throw Failure(
                    description: "\(place): unknown key \(entry.key)"
                        + Spelling.hint(for: entry.key, among: known)
                        + "; expected one of \(known.joined(separator: ", "))")
            }
        }
        return variants
    }

    private mutating func setVariants(
        _ entry: YAMLNode.Entry, file: String
    ) throws(Failure) {
        if entry.key == "related" { return try setRelated(entry, file: file) }
        var value = entry.value
        if case .mapping(let entries, let line) = value {
            for inner in entries where Self.adSettings.contains(inner.key) {
                try set(inner, of: "ads.", file: file)
            }
            let rest = entries.filter { !Self.adSettings.contains($0.key) }
            if rest.isEmpty { return }
            value = .mapping(rest, line: line)
        }
        configuration.adVariants = try VariantReader(file: file).variants(
            in: value, keys: ["weights"]
        ) { (fields) throws(Failure) in
            try fields.choice("weights") ?? Configuration.AdWeights.booked
        }
    }

    /// Keys of `ads` beside the variants.
    private static let adSettings = ["token_life_minutes"]

    /// The site's scoring and rules, then its variants, which change them.
    private mutating func setRelated(
        _ entry: YAMLNode.Entry, file: String
    ) throws(Failure) {
        let known = ScoringReader.keys + RankingReader.keys + ["variants"]
        let entries = try Self.entries(entry.value, name: file)
        for inner in entries where !known.contains(inner.key) {
            throw Failure(
                description: "\(file):\(inner.line): unknown key \(inner.key.shortened)"
                    + Spelling.hint(for: inner.key, among: known)
                    + "; expected one of \(known.joined(separator: ", "))")
        }
        let language = configuration.site.language
        let scorings = ScoringReader(file: file, siteLanguage: language)
        let scoring = try scorings.findings(entries)
        configuration.scoring = scoring.scoring(siteLanguage: language)
        let reader = RankingReader(file: file)
        let ranking = try reader.rules(entries, over: configuration.ranking)
        configuration.ranking = ranking
        guard let variants = entries.first(where: { $0.key == "variants" })?.value else { return }
        guard case .list(let items, _) = variants else {
            throw Failure(
                description: "\(file):\(variants.line): variants: found \(variants.found), "
                    + "expected [{name: …, share: …}]")
        }
        configuration.relatedVariants = try VariantReader(file: file).variants(
            items, keys: ScoringReader.keys + RankingReader.keys
        ) { (fields) throws(Failure) in
            RelatedRules(
                scoring: try scorings.findings(fields.entries, over: scoring)
                    .scoring(siteLanguage: language),
                ranking: try reader.rules(fields.entries, over: ranking))
        }
    }

    private mutating func set(
        _ entry: YAMLNode.Entry, of group: String, file: String
    ) throws(Failure) {
        let name = group + entry.key
        let place = "\(file):\(entry.line)"
        switch entry.value {
        case .nothing: return
        case .text(let text, _): try set(name, text, place: place)
        case .list(let items, _):
            let texts = items.compactMap { node in
                if case .text(let text, _) = node { text } else { nil }
            }
            try set(name, texts.joined(separator: ","), place: place)
        case .mapping(let entries, _):
            guard name == "site.link_parameters" else {
                throw Failure(description: "\(place): \(name): found a mapping, expected text")
            }
            configuration.site.linkParameters = entries.compactMap { entry in
                guard case .text(let value, _) = entry.value else { return nil }
                return .init(name: entry.key, value: value)
            }
        }
    }

    private static func entries(
        _ node: YAMLNode, name: String
    ) throws(Failure) -> [YAMLNode.Entry] {
        switch node {
        case .mapping(let entries, _): return entries
        case .nothing: return []
        default:
            throw Failure(
                description: "\(name):\(node.line): found \(node.found), expected a mapping")
        }
    }
}
