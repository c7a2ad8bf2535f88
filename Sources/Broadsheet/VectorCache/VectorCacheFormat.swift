internal import BroadsheetContent
internal import BroadsheetStorage
internal import Crypto

/// The file `NAME.vectors`: the analysed articles of a catalogue, so that the next start need not
/// read and analyse their texts.
///
/// Version 3. All numbers have their lowest byte first.
///
/// | bytes | field |
/// |---|---|
/// | 8 | `BRDVECT` and a line feed |
/// | 4 | version; any other is refused |
/// | 4 | number of sections |
/// | … | the sections, one behind the other, and nothing behind them |
///
/// A section:
///
/// | bytes | field |
/// |---|---|
/// | 4 | kind: 1 head, 2 lexicon, each once and in this order; 3 articles; others are passed over |
/// | 4 | its place among the sections, from 0 |
/// | 8 | length of its content |
/// | 32 | SHA-256 of the file's first 16 bytes, the section's first 16 and its content |
/// | … | content, in the numbers and texts of `ByteSink` |
///
/// The *head*, the first section: identity of the analysis (32 bytes as a text), position in the
/// change feed (sequence and schema version in 8 bytes each, mark and time as texts), number of
/// analyses, number of articles.
///
/// The *lexicon*: of terms and of words the bytes and the lengths, the usage of words, the number
/// of analysers, and for each the terms of the words: 0 not asked for yet, 1 a stop word, else term + 2.
///
/// *Articles*: their number; then for each, rising by the bytes of ids over all sections, its id,
/// its stamp (8 bytes), its terms by each analysis, its language with where that comes from and how
/// sure it is, and the codes of its sketch or none.
enum VectorCacheFormat {
    static let magic: [UInt8] = Array("BRDVECT\n".utf8)
    static let version: UInt32 = 3
    /// Bytes before the first section.
    static let headerSize = 16
    /// Bytes of a section before its content.
    static let sectionHeaderSize = 48
    /// Articles of a section.
    static let blockSize = 4096

    enum Kind: UInt32 {
        case head = 1
        case lexicon = 2
        case articles = 3
    }

    static func header(sectionCount: Int) -> [UInt8] {
        magic + littleEndian(UInt64(version), 4)
            + littleEndian(UInt64(truncatingIfNeeded: sectionCount), 4)
    }

    static func section(
        _ kind: Kind, place: Int, content: [UInt8], header: [UInt8]
    ) -> [UInt8] {
        let start =
            littleEndian(UInt64(kind.rawValue), 4)
            + littleEndian(UInt64(truncatingIfNeeded: place), 4)
            + littleEndian(UInt64(truncatingIfNeeded: content.count), 8)
        return start + checksum(header[...], start[...], content[...]) + content
    }

    static func checksum(
        _ header: ArraySlice<UInt8>, _ start: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>
    ) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: header)
        hash.update(data: start)
        hash.update(data: content)
        return Array(hash.finalize())
    }

    static func littleEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
}

/// What a cache of analysed articles was made from and by; the first section of the file.
struct VectorCacheHead: Sendable, Hashable {
    /// SHA-256 of what the analysers do and which of them are asked for.
    var analysis: [UInt8]
    /// Changes up to here are contained.
    var mark: CatalogueMark
    /// How many lists of terms each article has.
    var analysisCount: Int
    var articleCount: Int
}
