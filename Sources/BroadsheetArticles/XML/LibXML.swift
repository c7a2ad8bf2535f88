internal import CXML

// The only file of this module that touches memory by hand: it turns libxml2's callbacks into
// calls of a `MarkupHandler` and copies every text that crosses.

/// Receives what a parser finds in markup, in document order.
protocol MarkupHandler: AnyObject {
    /// Whether the rest of the document is of no interest; asked after every event.
    var isDone: Bool { get }
    /// An element begins.
    func startElement(_ name: MarkupName, attributes: [MarkupAttribute])
    /// The last element that began ends.
    func endElement()
    /// Text, in UTF-8; a run of text may come in several parts.
    func text(_ bytes: [UInt8])
    /// The document declares an entity.
    func entityDeclaration()
}

/// The name of an element or attribute.
struct MarkupName: Hashable {
    var local: String
    var prefix: String?
    var namespace: String?
}

/// An attribute with its value.
struct MarkupAttribute: Hashable {
    var name: MarkupName
    var value: String
}

/// Why an XML document could not be read further.
struct MarkupError: Error, Hashable {
    /// What libxml2 says, on one line.
    var message: String
    /// The line of the document, from 1.
    var line: Int
}

/// Parses XML that comes in chunks.
///
/// Nothing is fetched, no entity is replaced, and libxml2's own limits against bombs stay on.
/// After an error or after the handler is done, further bytes are ignored.
@safe final class XMLPushParser {
    private let receiver: MarkupReceiver
    private let context: xmlParserCtxtPtr?
    private var hasFailed = false

    init(handler: any MarkupHandler) {
        LibXML.start
        receiver = MarkupReceiver(handler)
        var sax = unsafe SAXTable.xml()
        // Safe because the receiver lives as long as the context, which this object owns.
        unsafe context = xmlCreatePushParserCtxt(&sax, receiver.opaque, nil, 0, nil)
        if let context = unsafe context {
            let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOWARNING.rawValue
            unsafe _ = xmlCtxtUseOptions(context, Int32(bitPattern: options))
            unsafe receiver.context = context
        }
    }

    deinit {
        if let context = unsafe context { unsafe xmlFreeParserCtxt(context) }
    }

    /// Parses the next bytes.
    func parse(_ bytes: [UInt8]) throws(MarkupError) {
        try parse(bytes, isLast: false)
    }

    /// Ends the document.
    func finish() throws(MarkupError) {
        try parse([], isLast: true)
    }

    private func parse(_ bytes: [UInt8], isLast: Bool) throws(MarkupError) {
        guard !hasFailed, !receiver.handler.isDone, let context = unsafe context else { return }
        var rest = bytes[...]
        repeat {
            // Pieces of 64 KiB keep the length inside Int32 and the parser's buffers small.
            let piece = rest.prefix(1 << 16)
            rest = rest.dropFirst(piece.count)
            let terminates: Int32 = isLast && rest.isEmpty ? 1 : 0
            var code: Int32 = 0
            unsafe piece.withUnsafeBytes { buffer in
                LibXML.quietly {
                    unsafe code = xmlParseChunk(
                        context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(truncatingIfNeeded: buffer.count), terminates)
                }
            }
            if receiver.handler.isDone { return }
            if unsafe code != 0 && context.pointee.wellFormed == 0 {
                hasFailed = true
                throw unsafe lastError(context)
            }
        } while !rest.isEmpty
    }

    private func lastError(_ context: xmlParserCtxtPtr) -> MarkupError {
        guard let error = unsafe xmlCtxtGetLastError(context) else {
            return MarkupError(message: "not well-formed", line: 0)
        }
        let text = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
        let message = TextLine.collapsed(text)
        return MarkupError(
            message: message.isEmpty ? "not well-formed" : message,
            line: unsafe Int(error.pointee.line))
    }
}

/// What libxml2 offers as functions.
enum LibXML {
    /// Set up once, before the first use from any thread.
    static let start: Void = xmlInitParser()

