internal import BroadsheetAds
internal import Broadsheet
internal import HTTPTypes

/// What a caller says of the reader in a body.
struct ReaderBody: Decodable, Sendable {
    var key: String?
    var capToken: String?
    var gdpr: WholeNumber?
    var tcf: String?
    var gpp: String?
    var gppSectionIDs: [WholeNumber]?
    var usPrivacy: String?
    var gpc: Switch?
    var coppa: Switch?
    var country: String?
    var region: String?
    var device: String?
    var ip: String?
    var userAgent: String?
    var keyValues: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case key, gdpr, tcf, gpp, gpc, coppa, country, region, device, ip
        case capToken = "cap_token"
        case gppSectionIDs = "gpp_sid"
        case usPrivacy = "us_privacy"
        case userAgent = "user_agent"
        case keyValues = "key_values"
    }

    /// Most values of the caller's own keys.
    static let keyValueCount = 64

    /// The reader.
    ///
    /// - Parameter isOperator: whether the caller has the operator's token. Only then it is believed
    ///   where the reader is and what the browser says of itself.
    func reader(isOperator: Bool) throws(Problem) -> Reader {
        var reader = Reader(key: key)
        reader.capToken = capToken
        reader.gdpr = gdpr?.value
        reader.tcf = tcf
        reader.gpp = gpp
        reader.gppSectionIDs = gppSectionIDs?.map(\.value) ?? []
        reader.usPrivacy = usPrivacy
        reader.gpc = gpc?.isOn ?? false
        reader.coppa = coppa?.isOn ?? false
        reader.device = try Self.device(device, name: "reader.device")
        if isOperator {
            reader.country = country
            reader.region = region
            reader.address = ip
            reader.userAgent = userAgent
        }
        let values = keyValues ?? [:]
        guard values.count <= Self.keyValueCount else {
            throw .badRequest(
                "reader.key_values: found \(values.count); expected at most \(Self.keyValueCount)")
        }
        // A dictionary has no order, and the same request must give the same bytes.
        reader.keyValues = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { Reader.KeyValue(key: $0.key, value: $0.value) }
        return reader
    }

    /// A class of device, or nothing.
    static func device(_ text: String?, name: String) throws(Problem) -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard Reader.devices.contains(text) else {
            throw .badRequest(
                "\(name): found `\(text.shortened)`; expected one of "
                    + Reader.devices.joined(separator: ", "))
        }
        return text
    }

    /// `true` or `false`, also as 1 or 0, which is how signals travel in OpenRTB.
    struct Switch: Decodable, Sendable {
        var isOn: Bool

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                isOn = number != 0
            } else if let text = try? container.decode(String.self) {
                isOn = text == "1" || text == "true"
            } else {
                isOn = try container.decode(Bool.self)
            }
        }
    }
}

/// The browser's signal that a reader does not want to be followed
/// (https://www.w3.org/TR/gpc/).
enum GlobalPrivacyControl {
    static func isSet(_ fields: HTTPFields) -> Bool {
        guard let name = HTTPField.Name("Sec-GPC") else { return false }
        return fields[name] == "1"
    }
}
