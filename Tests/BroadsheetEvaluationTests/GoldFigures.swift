import Foundation
import Testing

/// A JSON file in Tests/Gold.
func goldFigures(_ name: String) throws -> [String: Any] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appending(path: "Gold/\(name)"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
}

extension [String: Any] {
    /// A number of the file.
    func number(_ name: String) throws -> Double {
        try #require(self[name] as? NSNumber, "\(name)").doubleValue
    }

    /// Several numbers of the file.
    func numbers(_ name: String) throws -> [Double] {
        try #require(self[name] as? [NSNumber], "\(name)").map(\.doubleValue)
    }

    /// An object of the file.
    func object(_ name: String) throws -> [String: Any] {
        try #require(self[name] as? [String: Any], "\(name)")
    }

    /// Objects of the file.
    func objects(_ name: String) throws -> [[String: Any]] {
        try #require(self[name] as? [[String: Any]], "\(name)")
    }
}
