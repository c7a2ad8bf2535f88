struct JSONFeedReader: RecordReader {
    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] { [] }
    mutating func finish() -> [ImportRecord] { [] }
}
struct XMLFeedReader: RecordReader {
    init(head: FileHead) {}
    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] { [] }
    mutating func finish() -> [ImportRecord] { [] }
}
struct HTMLPageReader: RecordReader {
    init(name: String, id: String?) {}
    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] { [] }
    mutating func finish() -> [ImportRecord] { [] }
}
struct TextPageReader: RecordReader {
    init(name: String, id: String?) {}
    mutating func consume(_ chunk: [UInt8]) -> [ImportRecord] { [] }
    mutating func finish() -> [ImportRecord] { [] }
}
