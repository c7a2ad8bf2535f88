import Foundation
import Testing

/// The program as it was built beside the tests.
enum Program {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../.build/debug/broadsheet").standardized.path

    /// What a process printed and how it ended.
    struct Result: Sendable {
        /// The exit code, or 128 and the number of the signal that ended it.
        var code: Int32
        var output: String
        var errors: String

        /// stdout as the one JSON document that it is.
        func json() throws -> [String: any Sendable] {
            let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
            return try #require(object as? [String: any Sendable])
        }
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], input: String? = nil) async throws -> Result {
        await turnstile.enter()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await RunningProgram(arguments, input: input).end())
        } catch {
            result = .failure(error)
        }
        await turnstile.leave()
        return try result.get()
    }

    /// All tests begin at once; without it so would a hundred processes.
    private static let turnstile = Turnstile(places: 4)
}

/// Lets a few in at a time, in the order in which they came.
actor Turnstile {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { self.places = places }

    func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            places += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// A process of the program; ended with the value.
///
/// It prints to files: a pipe that another process inherits by chance would never end.
final class RunningProgram: Sendable {
    private let process: Process
    private let scratch: Scratch

    /// - Parameter launcher: a command that runs the program, such as one that changes the user.
    init(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:],
        launcher: [String] = []
    ) throws {
        scratch = try Scratch()
        let line = launcher + [Program.path] + arguments
        process = Process()
        process.executableURL = URL(fileURLWithPath: line[0])
        process.arguments = Array(line.dropFirst())
        let variables = ["PATH": "/usr/bin:/bin", "TZ": "UTC", "HOME": scratch.folder.path]
        process.environment = variables.merging(environment) { $1 }
        process.standardInput = FileHandle(
            forReadingAtPath: try scratch.write("stdin", input ?? ""))
        process.standardOutput = FileHandle(forWritingAtPath: try scratch.write("stdout", ""))
        process.standardError = FileHandle(forWritingAtPath: try scratch.write("stderr", ""))
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// What was printed to stderr so far.
    var complaints: String { text("stderr") }

    /// Waits for the process to end.
    func end() async throws -> Program.Result {
        try await Deadline.wait("the program to end") { !self.process.isRunning }
        let isSignal = process.terminationReason == .uncaughtSignal
        return Program.Result(
            code: isSignal ? 128 + process.terminationStatus : process.terminationStatus,
            output: text("stdout"), errors: text("stderr"))
    }

    private func text(_ name: String) -> String {
        let bytes = FileManager.default.contents(atPath: scratch.path(name)) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Waiting that ends: with what was waited for, or with a failed test.
enum Deadline {
    struct Passed: Error, CustomStringConvertible {
        var description: String
    }

    static func wait(
        _ event: String, seconds: Double = 30, until condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while try await !condition() {
            if ContinuousClock.now > end {
                throw Passed(description: "waited \(seconds) s for \(event)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
