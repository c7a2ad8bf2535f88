internal import BroadsheetStorage
internal import Foundation

/// Why an engine can't be opened, beyond what the files themselves say.
package enum EngineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The catalogue can't be written, so nothing can lie beside it.
    case ledgerNeedsPlace(catalogue: String)
    /// The key file does not read as one.
    case unreadableKeyFile(path: String)
    /// There is no key file yet.
    case missingKeyFile(path: String)

    package var description: String {
        switch self {
        case .ledgerNeedsPlace(let catalogue):
            "\(catalogue) is on media that can't be written, and the ledger can't lie beside it: "
                + "name a writable place with --ledger FILE"
        case .missingKeyFile(let path):
            "\(path): no such key file; the first start of a server makes it: check the path, or name "
                + "it with --key-file FILE"
        case .unreadableKeyFile(let path):
            "\(path) is no key file; expected lines `ID HEX` with an id of 0 to 255 and at least "
                + "32 bytes: restore it from a backup, or move it away and a new key is made "
                + "(tokens already on pages then stop to count)"
        }
    }
}

/// Where an engine's files lie.
package struct EngineFiles: Sendable, Hashable {
    package var catalogue: String
    package var ledger: String
    package var keyFile: String

    /// Files not named lie beside the catalogue: `news.sqlite`, `news.ledger.sqlite`,
    /// `news.ledger.key`.
    package init(catalogue: String, ledger: String? = nil, keyFile: String? = nil) {
        self.catalogue = catalogue
        let ledger = ledger ?? Self.stem(catalogue) + ".ledger.sqlite"
        self.ledger = ledger
        self.keyFile = keyFile ?? Self.stem(ledger) + ".key"
    }

    /// Where the analysed articles are kept: `news.vectors`, or `news.ledger.vectors` where nothing
    /// can be written beside the catalogue.
    func vectors(besideLedger: Bool) -> String {
        Self.stem(besideLedger ? ledger : catalogue) + ".vectors"
    }

    /// The keys, made on first use.
    func keys() throws -> SigningKeys {
        let text = try KeyFile.loadOrCreate(path: keyFile) {
            SigningKeys.keyFile(randomBytes: (0..<32).map { _ in UInt8.random(in: 0...255) })
        }
        guard let keys = SigningKeys(keyFile: text) else {
            throw EngineError.unreadableKeyFile(path: keyFile)
        }
        return keys
    }

    private static func stem(_ path: String) -> String {
        path.hasSuffix(".sqlite") ? String(path.dropLast(7)) : path
    }
}
