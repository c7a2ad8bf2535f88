internal import ArgumentParser
internal import Broadsheet
internal import BroadsheetStorage

/// The ledger that a command reads: the one of `--db`, or the one named.
struct LedgerOptions: ParsableArguments {
    @Option(help: "The catalogue; its ledger lies beside it, as NAME.ledger.sqlite.")
    var db: String

    @Option(help: "The ledger, where it lies elsewhere.")
    var ledger: String?

    /// - Throws: `StorageError` when there is no such ledger.
    func open(_ mode: OpenMode) throws -> SQLiteLedger {
        try SQLiteLedger.open(
            path: EngineFiles(catalogue: db, ledger: ledger).ledger, mode: mode)
    }
}
