internal import Foundation

/// Appends the fields of ``RecordFormat`` to bytes whose room is kept from one record to the next.
struct RecordSink {
    var bytes: [UInt8]

    mutating func add(_ byte: UInt8) { bytes.append(byte) }

    mutating func add(word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    mutating func add(bits number: Double) { add(word: number.bitPattern) }

    /// A whole number; 0 for what is negative, which no count is.
    mutating func add(number: Int) {
        var left = UInt64(max(number, 0))
        while left > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: left))
    }

    mutating func add(_ text: String) {
        add(number: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ texts: [String]) {
        add(number: texts.count)
        for text in texts { add(text) }
    }

    // MARK: Parts

    /// Everything before the reasons.
    mutating func add(
        _ request: AdRequest, seed: UInt64, exploration: Double, flags: RecordFormat.Flags
    ) {
        var flags = flags
        if exploration != 0 { flags.insert(.explores) }
        switch request.articleAdPolicy {
        case .all: break
        case .house: flags.insert(.houseOnly)
        case .none: flags.insert(.adsOff)
        }
        add(RecordFormat.version)
        add(flags.rawValue)
        add(word: seed)
        add(bits: request.now.timeIntervalSinceReferenceDate)
        addAttributes(of: request)
        if exploration != 0 { add(bits: exploration) }
    }

    private mutating func addAttributes(of request: AdRequest) {
        add(request.slot)
        add(request.articleSection)
        add(request.language)
        add(request.url)
        add(request.country)
        add(request.region)
        let device = request.device.flatMap { RecordFormat.devices.firstIndex(of: $0) }
        add(UInt8(truncatingIfNeeded: device.map { $0 + 1 } ?? 0))
        add(request.articleTags)
        add(request.articleAdLabels)
        add(request.keywords)
        add(number: request.keyValues.count)
        for pair in request.keyValues {
            add(pair.key)
            add(pair.value)
        }
    }

    /// Nothing for no choices; its flag says whether there are any.
    mutating func add(choices: [Int]) {
        if choices.isEmpty { return }
        add(number: choices.count)
        for choice in choices { add(number: choice) }
    }

    /// - Parameter last: number of the candidate before, -1 for the first.
    /// - Parameter probability: nil where none is kept.
    mutating func addCandidate(
        _ number: Int, after last: Int, weight: Double, isShare: Bool, dropped: Ineligibility?,
        probability: Double?
    ) {
        add(number: number - last - 1)
        let bits = weight.bitPattern
        let length = 8 - bits.trailingZeroBitCount / 8
        var head = UInt8(truncatingIfNeeded: length)
        if isShare { head |= RecordFormat.shareBit }
        if dropped != nil { head |= RecordFormat.droppedBit }
        add(head)
        if let dropped { add(RecordFormat.codes[dropped.place]) }
        for index in 0..<length {
            add(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index)))
        }
        if dropped == nil, let probability { add(bits: probability) }
    }
}
