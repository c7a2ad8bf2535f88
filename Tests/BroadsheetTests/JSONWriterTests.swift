import BroadsheetArticles
import BroadsheetTestSupport
import Foundation
import Testing

@testable import Broadsheet

struct JSONWriterTests {
    /// What `body` writes.
    static func json(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return writer.text
    }

    @Test
    func `members and elements come in the order written, with commas between them`() {
        let text = Self.json { writer in
            writer.object { writer in
                writer.member("z", 1)
                writer.member("a", [String]())
                writer.name("list")
                writer.array { writer in
                    writer.object { _ in }
                    writer.array { _ in }
                    writer.value("x")
                    writer.value(true)
                    writer.null()
                    writer.object { $0.member("inner", ["p", "q"]) }
                }
                writer.member("end", false)
            }
        }
        #expect(
            text
                == #"{"z":1,"a":[],"list":[{},[],"x",true,null,{"inner":["p","q"]}],"end":false}"#)
    }

    @Test
    func `what is absent or not finite is null`() throws {
        let text = Self.json { writer in
            writer.array { writer in
                writer.value(nil as String?)
                writer.value(nil as Int?)
                writer.value(nil as Double?)
                writer.value(Double.nan)
                writer.value(Double.infinity)
                writer.value(-Double.infinity)
            }
        }
        #expect(text == "[null,null,null,null,null,null]")
    }

    @Test
    func `every scalar below 300 and a few beyond read back, in values and names`() throws {
        let scalars =
            (0..<300).compactMap(Unicode.Scalar.init) + "\u{2028}\u{FEFF}\u{FFFD}🗞".unicodeScalars
        for scalar in scalars {
            let text = "a\(Character(scalar))\"\\b"
            let json = Self.json { $0.object { $0.member(text, text) } }
            let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
            let read = try #require(object as? [String: String])
            #expect(read.keys.map { Array($0.utf8) } == [Array(text.utf8)])
            #expect(read.values.map { Array($0.utf8) } == [Array(text.utf8)])
        }
    }

    @Test
    func `no control character stands in the text as it is`() {
        let controls = String(String.UnicodeScalarView((0..<32).compactMap(Unicode.Scalar.init)))
        let json = Self.json { $0.value(controls + "\u{7F}") }
        #expect(json.utf8.allSatisfy { $0 >= 32 && $0 != 127 })
        #expect(json.hasPrefix(#""\u0000\u0001"#))
        #expect(json.contains(#"\t\n\u000b\u000c\r"#))
    }

    @Test
    func `random doubles read back as the same number`() throws {
        let seed: UInt64 = 42
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var numbers = (0..<5_000).map { _ in Double(bitPattern: generator.next()) }
            .filter(\.isFinite)
        numbers += [
            0, -0.0, 1, -1, 0.1, 1e16, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
            0x1p53,
        ]
        for number in numbers {
            let json = Self.json { $0.value(number) }
            #expect(Double(json)?.bitPattern == number.bitPattern, "\(json)")
            #expect(json.count <= 25)
        }
        let list = Self.json { writer in writer.array { w in for n in numbers { w.value(n) } } }
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(list.utf8)) as? [NSNumber])
        #expect(read.count == numbers.count)
    }

    @Test
    func `whole numbers have no fraction`() {
        #expect(Self.json { $0.value(1.0) } == "1")
        #expect(Self.json { $0.value(Int.min) } == "-9223372036854775808")
        #expect(Self.json { $0.value(Int.max) } == "9223372036854775807")
    }

    @Test
    func `text that is JSON already goes in as it is`() {
        let json = Self.json { writer in
            writer.array { writer in
                writer.raw(#"{"a":1}"#)
                writer.raw("2")
            }
        }
        #expect(json == #"[{"a":1},2]"#)
    }
}
