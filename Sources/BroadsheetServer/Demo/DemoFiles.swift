internal import BroadsheetResources
internal import HTTPTypes

/// The demo newspaper's pictures and style, as they are compiled in.
enum DemoFiles {
    /// The file at `path` below `/demo/`.
    static func answer(path: String, _ call: Call) throws(Problem) -> Answer {
        guard let type = type(of: path), let bytes = EmbeddedFile.bytes("demo/" + path) else {
            throw .unknownRoute
        }
        var fingerprint = Fingerprint()
        fingerprint.add(String(decoding: bytes, as: UTF8.self))
        let tag = "\"" + fingerprint.hex + "\""
        let isHeld = call.fields[.ifNoneMatch] == tag
        var answer =
            isHeld
            ? Answer(.notModified, cache: .file)
            : Answer(.ok, type: type, cache: .file, body: bytes)
        answer.fields[.eTag] = tag
        answer.fields[.xContentTypeOptions] = "nosniff"
        return answer
    }

    /// The media type of a file that pages use; nil for the others, such as the articles.
    private static func type(of path: String) -> String? {
        let isPublic = !path.contains("/") || path.hasPrefix("images/") || path.hasPrefix("ads/")
        guard isPublic else { return nil }
        switch path.split(separator: ".").last {
        case "css": return "text/css; charset=utf-8"
        case "svg": return "image/svg+xml"
        default: return nil
        }
    }
}
