import Foundation

extension AdSnapshot {
    /// Why bytes are no snapshot.
    package enum DecodingFailure: Error, CustomStringConvertible {
        case version(Int)
        case unreadable

        package var description: String {
            switch self {
            case .version(let version):
                "found a campaign snapshot of version \(version), expected "
                    + "\(AdSnapshot.canonicalVersion); use the program that wrote it"
            case .unreadable:
                "the campaign snapshot is damaged; restore the ledger from a backup"
            }
        }
    }

    /// Version of the canonical form; a change of fields is a new one.
    static let canonicalVersion = 3

    /// `{"catalogue":…,"version":3}`.
    private struct CanonicalForm: Codable {
        let version: Int
        let catalogue: AdCatalogue
    }

    /// Only the version, to refuse another one before reading further.
    private struct Header: Codable {
        let version: Int
    }

    /// The frozen catalogue as JSON that is the same, byte for byte, for the same content: keys
    /// sorted, objects by id, dates as seconds since 1970, only what is active. Its hash names the
    /// snapshot in the ledger, and ``init(canonicalBytes:)`` brings it back.
    package func canonicalBytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let form = CanonicalForm(version: Self.canonicalVersion, catalogue: catalogue)
        return [UInt8](try encoder.encode(form))
    }

    /// The snapshot that was written by ``canonicalBytes()``; decides exactly as the original.
    package init(canonicalBytes bytes: [UInt8]) throws(DecodingFailure) {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        let data = Data(bytes)
        guard let header = try? decoder.decode(Header.self, from: data) else { throw .unreadable }
        guard header.version == Self.canonicalVersion else { throw .version(header.version) }
        guard let form = try? decoder.decode(CanonicalForm.self, from: data) else {
            throw .unreadable
        }
        self.init(form.catalogue)
    }
}
