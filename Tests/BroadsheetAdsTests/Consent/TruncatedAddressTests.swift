import BroadsheetAds
import Testing

@Suite struct TruncatedAddressTests {
    @Test(arguments: [
        ("203.0.113.9", "203.0.113.0/24"), ("0.0.0.0", "0.0.0.0/24"),
        ("255.255.255.255", "255.255.255.0/24"), ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("::FFFF:cb00:7109", "203.0.113.0/24"), ("::", "0:0:0:0:0:0:0:0/48"),
        ("::1", "0:0:0:0:0:0:0:0/48"), ("2001:db8:17:4::9", "2001:db8:17:0:0:0:0:0/48"),
        ("2001:0DB8:0017:4:5:6:7:8", "2001:db8:17:0:0:0:0:0/48"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:0:0:0:0:0/48"), ("1::", "1:0:0:0:0:0:0:0/48"),
        ("1::8", "1:0:0:0:0:0:0:0/48"), ("::2:3:4:5:6:7:8", "0:2:3:0:0:0:0:0/48"),
        ("1:2:3:4:5:6:7::", "1:2:3:0:0:0:0:0/48"),
    ])
    func `an address keeps 24 or 48 bits`(text: String, kept: String) {
        #expect(TruncatedAddress(text)?.description == kept)
    }

    @Test func `neighbours in a network are one value, and networks are told apart`() {
        #expect(TruncatedAddress("203.0.113.1") == TruncatedAddress("203.0.113.254"))
        #expect(TruncatedAddress("203.0.113.1") != TruncatedAddress("203.0.114.1"))
        #expect(TruncatedAddress("2001:db8:1::1") == TruncatedAddress("2001:db8:1:ffff::2"))
        #expect(TruncatedAddress("2001:db8:1::1") != TruncatedAddress("2001:db8:2::1"))
        #expect(TruncatedAddress("0.0.1.0") != TruncatedAddress("0:0:1::"))
    }

    @Test(arguments: [
        "", " ", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.", ".1.2.3",
        "1..2.3", "1.2.3.4 ", "+1.2.3.4", "0x1.2.3.4", "1.2.3.4:80", "1.2.3.0/24", ":", ":::",
        "1:2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
        "1::2::3", "1:::2", "12345::", "g::", "[::1]", "fe80::1%eth0", "::/48", "1.2.3.4::",
        "::1.2.3.4:5", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "\u{661}.2.3.4",
        "::ffff:1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19",
    ])
    func `anything else is no address`(text: String) {
        #expect(TruncatedAddress(text) == nil)
    }
}
