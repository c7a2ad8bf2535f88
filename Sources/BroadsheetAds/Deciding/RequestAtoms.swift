import Foundation

/// A request as the atoms that a snapshot's rules hold, kind after kind.
struct RequestAtoms: Sendable {
    private(set) var atoms: [UInt32] = []
    /// Atoms of kind k: `bounds[k] ..< bounds[k + 1]`.
    private(set) var bounds = [Int](repeating: 0, count: AtomKind.allCases.count + 1)
    private var times = ZoneTimes()
    /// The request's address as rules spell it.
    private var address: [UInt8] = []

    func range(_ kind: AtomKind) -> Range<Int> {
        bounds[Int(kind.rawValue)]..<bounds[Int(kind.rawValue) + 1]
    }

    /// Room for a snapshot's requests; what was remembered of another one is forgotten.
    mutating func prepare() {
        times.forget()
        atoms.reserveCapacity(256)
        address.reserveCapacity(Self.limit + 1)
    }

    /// Reads a request, kinds in their order.
    mutating func read(_ request: AdRequest, _ core: SnapshotCore) {
        atoms.removeAll(keepingCapacity: true)
        addSections(request.articleSection, core.table)
        close(.section, core)
        addAll(.tag, request.articleTags, core)
        addAll(.keyword, request.keywords, core)
        addLanguage(request.language, core.table)
        close(.language, core, isKnown: !request.language.isEmpty)
        if core.table.isUsed[Int(AtomKind.url.rawValue)] { addAddress(request.url, core.table) }
        close(.url, core, isKnown: !request.url.isEmpty)
        addOne(.country, request.country, core)
        addOne(.region, request.region, core)
        addOne(.device, request.device?.rawValue ?? "", core)
        addClocks(request.now, core)
        addKeyValues(request.keyValues, core)
        addAll(.label, request.articleAdLabels, core)
    }

    /// Ends a kind.
    private mutating func close(_ kind: AtomKind, _ core: SnapshotCore, isKnown: Bool = true) {
        if !isKnown, let unknown = core.unknown[Int(kind.rawValue)] { atoms.append(unknown) }
        bounds[Int(kind.rawValue) + 1] = atoms.count
    }

    private mutating func addAll(_ kind: AtomKind, _ names: [String], _ core: SnapshotCore) {
        if core.table.isUsed[Int(kind.rawValue)] {
            for name in names {
                if let atom = core.table.find(kind, name.utf8Span.span) { atoms.append(atom) }
            }
        }
        close(kind, core)
    }

    private mutating func addOne(_ kind: AtomKind, _ name: String, _ core: SnapshotCore) {
        if !name.isEmpty, let atom = core.table.find(kind, name.utf8Span.span) {
            atoms.append(atom)
        }
        close(kind, core, isKnown: !name.isEmpty)
    }

    // MARK: Paths

    /// A section and those above it: `World/Asia` is in `World/Asia` and in `World`, not in `Wor`.
    private mutating func addSections(_ section: String, _ table: AtomTable) {
        guard table.isUsed[Int(AtomKind.section.rawValue)] else { return }
        addBeginnings(.section, section.utf8Span.span, before: UInt8(ascii: "/"), table)
    }

    /// `en-GB` is `en-gb` and `en`.
    private mutating func addLanguage(_ language: String, _ table: AtomTable) {
        guard table.isUsed[Int(AtomKind.language.rawValue)], !language.isEmpty else { return }
        addBeginnings(.language, language.utf8Span.span, before: UInt8(ascii: "-"), table)
    }

    private mutating func addBeginnings(
        _ kind: AtomKind, _ text: Span<UInt8>, before mark: UInt8, _ table: AtomTable
    ) {
        var hash = AtomTable.seed(kind)
        for index in text.indices {
            let byte = text[index]
            if byte == mark, let atom = table.find(kind, hash, text, 0..<index) {
                atoms.append(atom)
            }
            hash = AtomTable.step(hash, kind.foldsCase ? AtomTable.fold(byte) : byte)
        }
        if let atom = table.find(kind, hash, text, 0..<text.count) { atoms.append(atom) }
    }

    // MARK: Addresses

