import BroadsheetAds
import Foundation
import Testing

@Suite struct FlightTimeTests {
    private func starts(_ text: String, in zone: String) throws -> String? {
        let file = CampaignFixture.file(line: 14, "starts: \(text)")
            .replacing("America/New_York", with: zone).replacing("ends: 2030-01-01", with: "ends:")
        let result = CampaignFixture.read(file)
        try #require(result.problems.map(\.description) == [])
        return result.catalogue.campaigns.first?.lineItems.first?.starts?
            .formatted(.iso8601)
    }

    @Test(arguments: [
        ("2024-07-01", "2024-07-01T04:00:00Z"),
        ("2024-01-01", "2024-01-01T05:00:00Z"),
        ("2024-02-29", "2024-02-29T05:00:00Z"),
        ("1969-12-31", "1969-12-31T05:00:00Z"),
        ("2024-07-01T18:30", "2024-07-01T22:30:00Z"),
        ("2024-07-01 18:30:15", "2024-07-01T22:30:15Z"),
        ("2024-07-01T18:30Z", "2024-07-01T18:30:00Z"),
        ("2024-07-01T18:30:00+05:30", "2024-07-01T13:00:00Z"),
        ("2024-07-01T18:30-0200", "2024-07-01T20:30:00Z"),
    ])
    func `dates and times are local to the campaign unless they carry an offset`(
        text: String, expected: String
    ) throws {
        #expect(try starts(text, in: "America/New_York") == expected)
    }

    @Test(arguments: [
        ("2024-03-10T01:59", "America/New_York", "2024-03-10T06:59:00Z"),
        ("2024-03-10T02:30", "America/New_York", "2024-03-10T07:30:00Z"),
        ("2024-03-10T03:00", "America/New_York", "2024-03-10T07:00:00Z"),
        ("2024-04-26", "Africa/Cairo", "2024-04-25T22:00:00Z"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ])
    func `a local time that clocks skip is read with the offset before the jump`(
        text: String, zone: String, expected: String
    ) throws {
        #expect(try starts(text, in: zone) == expected)
    }

    @Test(arguments: [
        ("2024-11-03T00:59", "America/New_York", "2024-11-03T04:59:00Z"),
        ("2024-11-03T01:30", "America/New_York", "2024-11-03T05:30:00Z"),
        ("2024-11-03T02:00", "America/New_York", "2024-11-03T07:00:00Z"),
        ("2024-10-27T02:30", "Europe/Berlin", "2024-10-27T00:30:00Z"),
    ])
    func `a local time that occurs twice is the first occurrence`(
        text: String, zone: String, expected: String
    ) throws {
        #expect(try starts(text, in: zone) == expected)
    }

    @Test(arguments: [
        "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-1-1", "24-01-01",
        "1899-12-31",
        "9999-01-01", "2024-07-01T24:00", "2024-07-01T12:60", "2024-07-01T12:00:60",
        "2024-07-01T12", "2024-07-01T12:00+99:00", "2024-07-01T12:00 UTC", "tomorrow", "20240701",
        "2024-07-01T12:00:00.5Z", "\u{662}\u{660}\u{662}\u{664}-07-01",
    ])
    func `what is no date is refused`(text: String) {
        let file = CampaignFixture.file(line: 14, "starts: \"\(text)\"")
        let expected =
            "a.yaml:14: `starts`: found `\(text)`, expected a date such as 2024-07-01 "
            + "or a time such as 2024-07-01T18:00"
        #expect(CampaignFixture.read(file).problems.map(\.description) == [expected])
    }

    @Test(arguments: ["Mars/Phobos", "EST", "GMT+5", "america/new_york", "../etc/passwd", "+05:00"])
    func `what is no IANA zone is refused, and its dates are not doubted`(zone: String) {
        let file = CampaignFixture.file(line: 9, "time_zone: \(zone)")
        let expected =
            "a.yaml:9: `time_zone`: found `\(zone)`, expected an IANA time zone "
            + "such as America/New_York"
        #expect(CampaignFixture.read(file).problems.map(\.description) == [expected])
    }
}