    /// Parses an HTML document or fragment, which is UTF-8 whatever it declares, as browsers do:
    /// nothing in it is an error.
    static func parseHTML(_ bytes: [UInt8], handler: any MarkupHandler) {
        start
        guard !bytes.isEmpty, let length = Int32(exactly: bytes.count) else { return }
        let receiver = MarkupReceiver(handler)
        // Safe because `bytes` and `receiver` outlive the parse, which ends inside the closures.
        unsafe bytes.withUnsafeBytes { buffer in
            let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let context = unsafe htmlCreateMemoryParserCtxt(start, length) else { return }
            defer { unsafe htmlFreeParserCtxt(context) }
            let options =
                HTML_PARSE_NONET.rawValue | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_RECOVER.rawValue
            unsafe _ = htmlCtxtUseOptions(context, Int32(bitPattern: options))
            unsafe _ = xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            unsafe context.pointee.sax.pointee = SAXTable.html()
            unsafe context.pointee.userData = receiver.opaque
            unsafe receiver.context = context
            withExtendedLifetime(receiver) {
                quietly { unsafe _ = htmlParseDocument(context) }
            }
        }
    }

    /// More bytes than this outside of an encoding mean that it is another one.
    private static let brokenLimit = 1000

    /// Runs `body` with this thread's errors taken and dropped: those of encodings belong to no
    /// parser and would go to stderr. A host's own handler is put back.
    fileprivate static func quietly(_ body: () -> Void) {
        let handler = unsafe __xmlStructuredError().pointee
        let context = unsafe __xmlStructuredErrorContext().pointee
        unsafe xmlSetStructuredErrorFunc(nil) { _, _ in }
        body()
        unsafe xmlSetStructuredErrorFunc(context, handler)
    }

    /// The bytes as UTF-8, with U+FFFD for what the encoding does not have; nil when the encoding
    /// is unknown or the bytes hardly follow it.
    static func transcoded(_ bytes: [UInt8], from encoding: String) -> [UInt8]? {
        start
        guard
            let length = Int32(exactly: bytes.count),
            let handler = unsafe xmlFindCharEncodingHandler(encoding)
        else { return nil }
        defer { unsafe _ = xmlCharEncCloseFunc(handler) }
        guard let input = unsafe xmlBufferCreate(), let output = unsafe xmlBufferCreate() else {
            return nil
        }
        defer {
            unsafe xmlBufferFree(input)
            unsafe xmlBufferFree(output)
        }
        // Safe because both buffers are libxml2's own and are freed above, after the copy.
        unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe _ = xmlBufferAdd(input, buffer.baseAddress, length)
        }
        var brokenCount = 0
        while unsafe input.pointee.use > 0 {
            let before = unsafe input.pointee.use
            quietly { unsafe _ = xmlCharEncInFunc(handler, output, input) }
            guard unsafe input.pointee.use == before else { continue }
            // No progress: one byte that the encoding does not have becomes U+FFFD.
            brokenCount += 1
            guard brokenCount <= brokenLimit else { return nil }
            unsafe _ = xmlBufferShrink(input, 1)
            unsafe _ = xmlBufferAdd(output, [0xEF, 0xBF, 0xBD], 3)
        }
        return unsafe Array(
            UnsafeBufferPointer(start: output.pointee.content, count: Int(output.pointee.use)))
    }
}

/// What libxml2's callbacks get as user data.
@safe private final class MarkupReceiver {
    let handler: any MarkupHandler
    var context: xmlParserCtxtPtr?

    init(_ handler: any MarkupHandler) {
        self.handler = handler
        unsafe context = nil
    }

    /// Safe because the parser that is given this pointer is freed before the receiver.
    var opaque: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    /// Hands an event to the receiver behind `pointer` and stops the parser when it is done.
    static func deliver(
        to pointer: UnsafeMutableRawPointer?, _ event: (any MarkupHandler) -> Void
    ) {
        guard let pointer = unsafe pointer else { return }
        let receiver = unsafe Unmanaged<MarkupReceiver>.fromOpaque(pointer).takeUnretainedValue()
        guard !receiver.handler.isDone else { return }
        event(receiver.handler)
        if receiver.handler.isDone, let context = unsafe receiver.context {
            unsafe xmlStopParser(context)
        }
    }
}

