/// HTML as plain text.
package enum HTMLText {
    package static func text(fromFragment html: String) -> (text: String, warnings: [String]) {
        (html, [])
    }
}
