internal import ArgumentParser
internal import Broadsheet
internal import Foundation

/// The files that orders to a server go by: named, or those of a catalogue or a ledger.
struct KeyFileOptions: ParsableArguments {
    @Option(help: "The catalogue; ledger and keys lie beside it unless they are named.")
    var db: String?

    @Option(help: "The ledger, where it lies elsewhere; the keys lie beside it.")
    var ledger: String?

    @Option(help: "The key file; BROADSHEET_KEY_FILE or key_file of --config unless said.")
    var keyFile: String?

    @Option(help: "A YAML file with the site's settings, as serve takes it.")
    var config: String?

    /// The key file that is named, by the option, the environment or the settings.
    private func namedKeyFile() throws -> String? {
        if let keyFile { return keyFile }
        let environment = ProcessInfo.processInfo.environment.filter {
            $0.key == "BROADSHEET_KEY_FILE"
        }
        return try SiteSettings.read(config: config, environment: environment, flags: []).keyFile
    }

    /// The key file.
    ///
    /// - Throws: `UsageFailure` when nothing says where it is.
    func keys() throws -> SigningKeyFile {
        let named = try namedKeyFile()
        guard db != nil || ledger != nil else {
            guard let named else {
                throw UsageFailure(description: "name --db, --ledger or --key-file")
            }
            return SigningKeyFile(path: named)
        }
        return SigningKeyFile(
            path: EngineFiles(catalogue: db ?? "", ledger: ledger, keyFile: named).keyFile)
    }

    /// Ledger and key file.
    ///
    /// - Throws: `UsageFailure` when nothing says where they are.
    func files() throws -> EngineFiles {
        guard db != nil || ledger != nil else {
            throw UsageFailure(description: "name --db or --ledger")
        }
        return EngineFiles(catalogue: db ?? "", ledger: ledger, keyFile: try namedKeyFile())
    }
}
