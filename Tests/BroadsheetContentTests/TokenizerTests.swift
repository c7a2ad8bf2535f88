import Testing

@testable import BroadsheetContent

/// The words of a text, lower-cased, as the analysers see them.
private func words(_ text: String, unicode: Bool = true) -> [String] {
    var words: [String] = []
    var tokenizer = Tokenizer()
    tokenizer.forEachWord(in: text, unicode: unicode) { word, _, _ in
        words.append(String(decoding: word.bytes(), as: UTF8.self))
    }
    return words
}

@Suite struct TokenizerTests {
    @Test(arguments: [
        ("This is the first document.", ["this", "is", "the", "first", "document"]),
        ("a b cd e", ["cd"]),
        ("snake_case __init__ x_", ["snake_case", "__init__", "x_"]),
        ("3 42 4.50 ½½ ²³", ["42", "50", "½½", "²³"]),
        ("naïve CAFÉ Straße", ["naïve", "café", "straße"]),
        ("ΟΔΥΣΣΕΥΣ ΣΑΣ Σ ΑΣ.", ["οδυσσευς", "σας", "ας"]),
        ("İstanbul", ["stanbul"]),
        ("don't stop—ever", ["don", "stop", "ever"]),
        ("e\u{301}e\u{301} zero\u{200B}width bad\u{FFFD}text", ["zero", "width", "bad", "text"]),
        ("北京大学 が 好き", ["北京大学", "好き"]),
        ("ⅣⅤ ㊀㊁", ["ⅳⅴ", "㊀㊁"]),
        ("", []), (" \n\t", []),
    ])
    func `words are those of Python's two-letter word pattern on the lower-cased text`(
        text: String, expected: [String]
    ) {
        #expect(words(text) == expected)
    }

    @Test(arguments: [
        ("Foo_bar 3D x9 café", ["foo", "bar", "3d", "x9", "caf"]),
        ("\u{212A}elvin", ["kelvin"]),
        ("abc\u{130}def", ["abci", "def"]),
    ])
    func `ascii words hold a to z and digits of the lower-cased text`(
        text: String, expected: [String]
    ) {
        #expect(words(text, unicode: false) == expected)
    }

    @Test func `a sigma is final by the letters around it, marks in between not counting`() {
        #expect(words("ΑΣ'ΒΓ ΑΣ' ΑΣ\u{301}ΒΓ ΑΣ1") == ["ασ", "βγ", "ας", "ασ", "βγ", "ας1"])
    }
}
