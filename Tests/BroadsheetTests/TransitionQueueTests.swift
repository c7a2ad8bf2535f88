import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

struct TransitionQueueTests {
    @Test
    func `the next time and those that have come are those of a list searched through`() {
        let seed: UInt64 = 61
        var random = SeededGenerator(seed: seed)
        var queue = TransitionQueue()
        var dates: [UInt32: Date] = [:]
        var now = Date(timeIntervalSince1970: 0)
        for round in 0..<4000 {
            let number = UInt32(random.below(60))
            switch random.below(5) {
            case 0:
                queue.set(nil, for: number)
                dates[number] = nil
            case 1 where random.below(3) == 0:
                now += Double(random.below(40))
                let due = dates.filter { $0.value <= now }.keys
                #expect(Set(queue.popDue(at: now)) == Set(due), "round \(round), seed \(seed)")
                for number in due { dates[number] = nil }
            default:
                // Few different times, so that many are the same.
                let date = now + Double(1 + random.below(100))
                queue.set(date, for: number)
                dates[number] = date
            }
            #expect(queue.next == dates.values.min(), "round \(round), seed \(seed)")
            #expect(queue[number] == dates[number], "round \(round), seed \(seed)")
        }
    }

    @Test
    func `an article whose time was set twice comes once`() {
        var queue = TransitionQueue()
        let date = Date(timeIntervalSince1970: 5)
        queue.set(date, for: 1)
        queue.set(date + 1, for: 1)
        queue.set(date, for: 1)
        #expect(queue.popDue(at: date + 9) == [1])
        #expect(queue.next == nil)
    }
}
