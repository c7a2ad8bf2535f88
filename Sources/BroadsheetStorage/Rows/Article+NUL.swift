internal import BroadsheetArticles

extension Article {
    /// Takes U+0000 out of every text; SQLite's own functions and shell end a text there. Says
    /// whether there was one.
    mutating func removeNULs() -> Bool {
        var found = false
        func clean(_ text: inout String) {
            guard text.containsNUL else { return }
            text.unicodeScalars.removeAll { $0.value == 0 }
            found = true
        }
        func clean(_ text: inout String?) {
            guard var filled = text else { return }
            clean(&filled)
            text = filled
        }
        func clean(_ image: inout Image?) {
            guard var filled = image else { return }
            clean(&filled.url)
            clean(&filled.alt)
            image = filled
        }
        func clean(_ source: inout Source?) {
            guard var filled = source else { return }
            clean(&filled.name)
            clean(&filled.url)
            source = filled
        }
        clean(&url)
        clean(&title)
        clean(&summary)
        clean(&body)
        clean(&section)
        clean(&language)
        clean(&image)
        clean(&source)
        for index in tags.indices { clean(&tags[index]) }
        for index in authors.indices { clean(&authors[index]) }
        for index in adLabels.indices { clean(&adLabels[index]) }
        return found
    }
}
