internal import BroadsheetStorage
internal import Logging
internal import Synchronization

/// The keys in force: those of the key file, which is read again once it has changed, so that keys
/// are replaced while servers run.
///
/// A running engine looks at the file once a second, and at once when a token names a key that it does
/// not know: another process that shares the file may have signed with it already.
final class KeyRing: Sendable {
    private struct State {
        var keys: SigningKeys
        var stamp: KeyFile.Stamp?
        var lastLook: Duration?
    }

    private let files: EngineFiles
    private let uptime: @Sendable () -> Duration
    private let logger: Logger
    private let state: Mutex<State>

    /// How often tokens of unknown keys make it look, so that a flood of them costs little.
    private static let shortestPause = Duration.milliseconds(20)

    /// Reads the key file, or makes it.
    init(_ files: EngineFiles, uptime: @escaping @Sendable () -> Duration, logger: Logger) throws {
        self.files = files
        self.uptime = uptime
        self.logger = logger
        if KeyFile.stamp(files.keyFile) == nil { _ = try files.keys() }
        // The stamp is older than what is read then: a change in between is seen later.
        let stamp = KeyFile.stamp(files.keyFile)
        state = Mutex(State(keys: try files.keys(), stamp: stamp))
    }

    /// The keys in force now.
    var current: SigningKeys { state.withLock { $0.keys } }

    /// The token in `text`; nil for one that is not ours.
    func token(_ text: String) -> Token? {
        let keys = current
        if let token = Token(text, verifiedBy: keys) { return token }
        guard text.utf8.count <= Token.maximumLength, let message = Base64URL.decode(text),
            !keys.knows(keyOf: message), mayLook(), refresh()
        else { return nil }
        return Token(text, verifiedBy: current)
    }

    private func mayLook() -> Bool {
        let now = uptime()
        return state.withLock { state in
            if let last = state.lastLook, now - last < Self.shortestPause { return false }
            state.lastLook = now
            return true
        }
    }

    /// Reads the file again if it has changed; what can't be read, or is gone, leaves the keys in
    /// force.
    ///
    /// - Returns: whether there are other keys now.
    @discardableResult
    func refresh() -> Bool {
        guard let stamp = KeyFile.stamp(files.keyFile), state.withLock({ $0.stamp != stamp }) else {
            return false
        }
        do {
            guard let text = try KeyFile.load(files.keyFile) else { return false }
            guard let keys = SigningKeys(keyFile: text) else {
                throw EngineError.unreadableKeyFile(path: files.keyFile)
            }
            let old = state.withLock { state in
                defer {
                    state.keys = keys
                    state.stamp = stamp
                }
                return state.keys
            }
            logger.notice("\(files.keyFile) has changed: its keys are in force")
            if keys.hash(of: "") != old.hash(of: "") {
                logger.warning("\(files.keyFile): another reader key, so every reader is a new one")
            }
            return true
        } catch {
            // Told once for each change.
            state.withLock { $0.stamp = stamp }
            logger.error("the keys stay as they were: \(error)")
            return false
        }
    }
}
