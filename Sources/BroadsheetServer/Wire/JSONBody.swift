internal import Foundation

/// Reads JSON bodies whose keys we know; keys that we don't know are passed over.
enum JSONBody {
    /// - Throws: a problem that names the field, what was found and what was expected.
    static func decode<Body: Decodable>(
        _ type: Body.Type, from bytes: [UInt8]
    ) throws(Problem) -> Body {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw .badRequest(describe(error))
        } catch {
            throw .badRequest("body: not readable as JSON")
        }
    }

    private static func describe(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(let type, let context):
            "\(path(context)): found another type of value; expected \(name(of: type))"
        case .valueNotFound(let type, let context):
            "\(path(context)): found null; expected \(name(of: type))"
        case .keyNotFound(let key, let context):
            "\(path(context, key)): missing; expected a value"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "body: found text that is not JSON, or a number beyond all numbers; expected one "
                    + "JSON object in UTF-8, nested at most 512 levels deep"
                : "\(path(context)): \(context.debugDescription)"
        @unknown default: "body: not readable as JSON"
        }
    }

    private static func path(
        _ context: DecodingError.Context, _ key: (any CodingKey)? = nil
    ) -> String {
        var text = ""
        for key in context.codingPath + (key.map { [$0] } ?? []) {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += text.isEmpty ? key.stringValue : "." + key.stringValue
            }
        }
        return text.isEmpty ? "body" : text
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Int.Type, is WholeNumber.Type: "a whole number"
        case is Bool.Type: "true or false"
        case is Double.Type: "a number"
        case is any Sequence.Type where !(type is [String: any Sendable].Type): "a list"
        default: "an object"
        }
    }
}

/// A number without a fraction, however it is written. Decoding an `Int` from `1.5` would call the
/// whole body unreadable and not say where.
struct WholeNumber: Decodable, Sendable, Hashable {
    var value: Int

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Int(exactly: try container.decode(Double.self)) else {
            throw DecodingError.typeMismatch(
                WholeNumber.self,
                DecodingError.Context(
                    codingPath: decoder.codingPath, debugDescription: "not a whole number"))
        }
        self.value = value
    }
}
