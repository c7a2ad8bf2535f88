/// Why a request for an auction is answered with 400: found, expected.
package struct AuctionProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Begins with `Invalid request: `, as other programs of this kind begin it.
    package let description: String

    init(_ problem: String) { description = "Invalid request: " + problem }

    init(_ path: String, found: String, expected: String) {
        self.init("\(path): found \(found); expected \(expected)")
    }

    /// - Parameter path: Where the text stood; empty for the body.
    init(_ failure: JSONParser.Failure, in path: String = "") {
        let place = path.isEmpty ? "body" : path
        self.init(
            "\(place), byte \(failure.offset): found \(failure.problem); expected one JSON object")
    }
}
