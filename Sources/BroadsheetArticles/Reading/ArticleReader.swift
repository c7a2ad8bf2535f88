/// Reads articles from a stream of bytes, record by record, without holding the file.
///
/// The bytes come in chunks of any size; what is read does not depend on how they are cut. Give
/// every chunk to ``consume(_:)`` and call ``finish()`` once at the end, or hand over a source to
/// ``read(_:from:each:)``. A record that can't be read is a record with a problem and never stops
/// the others.
///
/// Encodings: JSONL, CSV, JSON Feed and text are UTF-8, or UTF-16 when a byte order mark says so;
/// XML and HTML may declare others. A UTF-8 byte order mark is dropped. Broken UTF-8 is read as
/// U+FFFD with a warning.
package struct ArticleReader {
    /// What is known of a file before it is read.
    package struct Options: Sendable, Hashable {
        /// The format; `auto` decides by content and name.
        package var format: ArticleFormat
        /// The name of the file, which helps `auto` and identifies a page that names no address.
        package var name: String
        /// Which columns of a CSV file hold which fields; nil goes by their names.
        package var map: ColumnMap?
        /// The id of the article of a page; nil takes its address, else `name`.
        package var id: String?

        /// Creates options.
        package init(
            format: ArticleFormat = .auto, name: String, map: ColumnMap? = nil, id: String? = nil
        ) {
            self.format = format
            self.name = name
            self.map = map
            self.id = id
        }
    }

    /// How many bytes have been handed in, for progress.
    package private(set) var bytesConsumed = 0
    /// The format in use; nil until enough of the file has been seen.
    package private(set) var detectedFormat: ArticleFormat?

    private let options: Options
    private var head: [UInt8] = []
    private var decoder: ByteDecoder?
    private var reader: (any RecordReader)?

    /// Prepares to read a file.
    package init(_ options: Options) {
        self.options = options
    }

    /// Takes the next bytes of the file and gives the records that they complete.
    ///
    /// - Throws: ``ArticleReadingError`` when the options do not fit the file; then nothing more
    ///   can be read.
    package mutating func consume(_ chunk: [UInt8]) throws(ArticleReadingError) -> [ImportRecord] {
        bytesConsumed += chunk.count
        if reader != nil { return try pass(chunk) }
        head += chunk
        guard head.count >= ReadingLimit.headBytes else { return [] }
        return try begin()
    }

    /// Ends the file and gives the records that were still open.
    package mutating func finish() throws(ArticleReadingError) -> [ImportRecord] {
        var records = reader == nil ? try begin() : []
        if let rest = decoder?.finish(), !rest.isEmpty {
            records += try reader?.consume(rest) ?? []
        }
        records += try reader?.finish() ?? []
        return records
    }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - options: what is known of it.
    ///   - source: gives the next bytes, nil at the end.
    ///   - body: is handed each record and the number of bytes consumed so far.
    /// - Throws: ``ArticleReadingError``, and what `source` and `body` throw.
    package static func read(
        _ options: Options, from source: () throws -> [UInt8]?,
        each body: (ImportRecord, Int) throws -> Void
    ) throws {
        var reader = ArticleReader(options)
        while let chunk = try source() {
            for record in try reader.consume(chunk) { try body(record, reader.bytesConsumed) }
        }
        for record in try reader.finish() { try body(record, reader.bytesConsumed) }
    }

    /// Chooses the reader by the head of the file and gives it the head.
    private mutating func begin() throws(ArticleReadingError) -> [ImportRecord] {
        let sniffed = FileHead(Array(head.prefix(ReadingLimit.headBytes)))
        let kind = sniffed.kind(for: options.format, name: options.name)
        detectedFormat = kind.format
        if options.map != nil, kind != .csv {
            throw .mapWithoutColumns(format: kind.format)
        }
        if kind.decodesItself {
            decoder = ByteDecoder(encoding: .asItIs, skipping: 0)
        } else {
            decoder = ByteDecoder(encoding: sniffed.encoding, skipping: sniffed.markLength)
        }
        reader = kind.makeReader(options: options, head: sniffed)
        let bytes = head
        head = []
        return try pass(bytes)
    }

    private mutating func pass(_ chunk: [UInt8]) throws(ArticleReadingError) -> [ImportRecord] {
        guard let bytes = decoder?.decode(chunk) else { return [] }
        return try reader?.consume(bytes) ?? []
    }
}

/// A reader of one format. It gets the bytes of a file in order and gives records as they end.
protocol RecordReader {
    /// Takes the next bytes and gives the records that they complete.
    mutating func consume(_ chunk: [UInt8]) throws(ArticleReadingError) -> [ImportRecord]
    /// Ends the file and gives what was still open.
    mutating func finish() throws(ArticleReadingError) -> [ImportRecord]
}
