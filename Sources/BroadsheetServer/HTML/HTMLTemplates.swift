internal import BroadsheetResources
internal import Mustache

/// The templates that are compiled in, as `templates/README.md` describes them.
struct HTMLTemplates: Sendable {
    /// Why the server can't start: the program itself is broken.
    struct Unreadable: Error, CustomStringConvertible {
        var name: String
        var description: String { "the built-in template `\(name)` can't be read: build again" }
    }

    /// Changes with any template.
    let fingerprint: String
    private let library: MustacheLibrary

    init() throws {
        var library = MustacheLibrary()
        var fingerprint = Fingerprint()
        for path in EmbeddedFile.paths where path.hasSuffix(".mustache") {
            let name = String(path.dropFirst("templates/".count).dropLast(".mustache".count))
            let text = EmbeddedFile.text(path)
            do {
                try library.register(text, named: name)
            } catch {
                throw Unreadable(name: name)
            }
            fingerprint.add(name)
            fingerprint.add(text)
        }
        self.library = library
        self.fingerprint = fingerprint.hex
    }

    /// The template called `name` with its fields; fields that don't apply are left out.
    func render(_ name: String, _ fields: [String: Any]) -> String {
        library.render(fields, withTemplate: name) ?? ""
    }
}
