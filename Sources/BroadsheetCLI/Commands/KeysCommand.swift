internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetArticles

/// `broadsheet keys rotate|list`
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys that tokens are signed with.",
        subcommands: [KeysRotateCommand.self, KeysListCommand.self])
}

/// `broadsheet keys rotate --db FILE [--keep N]`
struct KeysRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Add a new key, which signs from now on, and drop the oldest.",
        discussion: """
            Running servers go by it within a second. Tokens of the keys that are kept count on; those \
            of a dropped key count no more, so rotate at most as often as --keep says within the life of a \
            token (ads.token_life_minutes, 30 unless set). Readers and variants stay the same.
            """)

    @Option(
        help: "Old keys that still verify; 0 when one has got out: what is on pages now is void.")
    var keep = SigningKeyFile.standardKept

    @Option(help: "How the answer is printed.")
    var format: OutputFormat = .table

    @OptionGroup var files: KeyFileOptions

    func validate() throws {
        guard (0...SigningKeyFile.mostKept).contains(keep) else {
            throw ValidationError("--keep is \(keep); expected 0 to \(SigningKeyFile.mostKept)")
        }
    }

    func run() throws {
        let rotation = try files.keys().rotate(keeping: keep)
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("signs", Int(rotation.id))
                writer.numbers("kept", rotation.kept)
                writer.numbers("dropped", rotation.dropped)
            }
            try Terminal.print(writer.text)
        case .table:
            try Terminal.print("key \(rotation.id) signs from now on")
            try Terminal.print("still verify: \(KeysListCommand.list(rotation.kept))")
            try Terminal.print("dropped: \(KeysListCommand.list(rotation.dropped))")
        }
    }
}

/// `broadsheet keys list --db FILE`
struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The numbers of the keys, oldest first, and nothing secret.")

    @Option(help: "How the answer is printed.")
    var format: OutputFormat = .table

    @OptionGroup var files: KeyFileOptions

    func run() throws {
        let listing = try files.keys().list()
        switch format {
        case .json:
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("signs", listing.ids.last.map(Int.init))
                writer.numbers("verify", listing.ids)
                writer.member("reader_key", listing.hasReaderKey)
            }
            try Terminal.print(writer.text)
        case .table:
            for id in listing.ids {
                try Terminal.print(
                    id == listing.ids.last ? "\(id) signs and verifies" : "\(id) verifies")
            }
            try Terminal.print(
                listing.hasReaderKey
                    ? "readers are hashed with a key of their own"
                    : "readers are hashed with key \(listing.ids.first ?? 0)")
        }
    }

    /// Numbers for people.
    static func list(_ ids: [UInt8]) -> String {
        ids.isEmpty ? "none" : ids.map { "\($0)" }.joined(separator: ", ")
    }
}

extension JSONWriter {
    fileprivate mutating func numbers(_ name: String, _ ids: [UInt8]) {
        self.name(name)
        array { writer in
            for id in ids { writer.raw("\(id)") }
        }
    }
}
