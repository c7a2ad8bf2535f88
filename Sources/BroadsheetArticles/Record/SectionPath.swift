/// Sections as paths: `World/Asia`.
package enum SectionPath {
    /// The path without blanks around its components and without empty components.
    package static func tidied(_ path: String) -> String {
        path.unicodeScalars.split(separator: "/")
            .map { TextLine.trimmed(String($0)) }
            .filter { !$0.isEmpty }
            .joined(separator: "/")
    }
}
