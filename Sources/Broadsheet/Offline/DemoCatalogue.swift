internal import BroadsheetAds
internal import BroadsheetArticles
internal import BroadsheetResources
internal import BroadsheetStorage
internal import Crypto
internal import Foundation

/// The demo newspaper that ships with the program, as a catalogue on disk.
package enum DemoCatalogue {
    /// Why the demo can't be made.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    /// The path of the demo's catalogue in `folder`, made anew when the built-in demo is another
    /// than the one that it was made from.
    ///
    /// The catalogue is built under another name and then put in place; the ledger beside it
    /// stays.
    package static func prepare(in folder: String) throws -> String {
        let path = folder + "/demo.sqlite"
        let mark = folder + "/demo.version"
        let version = contentHash
        let files = FileManager.default
        if files.fileExists(atPath: path),
            (try? String(contentsOfFile: mark, encoding: .utf8)) == version
        {
            return path
        }
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure(
                description: "\(folder): the demo's folder can't be made; set XDG_DATA_HOME to a "
                    + "writable folder, or name a catalogue with --db")
        }
        let draft = folder + "/demo.\(ProcessInfo.processInfo.processIdentifier).sqlite"
        // A process that was ended may have left one behind.
        remove(draft)
        defer { remove(draft) }
        try build(at: draft)
        remove(path)
        try LibC.rename(draft, to: path)
        try version.write(toFile: mark, atomically: true, encoding: .utf8)
        return path
    }

    /// Fills a new catalogue with the built-in articles and campaigns.
    private static func build(at path: String) throws {
        let catalogue = try Catalogue.open(path: path, mode: .create)
        var chunks: [[UInt8]] = [EmbeddedFile.bytes("demo/articles.jsonl") ?? []]
        let source = ImportSource(name: "articles.jsonl", byteCount: nil) { chunks.popLast() }
        let articleImport = ArticleImport(
            catalogue: catalogue, format: .jsonl, map: nil, isStrict: true, namesFiles: false)
        _ = try articleImport.run(source, isCancelled: { false }) { _, _ in }
        let files = EmbeddedFile.paths.filter { $0.hasPrefix("demo/campaigns/") }.map { path in
            CampaignFileReader.File(name: path, bytes: EmbeddedFile.bytes(path) ?? [])
        }
        let result = CampaignFileReader().read(files)
        if let problem = result.problems.first(where: { $0.severity == .error }) {
            throw Failure(description: "the built-in campaigns: \(problem)")
        }
        _ = try catalogue.importCampaigns(result.catalogue)
        try catalogue.close()
    }

    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// Names the content of the built-in demo.
    private static var contentHash: String {
        var hash = SHA256()
        for path in EmbeddedFile.paths where path.hasPrefix("demo/") {
            hash.update(data: Array(path.utf8))
            hash.update(data: EmbeddedFile.bytes(path) ?? [])
        }
        return hash.finalize().map { String($0, radix: 16) }.joined(separator: "-")
    }
}
