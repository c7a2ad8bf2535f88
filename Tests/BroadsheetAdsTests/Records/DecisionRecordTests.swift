import BroadsheetTestSupport
import Foundation
import Testing

@testable import BroadsheetAds

@Suite struct DecisionRecordTests {
    @Test(arguments: 1...24 as ClosedRange<UInt64>)
    func `a record reads back as it was written, and its bytes are the same again`(
        seed: UInt64
    ) throws {
        try RecordedWorld.each(seed: seed) { world in
            let record = try DecisionRecord(world.bytes)
            #expect(record.request == world.request && record.seed == world.seed)
            #expect(record.bytes == world.bytes)
            #expect(record.candidates.map(\.lineItem) == world.log.entries.map(\.lineItem))
            #expect(record.candidates.map(\.weight) == world.log.entries.map(\.weight))
            #expect(record.candidates.map(\.isShare) == world.log.entries.map(\.isShare))
            #expect(record.candidates.map(\.dropped) == world.log.entries.map(\.dropped))
            #expect(record.rest?.count ?? 0 == world.log.restCount)
            if let noFill = world.decision.noFill {
                #expect(record.passedOver == noFill.passedOver)
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `bytes that somebody changed are refused or read, and never stop the program`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        var (refused, read) = (0, 0)
        try RecordedWorld.each(seed: seed) { world in
            for _ in 0..<60 {
                var bytes = world.bytes
                for _ in 0...random.below(3) {
                    let place = random.below(bytes.count)
                    switch random.below(3) {
                    case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                    case 1: bytes.removeSubrange(place...)
                    default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                    }
                    if bytes.isEmpty { bytes = [1] }
                }
                guard let record = try? DecisionRecord(bytes) else {
                    refused += 1
                    continue
                }
                read += 1
                _ = world.snapshot.replay(record, decision: world.id)
                for id in ["l0", "l1", "nobody"] {
                    var probe = LineItemProbe(lineItem: id, in: world.snapshot)
                    _ = probe?.fate(in: record, chosen: nil)
                }
            }
        }
        #expect(refused > 100 && read > 20)
    }

    @Test func `random bytes are refused`() {
        var random = SeededGenerator(seed: 4)
        for length in 0..<2_000 {
            var bytes = (0..<length % 200).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if length % 2 == 0, !bytes.isEmpty { bytes[0] = RecordFormat.version }
            #expect(throws: DecisionRecord.DecodingFailure.self) { try DecisionRecord(bytes) }
        }
    }

    @Test func `counts that the bytes can't hold take no memory`() {
        // A slot of 2^62 bytes, then nothing.
        let head = [UInt8](repeating: 0, count: 16)
        let huge: [UInt8] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40]
        #expect(throws: DecisionRecord.DecodingFailure.damaged) {
            try DecisionRecord([1, 0] + head + huge)
        }
    }

    @Test func `another version is refused by name`() {
        #expect(throws: DecisionRecord.DecodingFailure.version(2)) { try DecisionRecord([2, 0]) }
        #expect(throws: DecisionRecord.DecodingFailure.damaged) { try DecisionRecord([]) }
    }

    @Test func `every reason and every device has one number in records`() {
        #expect(Set(RecordFormat.reasons) == Set(Ineligibility.allCases))
        #expect(RecordFormat.reasons.count == Ineligibility.allCases.count)
        #expect(Set(RecordFormat.devices) == Set(DeviceClass.allCases))
        #expect(RecordFormat.devices.count == DeviceClass.allCases.count)
    }

    @Test(arguments: [1.0, 2.5, 1.0 / 3])
    func `sixty-four candidates take about four hundred bytes, and few of them with plain weights`(
        factor: Double
    ) {
        let snapshot = CampaignFixture.snapshot(
            (0..<64).map { index in
                CampaignFixture.lineItem("l\(100 + index)", weight: Double(1 + index % 20))
            })
        var gates = Gates()
        gates.multipliers = [Double](repeating: factor, count: 64)
        var room = DecisionScratch()
        room.keepsLog = true
        let request = CampaignFixture.request()
        _ = snapshot.pick(request, gates: gates, using: FixedDraw(number: 0), scratch: &room)
        snapshot.writeRecord(of: request, seed: 1, gates: gates, scratch: &room)
        print("64 candidates, weights times \(factor): \(room.record.count) bytes")
        #expect(room.record.count < (factor == 1.0 / 3 ? 720 : 340))
    }

    @Test func `a record of version 1 reads as it did when it was saved`() throws {
        let saved = """
            010fefcdab8967452301000020c0aa1ac64103746f700a576f726c642f4173696102656e16687474
            70733a2f2f6e6577732e6578616d706c652f610244450544452d42450302016102c3a901046c6f75
            640104706f727401016b01767b14ae47e17a943f0210ac0203010300024008000000000000e83f04
            183fb999999999999a9a9999999999b93f8a032003c801333333333333c33f1032547698badcfe
            """.filter { $0 != "\n" }
        let record = Self.sample
        #expect(Self.hex(record.bytes) == saved)
        let digits = Array(saved.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place..<(place + 2)], as: UTF8.self), radix: 16)
        }
        #expect(try DecisionRecord(bytes) == record)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// A record with something in every field.
    private static var sample: DecisionRecord {
        var request = AdRequest(
            slot: "top", articleSection: "World/Asia", articleTags: ["a", "\u{E9}"],
            articleAdPolicy: .house, articleAdLabels: ["loud"],
            now: Date(timeIntervalSinceReferenceDate: 741_692_800.25))
        request.keywords = ["port"]
        request.language = "en"
        request.url = "https://news.example/a"
        request.country = "DE"
        request.region = "DE-BE"
        request.device = .tablet
        request.keyValues = [AdRequest.KeyValue(key: "k", value: "v")]
        return DecisionRecord(
            request: request, seed: 0x0123_4567_89AB_CDEF, exploration: 0.02,
            excludesFallback: true,
            passedOver: [.init(reason: .section, count: 300), .init(reason: .capped, count: 1)],
            candidates: [
                .init(lineItem: 0, weight: 3, probability: 0.75),
                .init(lineItem: 5, weight: 0.1, isShare: true, probability: 0.1),
                .init(lineItem: 400, weight: 0, dropped: .capped),
            ],
            rest: .init(count: 200, probability: 0.15), checksum: 0xFEDC_BA98_7654_3210)
    }
}
