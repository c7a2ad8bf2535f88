/// The bytes of a record, version 1. Whole numbers are unsigned LEB128 (seven bits a byte, the low
/// ones first); texts are their length in bytes, then UTF-8; fixed words are little-endian.
///
/// | field | bytes |
/// |---|---|
/// | version | 1: the number 1 |
/// | flags | 1: see ``Flags`` |
/// | seed | 8 |
/// | time of the request | 8: bits of the seconds since 2001 |
/// | slot, section, language, url, country, region | a text each |
/// | device | 1: 0 for unknown, else ``RecordFormat/devices`` from 1 |
/// | tags, labels, keywords | a count, then texts |
/// | key-values | a count, then a key and a value each |
/// | exploration | 8: the bits; only with its flag |
/// | choices of creatives | a count, then a number each; only with its flag |
/// | reasons | a count, then 1 byte (place in ``RecordFormat/reasons``) and a number each |
/// | candidates | a count, then each as below |
/// | rest | a number, and 8 bytes of its probability; only with its flag |
/// | checksum | 8 |
///
/// A candidate is the distance of its number from the one before (the first from -1) less 1; a
/// byte of which the low four bits say how many bytes of weight follow, bit 4 that it is a share,
/// bit 5 that it was dropped; the place of the reason where it was dropped; the highest bytes of
/// the weight's bits, the highest first, those at the end that are 0 left out; and 8 bytes of
/// probability where it was not dropped and the rest's flag is set.
enum RecordFormat {
    static let version: UInt8 = 1

    struct Flags: OptionSet {
        let rawValue: UInt8

        static let isTruncated = Flags(rawValue: 1)
        static let excludesFallback = Flags(rawValue: 2)
        static let explores = Flags(rawValue: 4)
        /// The article shows ads of the house only.
        static let houseOnly = Flags(rawValue: 8)
        /// The article shows no ads.
        static let adsOff = Flags(rawValue: 16)
        /// The page left fewer creatives of the line item drawn than fit the slot.
        static let choosesCreatives = Flags(rawValue: 32)
        static let all: Flags = [
            .isTruncated, .excludesFallback, .explores, .houseOnly, .adsOff, .choosesCreatives,
        ]
    }

    static let weightLengthMask: UInt8 = 0x0F
    static let shareBit: UInt8 = 0x10
    static let droppedBit: UInt8 = 0x20

    /// Reasons by the number that stands for them in records; new ones go to the end.
    static let reasons: [Ineligibility] = [
        .spent, .consent, .excludedOnPage, .capped, .paced, .lookAhead, .zeroWeight, .archived,
        .paused, .unusable, .unreadableRule, .noFittingCreative, .adsOff, .houseOnly, .notStarted,
        .ended, .section, .tag, .keyword, .language, .url, .country, .region, .device, .weekday,
        .hour, .keyValues, .targeting, .excludedLabel, .context, .brandSafety,
    ]

    /// Devices by the number, less 1, that stands for them in records; new ones go to the end.
    static let devices: [DeviceClass] = [.desktop, .phone, .tablet, .tv, .other]

    /// Number of a reason, by its place in the order of ``Ineligibility``.
    static let codes: [UInt8] = Ineligibility.allCases.map { reason in
        UInt8(truncatingIfNeeded: reasons.firstIndex(of: reason) ?? reasons.count)
    }
}
