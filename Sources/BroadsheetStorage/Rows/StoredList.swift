internal import Foundation

/// Lists of texts as the databases hold them: a JSON array of strings.
enum StoredList {
    /// `list` as JSON, without blanks, `/` not escaped.
    static func json(_ list: [String]) -> String {
        if list.isEmpty { return "[]" }
        var json = "["
        for (index, item) in list.enumerated() {
            json += index == 0 ? "\"" : ",\""
            append(item, to: &json)
            json += "\""
        }
        return json + "]"
    }

    /// The list that `json` holds; nil unless it is an array of strings.
    static func list(_ json: String) -> [String]? {
        if json == "[]" { return [] }
        if let plain = plainList(json) { return plain }
        return try? JSONDecoder().decode([String].self, from: Data(json.utf8))
    }

    private static func append(_ item: String, to json: inout String) {
        for scalar in item.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
    }

    /// The common case, `["a","b"]` without blanks or escapes, several times faster than a decoder;
    /// nil leaves everything else, broken arrays included, to the decoder.
    private static func plainList(_ json: String) -> [String]? {
        let quote = UInt8(ascii: "\"")
        let bytes = Array(json.utf8)
        guard bytes.count >= 4, bytes[0] == UInt8(ascii: "["), bytes[1] == quote,
            bytes[bytes.count - 1] == UInt8(ascii: "]"), bytes[bytes.count - 2] == quote
        else { return nil }
        var list: [String] = []
        var start = 2
        var index = 2
        while index < bytes.count - 1 {
            if bytes[index] == UInt8(ascii: "\\") || bytes[index] < 0x20 { return nil }
            if bytes[index] == quote {
                list.append(String(decoding: bytes[start..<index], as: UTF8.self))
                if index == bytes.count - 2 { return list }
                guard bytes[index + 1] == UInt8(ascii: ","), bytes[index + 2] == quote else {
                    return nil
                }
                start = index + 3
                index = start
            } else {
                index += 1
            }
        }
        return nil
    }
}
