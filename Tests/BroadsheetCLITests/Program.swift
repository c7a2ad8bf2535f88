import Foundation

/// The program as it was built beside the tests.
enum Program {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../.build/debug/broadsheet").standardized.path
}
