internal import BroadsheetStorage

/// The key file for who looks after it.
package struct SigningKeyFile: Sendable {
    /// What may be told of the keys.
    package struct Listing: Sendable, Hashable {
        /// Numbers of the keys, oldest first; the last signs, all verify.
        package var ids: [UInt8]
        /// Whether the key that hashes readers' keys is written down apart; it is the first otherwise.
        package var hasReaderKey: Bool
    }

    /// What `rotate` did.
    package struct Rotation: Sendable, Hashable {
        /// The number of the new key.
        package var id: UInt8
        /// Numbers of the old ones that still verify, oldest first.
        package var kept: [UInt8]
        /// Numbers of those that do not any more.
        package var dropped: [UInt8]
    }

    /// Where it lies.
    package let path: String

    /// Old keys that `rotate` keeps unless it is told otherwise. Tokens count for half an hour unless
    /// the settings say more, and for a day at most: keys replaced not oftener than every eight hours
    /// verify for as long as any of their tokens counts.
    package static let standardKept = 3
    /// Old keys that can be kept.
    package static let mostKept = KeyFileText.mostKept

    package init(path: String) { self.path = path }

    /// The numbers of the keys.
    ///
    /// - Throws: when there is no such file or it can't be read.
    package func list() throws -> Listing {
        guard let text = try KeyFile.load(path) else {
            throw EngineError.missingKeyFile(path: path)
        }
        let file = try read(text)
        return Listing(ids: file.lines.map(\.id), hasReaderKey: file.reader != nil)
    }

    /// Adds a new key, which signs from now on, and drops all but `count` old ones. Running servers
    /// go by it within a second.
    ///
    /// - Parameter count: old keys that still verify; with 0 nothing counts that is on pages now.
    /// - Throws: when there is no such file or it can't be changed; it is as it was then.
    package func rotate(
        keeping count: Int = standardKept,
        randomBytes: [UInt8] = (0..<32).map { _ in UInt8.random(in: 0...255) }
    ) throws -> Rotation {
        var rotation = Rotation(id: 0, kept: [], dropped: [])
        try KeyFile.change(path: path) { text in
            var file = try read(text)
            let before = file.lines.map(\.id)
            rotation.id = file.rotate(to: randomBytes, keeping: count)
            rotation.kept = file.lines.dropLast().map(\.id)
            rotation.dropped = Array(before.prefix(before.count - rotation.kept.count))
            return file.text
        }
        return rotation
    }

    private func read(_ text: String) throws -> KeyFileText {
        guard let file = KeyFileText(text) else {
            throw EngineError.unreadableKeyFile(path: path)
        }
        return file
    }
}
