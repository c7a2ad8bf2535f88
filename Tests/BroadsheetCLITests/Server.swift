import Foundation
import FoundationNetworking
import Testing

/// A running `broadsheet serve`; ended with the value.
final class Server: Sendable {
    let program: RunningProgram
    let port: Int

    /// Starts a server on a free port and waits until it listens.
    init(
        db: String, arguments: [String] = [], environment: [String: String] = [:],
        launcher: [String] = []
    ) async throws {
        let program = try RunningProgram(
            ["serve", "--db", db, "--port", "0"] + arguments, environment: environment,
            launcher: launcher)
        self.program = program
        try await Deadline.wait("the server to listen; it says: \(program.complaints)") {
            program.complaints.contains("/readyz") || !program.isRunning
        }
        let address = program.complaints.components(separatedBy: "http://127.0.0.1:").dropFirst()
        let digits = address.first?.prefix { $0.isNumber } ?? ""
        port = try #require(Int(digits), "the server says: \(program.complaints)")
    }

    /// Asks for a path, following no redirect.
    func get(_ path: String, headers: [String: String] = [:]) async throws -> HTTPReply {
        try await HTTPClient.shared.send(
            "GET", "http://127.0.0.1:\(port)\(path)", headers: headers)
    }

    func send(
        _ method: String, _ path: String, body: String, token: String
    ) async throws -> HTTPReply {
        try await HTTPClient.shared.send(
            method, "http://127.0.0.1:\(port)\(path)", body: body,
            headers: ["Content-Type": "application/json", "Authorization": "Bearer \(token)"])
    }
}

/// What came back.
struct HTTPReply: Sendable {
    var status: Int
    var data: Data

    var text: String { String(decoding: data, as: UTF8.self) }

    func json() throws -> [String: any Sendable] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: any Sendable])
    }
}

/// Sends requests and follows no redirect.
final class HTTPClient: NSObject, URLSessionTaskDelegate, Sendable {
    static let shared = HTTPClient()

    private var session: URLSession { Self.session }

    private static let session: URLSession = {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 30
        configuration.httpMaximumConnectionsPerHost = 16
        return URLSession(configuration: configuration, delegate: shared, delegateQueue: nil)
    }()

    func send(
        _ method: String, _ address: String, body: String? = nil, headers: [String: String] = [:]
    ) async throws -> HTTPReply {
        var request = URLRequest(url: try #require(URL(string: address)))
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        // Its own name of itself is that of a library, whose beacons are not billed.
        request.setValue("Mozilla/5.0 (X11; Linux x86_64)", forHTTPHeaderField: "User-Agent")
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, response) = try await session.data(for: request)
        let status = try #require((response as? HTTPURLResponse)?.statusCode)
        return HTTPReply(status: status, data: data)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) { completionHandler(nil) }
}