    /// The host, those above it, and the beginnings of the address after its scheme.
    private mutating func addAddress(_ text: String, _ table: AtomTable) {
        guard !text.isEmpty else { return }
        let hostEnd = copyAddress(text.utf8Span.span)
        let address = address
        var nameEnd = 0
        while nameEnd < hostEnd, address[nameEnd] != UInt8(ascii: ":") { nameEnd += 1 }
        if nameEnd < hostEnd { addHost(address.span, 0..<hostEnd, table) }
        var label = 0
        while label < nameEnd {
            addHost(address.span, label..<nameEnd, table)
            while label < nameEnd, address[label] != UInt8(ascii: ".") { label += 1 }
            label += 1
        }
        var hash = AtomTable.seed(.url)
        for index in address.indices {
            hash = AtomTable.step(hash, address[index])
            // A beginning holds at least the slash after the host.
            guard index >= hostEnd, table.addressLengths[index + 1] else { continue }
            if let atom = table.find(.url, hash, address.span, 0..<(index + 1)) {
                atoms.append(atom)
            }
        }
    }

    private mutating func addHost(_ text: Span<UInt8>, _ part: Range<Int>, _ table: AtomTable) {
        var hash = AtomTable.seed(.url)
        for index in part { hash = AtomTable.step(hash, text[index]) }
        if let atom = table.find(.url, hash, text, part) { atoms.append(atom) }
    }

    /// Writes an address as rules spell it: without scheme and user, the host in lower case, a
    /// slash after it; cut off where no rule reaches. Returns where the host ends.
    private mutating func copyAddress(_ text: Span<UInt8>) -> Int {
        var start = Self.endOfScheme(text)
        var end = start
        while end < text.count, !Self.endsHost(text[end]) {
            if text[end] == UInt8(ascii: "@") { start = end + 1 }
            end += 1
        }
        address.removeAll(keepingCapacity: true)
        for index in start..<min(end, start + Self.limit) {
            address.append(AtomTable.fold(text[index]))
        }
        let hostEnd = address.count
        if end == text.count || text[end] != UInt8(ascii: "/") {
            address.append(UInt8(ascii: "/"))
        }
        for index in end..<max(end, min(text.count, end + Self.limit - address.count)) {
            address.append(text[index])
        }
        return hostEnd
    }

    /// Bytes of an address that are looked at; one less than rules may have, for the slash.
    private static let limit = TargetingDimension.maximumAddressLength - 1

    private static func endOfScheme(_ text: Span<UInt8>) -> Int {
        var index = 0
        while index + 2 < text.count, index < 16 {
            if text[index] == UInt8(ascii: ":"), text[index + 1] == UInt8(ascii: "/"),
                text[index + 2] == UInt8(ascii: "/")
            {
                return index + 3
            }
            index += 1
        }
        return 0
    }

    private static func endsHost(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    // MARK: Clocks and keys

    private mutating func addClocks(_ now: Date, _ core: SnapshotCore) {
        let clocks = core.clocks
        let seconds = AdRequest.seconds(now)
        guard !clocks.zones.isEmpty, !seconds.isNaN else {
            close(.weekday, core)
            return close(.hour, core)
        }
        let second = Int(seconds.rounded(.down))
        times.update(at: second, clocks.zones)
        for zone in clocks.zones.indices {
            let day = Self.floor(second + times.offset(zone: zone), 86_400).quotient
            // 1 January 1970 was a Thursday.
            let weekday = Self.floor(day + 3, 7).remainder
            if let atom = clocks.atom(weekday: weekday, zone: zone) { atoms.append(atom) }
        }
        close(.weekday, core)
        for zone in clocks.zones.indices {
            let local = Self.floor(second + times.offset(zone: zone), 86_400).remainder
            if let atom = clocks.atom(hour: local / 3_600, zone: zone) { atoms.append(atom) }
        }
        close(.hour, core)
    }

    private static func floor(_ number: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = ((number % divisor) + divisor) % divisor
        return ((number - remainder) / divisor, remainder)
    }

    private mutating func addKeyValues(_ pairs: [AdRequest.KeyValue], _ core: SnapshotCore) {
        if core.table.isUsed[Int(AtomKind.keyValues.rawValue)] {
            for pair in pairs {
                let atom = core.table.find(
                    key: pair.key.utf8Span.span, value: pair.value.utf8Span.span)
                if let atom { atoms.append(atom) }
            }
        }
        close(.keyValues, core)
    }
}
