import BroadsheetArticles
import Foundation
import Testing

@Suite struct TimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"), (1_721_205_000, "2024-07-17T08:30:00Z"),
        (-62_167_219_200, "0000-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        (-2_203_891_200, "1900-03-01T00:00:00Z"),
    ])
    func `a time and its text give each other`(second: Int, text: String) {
        let date = Date(timeIntervalSince1970: Double(second))
        #expect(UTCTime.format(date) == text)
        #expect(UTCTime.parse(text) == date)
    }

    @Test func `every day from 1890 to 2110 comes after the day before it`() throws {
        var last = ""
        for day in -29_220...51_134 {
            let text = UTCTime.format(Date(timeIntervalSince1970: Double(day) * 86_400))
            #expect(text > last)
            #expect(UTCTime.parse(text)?.timeIntervalSince1970 == Double(day) * 86_400)
            last = text
        }
        #expect(last == "2110-01-01T00:00:00Z")
    }

    @Test func `fractions of a second are cut off, before 1970 too`() {
        #expect(UTCTime.format(Date(timeIntervalSince1970: 0.9)) == "1970-01-01T00:00:00Z")
        #expect(UTCTime.format(Date(timeIntervalSince1970: -0.1)) == "1969-12-31T23:59:59Z")
    }

    @Test(arguments: [
        (-Double.infinity, "0000-01-01T00:00:00Z"), (-1e300, "0000-01-01T00:00:00Z"),
        (Double.infinity, "9999-12-31T23:59:59Z"), (1e300, "9999-12-31T23:59:59Z"),
        (Double.nan, "0000-01-01T00:00:00Z"),
    ])
    func `a time beyond four-digit years is written as the nearest one`(
        second: Double, text: String
    ) {
        #expect(UTCTime.format(Date(timeIntervalSince1970: second)) == text)
    }

    @Test(arguments: [
        "", "2024-07-17", "2024-07-17T08:30:00", "2024-07-17T08:30:00+00:00",
        "2024-07-17t08:30:00Z", " 2024-07-17T08:30:00Z", "2024-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "20240-1-01T00:00:00Z",
        "+024-01-01T00:00:00Z", "２０24-01-01T00:00Z",
    ])
    func `the strict reader takes nothing but its own form`(text: String) {
        #expect(UTCTime.parse(text) == nil)
    }

    @Test(arguments: [
        ("2024-07-17T08:30:00Z", "2024-07-17T08:30:00Z"),
        ("2024-07-17T08:30:00.999Z", "2024-07-17T08:30:00Z"),
        ("2024-07-17t08:30:00z", "2024-07-17T08:30:00Z"),
        ("2024-07-17T10:30:00+02:00", "2024-07-17T08:30:00Z"),
        ("2024-07-17T04:30-0400", "2024-07-17T08:30:00Z"),
        ("2024-07-17 08:30:00", "2024-07-17T08:30:00Z"),
        ("2024-07-17T00:30:00+05:45", "2024-07-16T18:45:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2024-07-17", "2024-07-17T00:00:00Z"),
        ("\t 2024-07-17\r\n", "2024-07-17T00:00:00Z"),
        ("2024/7/4", "2024-07-04T00:00:00Z"),
        ("2016/12/1 9:05", "2016-12-01T09:05:00Z"),
        ("2016/12/01 19:05:07", "2016-12-01T19:05:07Z"),
        ("Wed, 17 Jul 2024 08:30:00 GMT", "2024-07-17T08:30:00Z"),
        ("17 Jul 2024 08:30 UT", "2024-07-17T08:30:00Z"),
        ("Wed, 17 Jul 2024 04:30:00 EDT", "2024-07-17T08:30:00Z"),
        ("Wed, 17 Jul 24 01:30:00 PDT", "2024-07-17T08:30:00Z"),
        ("Thu, 01 Jan 70 00:00:00 +0000", "1970-01-01T00:00:00Z"),
        ("Tue, 3 Jun 2008 11:05:30 +0100", "2008-06-03T10:05:30Z"),
        ("Tue, 03 June 2008 11:05:30 +01:00", "2008-06-03T10:05:30Z"),
        ("1066-10-14", "1066-10-14T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
    ])
    func `importers read times as others write them`(text: String, expected: String) throws {
        let date = try #require(LenientTime.parse(text))
        #expect(UTCTime.format(date) == expected)
    }

    @Test(arguments: [
        "", " ", "yesterday", "2024", "2024-7-4", "2024-07-17T", "17/07/2024", "2024/13/1",
        "2024-07-17T08", "2024-07-17T25:00:00Z", "2024-07-17T08:30:00+24:00",
        "2024-07-17T08:30:00 Mars", "0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
        "12024-01-01", "-2024-01-01", "99999999999999999999999", "2024-07-17T08:30:00.Z",
        "0000-00-00 00:00:00", "Wed 17 Jul 2024", "Wed, 17 Ju 2024", "32 Jan 2024 00:00:00 GMT",
        "17 Jul 202 00:00:00 GMT", "2024-07-17T08:30:00+123", "2024-07-17Z", "🗓️",
    ])
    func `what can't be read is nil`(text: String) {
        #expect(LenientTime.parse(text) == nil)
    }
}
