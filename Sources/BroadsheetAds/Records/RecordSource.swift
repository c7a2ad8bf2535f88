internal import Foundation

/// Reads the fields of ``RecordFormat`` from bytes that anybody may have changed: whatever does not
/// fit is an error, and nothing is taken for longer than the bytes that are there.
struct RecordSource {
    private let bytes: [UInt8]
    private var place = 0

    /// What is no record.
    struct Damage: Error {}

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var left: Int { bytes.count - place }

    mutating func byte() throws(Damage) -> UInt8 {
        guard place < bytes.count else { throw Damage() }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func word() throws(Damage) -> UInt64 {
        guard left >= 8 else { throw Damage() }
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(bytes[place + index]) << UInt64(8 * index) }
        place += 8
        return word
    }

    mutating func bits() throws(Damage) -> Double { Double(bitPattern: try word()) }

    mutating func number() throws(Damage) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 63, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int(value) }
        }
        throw Damage()
    }

    /// How many things follow, each of at least `size` bytes.
    mutating func count(size: Int) throws(Damage) -> Int {
        let count = try number()
        guard count <= left / size else { throw Damage() }
        return count
    }

    mutating func text() throws(Damage) -> String {
        let length = try count(size: 1)
        guard let text = String(validating: bytes[place..<(place + length)], as: UTF8.self) else {
            throw Damage()
        }
        place += length
        return text
    }

    mutating func texts() throws(Damage) -> [String] {
        let count = try count(size: 1)
        var texts: [String] = []
        texts.reserveCapacity(count)
        for _ in 0..<count { texts.append(try text()) }
        return texts
    }

    mutating func reason() throws(Damage) -> Ineligibility {
        let code = Int(try byte())
        guard code < RecordFormat.reasons.count else { throw Damage() }
        return RecordFormat.reasons[code]
    }

    // MARK: Parts

    mutating func attributes(_ flags: RecordFormat.Flags, now: Date) throws(Damage) -> AdRequest {
        var request = AdRequest(slot: try text(), now: now)
        request.articleAdPolicy =
            flags.contains(.adsOff) ? .none : flags.contains(.houseOnly) ? .house : .all
        request.articleSection = try text()
        request.language = try text()
        request.url = try text()
        request.country = try text()
        request.region = try text()
        let device = Int(try byte())
        guard device <= RecordFormat.devices.count else { throw Damage() }
        request.device = device == 0 ? nil : RecordFormat.devices[device - 1]
        request.articleTags = try texts()
        request.articleAdLabels = try texts()
        request.keywords = try texts()
        for _ in 0..<(try count(size: 2)) {
            let key = try text()
            request.keyValues.append(AdRequest.KeyValue(key: key, value: try text()))
        }
        return request
    }

    /// At least one, as its flag says.
    mutating func choices() throws(Damage) -> [Int] {
        let count = try count(size: 1)
        guard count > 0 else { throw Damage() }
        var choices: [Int] = []
        for _ in 0..<count { choices.append(try number()) }
        return choices
    }

    mutating func reasonCounts() throws(Damage) -> [NoFill.Count] {
        var counts: [NoFill.Count] = []
        for _ in 0..<(try count(size: 2)) {
            let reason = try reason()
            counts.append(NoFill.Count(reason: reason, count: try number()))
        }
        return counts
    }

    mutating func candidates(hasProbabilities: Bool) throws(Damage) -> [DecisionRecord.Candidate] {
        var candidates: [DecisionRecord.Candidate] = []
        var last = -1
        for _ in 0..<(try count(size: 2)) {
            let distance = try number()
            guard distance < Int(UInt32.max) - last else { throw Damage() }
            last += distance + 1
            candidates.append(try candidate(last, hasProbability: hasProbabilities))
        }
        return candidates
    }

    private mutating func candidate(
        _ number: Int, hasProbability: Bool
    ) throws(Damage) -> DecisionRecord.Candidate {
        let head = try byte()
        let length = Int(head & RecordFormat.weightLengthMask)
        guard head < 0x40, length <= 8 else { throw Damage() }
        let isDropped = head & RecordFormat.droppedBit != 0
        let dropped = isDropped ? try reason() : nil
        var bits: UInt64 = 0
        for index in 0..<length { bits |= UInt64(try byte()) << UInt64(56 - 8 * index) }
        let probability = hasProbability && !isDropped ? try self.bits() : nil
        return DecisionRecord.Candidate(
            lineItem: number, weight: Double(bitPattern: bits),
            isShare: head & RecordFormat.shareBit != 0, dropped: dropped, probability: probability)
    }
}