/// The callbacks that libxml2 is given. Errors are taken and dropped, or they would go to stderr.
private enum SAXTable {
    static func xml() -> xmlSAXHandler {
        var sax = unsafe common()
        unsafe sax.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe sax.startElementNs = { data, local, prefix, uri, _, _, count, _, attributes in
            let name = unsafe SAXTable.markupName(local, prefix, uri)
            let list = unsafe SAXTable.attributes(attributes, count: Int(count))
            unsafe MarkupReceiver.deliver(to: data) { $0.startElement(name, attributes: list) }
        }
        unsafe sax.endElementNs = { data, _, _, _ in
            unsafe MarkupReceiver.deliver(to: data) { $0.endElement() }
        }
        unsafe sax.entityDecl = { data, _, _, _, _, _ in
            unsafe MarkupReceiver.deliver(to: data) { $0.entityDeclaration() }
        }
        return unsafe sax
    }

    static func html() -> xmlSAXHandler {
        var sax = unsafe common()
        unsafe sax.startElement = { data, name, attributes in
            let name = unsafe SAXTable.markupName(name, nil, nil)
            let list = unsafe SAXTable.attributes(attributes)
            unsafe MarkupReceiver.deliver(to: data) { $0.startElement(name, attributes: list) }
        }
        unsafe sax.endElement = { data, _ in
            unsafe MarkupReceiver.deliver(to: data) { $0.endElement() }
        }
        return unsafe sax
    }

    private static func common() -> xmlSAXHandler {
        var sax = unsafe xmlSAXHandler()
        unsafe sax.characters = { data, start, length in
            unsafe SAXTable.deliver(start, length, to: data)
        }
        unsafe sax.cdataBlock = { data, start, length in
            unsafe SAXTable.deliver(start, length, to: data)
        }
        unsafe sax.ignorableWhitespace = { data, start, length in
            unsafe SAXTable.deliver(start, length, to: data)
        }
        unsafe sax.serror = { _, _ in }
        return unsafe sax
    }

    private static func deliver(
        _ start: UnsafePointer<xmlChar>?, _ length: Int32, to data: UnsafeMutableRawPointer?
    ) {
        let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: max(0, Int(length))))
        unsafe MarkupReceiver.deliver(to: data) { $0.text(bytes) }
    }

    private static func string(_ text: UnsafePointer<xmlChar>?) -> String? {
        unsafe text.map { unsafe String(cString: $0) }
    }

    private static func markupName(
        _ local: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
        _ uri: UnsafePointer<xmlChar>?
    ) -> MarkupName {
        unsafe MarkupName(
            local: string(local) ?? "", prefix: string(prefix), namespace: string(uri))
    }

    /// SAX2 attributes: five pointers each, for local name, prefix, URI, value and its end.
    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int
    ) -> [MarkupAttribute] {
        guard let list = unsafe list else { return [] }
        return (0..<max(0, count)).map { index in
            let slot = unsafe list + index * 5
            var value = ""
            if let start = unsafe slot[3], let end = unsafe slot[4] {
                let bytes = unsafe UnsafeBufferPointer(start: start, count: max(0, end - start))
                value = unsafe String(decoding: bytes, as: UTF8.self)
            }
            return unsafe MarkupAttribute(
                name: markupName(slot[0], slot[1], slot[2]), value: value)
        }
    }

    /// SAX1 attributes: name and value in turn, null at the end.
    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> [MarkupAttribute] {
        guard var slot = unsafe list else { return [] }
        var attributes: [MarkupAttribute] = []
        while let name = unsafe slot[0] {
            attributes.append(
                unsafe MarkupAttribute(
                    name: markupName(name, nil, nil), value: string(slot[1]) ?? ""))
            unsafe slot += 2
        }
        return attributes
    }
}
