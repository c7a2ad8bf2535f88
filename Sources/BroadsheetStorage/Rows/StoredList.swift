internal import Foundation

/// Lists of texts as the databases hold them: a JSON array of strings.
enum StoredList {
    /// The list that `json` holds; nil unless it is an array of strings.
    static func list(_ json: String) -> [String]? {
        if json == "[]" { return [] }
        if let plain = plainList(json) { return plain }
        return try? JSONDecoder().decode([String].self, from: Data(json.utf8))
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
