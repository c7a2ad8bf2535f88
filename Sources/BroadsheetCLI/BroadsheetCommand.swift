internal import ArgumentParser
internal import Foundation

/// The program: related articles, latest articles and ads for a news site.
@main
struct BroadsheetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "broadsheet",
        abstract: "Related articles, latest articles and ads around a news article, from SQLite.",
        version: Version.text,
        subcommands: [
            ServeCommand.self, ImportCommand.self, CheckCommand.self, RelatedCommand.self,
            GroupsCommand.self, DecideCommand.self, WhyCommand.self, ReplayCommand.self,
            PruneCommand.self, KeysCommand.self, ForgetCommand.self, SimulateCommand.self,
            EvaluateCommand.self, StatsCommand.self,
        ])

    /// Runs the command and maps what happened to the exit codes of the contracts: 0 done, 1 the
    /// work failed, 2 wrong usage, 130 interrupted.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            finish(with: error)
        }
    }

    private static func finish(with error: any Error) -> Never {
        switch error {
        case is CancellationError:
            Terminal.print(error: "interrupted: nothing of the file at work was stored")
            exit(withCode: 130)
        case let failure as UsageFailure:
            Terminal.print(error: failure.description)
            exit(withCode: 2)
        case let code as ExitCode:
            exit(withCode: code.rawValue)
        default:
            break
        }
        let code = exitCode(for: error)
        let isUsage = code == .validationFailure
        let message = fullMessage(for: error)
        if code.isSuccess {
            if !message.isEmpty { print(message) }
            exit(withCode: 0)
        }
        Terminal.print(error: isUsage ? message : "\(error)", isUsage: isUsage)
        exit(withCode: isUsage ? 2 : 1)
    }

    private static func exit(withCode code: Int32) -> Never {
        Foundation.exit(code)
    }
}

/// What is asked of a command makes no sense, beyond what the argument parser sees.
struct UsageFailure: Error, CustomStringConvertible {
    var description: String
}

/// What `--version` prints.
enum Version {
    static let text = "0.1.0"
}

/// How a command prints its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case table
    /// One JSON document on stdout and nothing else.
    case json
}
