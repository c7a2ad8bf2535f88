internal import Foundation

extension DecisionRecord {
    /// Why bytes are no record.
    package enum DecodingFailure: Error, Sendable, Hashable, CustomStringConvertible {
        case version(Int)
        case damaged

        package var description: String {
            switch self {
            case .version(let version):
                "found a record of version \(version), expected \(RecordFormat.version); use the "
                    + "program that wrote it"
            case .damaged: "the record is damaged; restore the ledger from a backup"
            }
        }
    }

    /// Reads what ``bytes`` gives; never traps, whatever the bytes are.
    package init(_ bytes: [UInt8]) throws(DecodingFailure) {
        guard let version = bytes.first else { throw .damaged }
        guard version == RecordFormat.version else { throw .version(Int(version)) }
        var source = RecordSource(bytes)
        do {
            try self.init(&source)
        } catch {
            throw .damaged
        }
        guard source.left == 0 else { throw .damaged }
    }

    private init(_ source: inout RecordSource) throws(RecordSource.Damage) {
        _ = try source.byte()
        let flags = RecordFormat.Flags(rawValue: try source.byte())
        guard flags.isSubset(of: .all), !flags.isSuperset(of: [.houseOnly, .adsOff]) else {
            throw RecordSource.Damage()
        }
        seed = try source.word()
        let now = Date(timeIntervalSinceReferenceDate: try source.bits())
        request = try source.attributes(flags, now: now)
        exploration = flags.contains(.explores) ? try source.bits() : 0
        excludesFallback = flags.contains(.excludesFallback)
        choices = flags.contains(.choosesCreatives) ? try source.choices() : []
        passedOver = try source.reasonCounts()
        let isTruncated = flags.contains(.isTruncated)
        candidates = try source.candidates(hasProbabilities: isTruncated)
        if isTruncated {
            rest = Rest(count: try source.number(), probability: try source.bits())
        } else {
            rest = nil
        }
        checksum = try source.word()
    }

    /// The record as the ledger keeps it; see ``RecordFormat``.
    package var bytes: [UInt8] {
        var sink = RecordSink(bytes: [])
        var flags: RecordFormat.Flags = []
        if isTruncated { flags.insert(.isTruncated) }
        if excludesFallback { flags.insert(.excludesFallback) }
        if !choices.isEmpty { flags.insert(.choosesCreatives) }
        sink.add(request, seed: seed, exploration: exploration, flags: flags)
        sink.add(choices: choices)
        sink.add(number: passedOver.count)
        for entry in passedOver {
            sink.add(RecordFormat.codes[entry.reason.place])
            sink.add(number: entry.count)
        }
        sink.add(number: candidates.count)
        var last = -1
        for candidate in candidates {
            sink.addCandidate(
                candidate.lineItem, after: last, weight: candidate.weight,
                isShare: candidate.isShare, dropped: candidate.dropped,
                probability: isTruncated ? candidate.probability ?? 0 : nil)
            last = candidate.lineItem
        }
        if let rest {
            sink.add(number: rest.count)
            sink.add(bits: rest.probability)
        }
        sink.add(word: checksum)
        return sink.bytes
    }
}

extension AdSnapshot {
    /// Writes the record of the decision that `scratch` was last used for, with
    /// ``DecisionScratch/keepsLog`` on, to ``DecisionScratch/record``. Allocates nothing once that
    /// has room.
    ///
    /// - Parameters:
    ///   - request: As it was decided.
    ///   - seed: What the draws came from.
    package func writeRecord(
        of request: AdRequest, seed: UInt64, gates: Gates = .open, scratch: inout DecisionScratch
    ) {
        let index = core.place(of: request.slot)
        var sink = RecordSink(bytes: [])
        swap(&sink.bytes, &scratch.record)
        sink.bytes.removeAll(keepingCapacity: true)
        let log = scratch.log
        var flags: RecordFormat.Flags = []
        if log.isTruncated { flags.insert(.isTruncated) }
        let fallback = index.flatMap { core.places[$0].fallback }
        if let fallback,
            gates.excluded[fallback.lineItem] || gates.unsuitable[fallback.lineItem]
                || scratch.barsFallback
        {
            flags.insert(.excludesFallback)
        }
        if !scratch.choices.isEmpty { flags.insert(.choosesCreatives) }
        let exploration = index.map { core.places[$0].slot.exploration } ?? 0
        sink.add(request, seed: seed, exploration: exploration, flags: flags)
        sink.add(choices: scratch.choices)
        scratch.addCounts(to: &sink)
        sink.add(number: log.entries.count)
        var last = -1
        for entry in log.entries {
            sink.addCandidate(
                entry.lineItem, after: last, weight: entry.weight, isShare: entry.isShare,
                dropped: entry.dropped, probability: log.isTruncated ? entry.probability : nil)
            last = entry.lineItem
        }
        if log.isTruncated {
            sink.add(number: log.restCount)
            sink.add(bits: log.restProbability)
        }
        sink.add(word: log.checksum)
        swap(&sink.bytes, &scratch.record)
    }
}

extension DecisionScratch {
    /// How many line items fell to each reason.
    fileprivate func addCounts(to sink: inout RecordSink) {
        var kinds = 0
        for count in counts where count > 0 { kinds += 1 }
        sink.add(number: kinds)
        for place in counts.indices where counts[place] > 0 {
            sink.add(RecordFormat.codes[place])
            sink.add(number: counts[place])
        }
    }
}
