import BroadsheetAds
import Testing

@Suite struct EventCostTests {
    @Test(arguments: [
        (Price.Model.cpm, ChargedEvent.impression, Int64(4_200_000)),
        (.cpm, .viewable, 0), (.cpm, .click, 0),
        (.vcpm, .viewable, 4_200_000), (.vcpm, .impression, 0),
        (.cpc, .click, 4_200_000_000), (.cpc, .impression, 0), (.flat, .impression, 0),
    ])
    func `an event costs what its price model asks for it`(
        model: Price.Model, event: ChargedEvent, nanos: Int64
    ) {
        #expect(
            EventCost.nanos(of: event, at: Price(model: model, amountMicros: 4_200_000)) == nanos)
    }

    @Test func `a thousand impressions cost the price per thousand to the micro`() {
        let price = Price(model: .cpm, amountMicros: 1_234_567)
        let cost = EventCost.nanos(of: .impression, at: price)
        #expect(EventCost.micros(nanos: cost * 1_000) == 1_234_567)
        #expect(EventCost.micros(nanos: cost) == 1_234, "rounded down where it is shown")
    }

    @Test func `amounts beyond what a counter holds count as the most it holds`() {
        #expect(EventCost.nanos(micros: .max) == .max)
        #expect(EventCost.nanos(micros: -1) == 0)
        let price = Price(model: .cpc, amountMicros: .max)
        #expect(EventCost.nanos(of: .click, at: price) == .max)
    }
}
