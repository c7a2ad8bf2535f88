internal import BroadsheetAds

/// An object of a request with its place there. Fields that are read must have the right type;
/// what nobody asks for may be anything.
struct WireObject {
    let object: JSONObject
    /// Such as `imp[0].banner`; empty for the whole request.
    let path: String

    init(_ node: JSONNode, path: String) throws(AuctionProblem) {
        guard case .object(let object) = node else {
            throw AuctionProblem(
                path.isEmpty ? "body" : path, found: node.kind, expected: "an object")
        }
        self.object = object
        self.path = path
    }

    /// The place of a field.
    func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Whether the field says anything.
    func has(_ name: String) -> Bool { object[name] != nil }

    func text(_ name: String) throws(AuctionProblem) -> String? {
        guard let node = object[name] else { return nil }
        guard case .text(let text) = node else {
            throw AuctionProblem(place(name), found: node.kind, expected: "a text")
        }
        return text
    }

    /// Longest id, in bytes: macros put ids into markup, each as often as it stands there.
    static let maximumIDLength = 1_024

    /// A text that is not empty, such as an id.
    func requiredText(
        _ name: String, expected: String = "an id", upTo length: Int = maximumIDLength
    ) throws(AuctionProblem) -> String {
        guard let text = try text(name), !text.isEmpty else {
            throw AuctionProblem(
                place(name), found: has(name) ? "an empty text" : "nothing", expected: expected)
        }
        guard text.utf8.count <= length else {
            throw AuctionProblem(
                place(name), found: "\(text.utf8.count) bytes",
                expected: "\(expected) of at most \(length)")
        }
        return text
    }

    func number(_ name: String) throws(AuctionProblem) -> JSONNumber? {
        guard let node = object[name] else { return nil }
        guard case .number(let number) = node else {
            throw AuctionProblem(place(name), found: node.kind, expected: "a number")
        }
        return number
    }

    func whole(_ name: String) throws(AuctionProblem) -> Int? {
        guard let number = try number(name) else { return nil }
        guard let whole = number.whole else {
            throw AuctionProblem(
                place(name), found: "`\(number.text.shortened)`", expected: "a whole number")
        }
        return whole
    }

    /// 0 or 1, where anything else could be understood in two ways.
    func flag(_ name: String) throws(AuctionProblem) -> Bool? {
        guard let number = try whole(name) else { return nil }
        guard number == 0 || number == 1 else {
            throw AuctionProblem(place(name), found: "`\(number)`", expected: "0 or 1")
        }
        return number == 1
    }

    func bool(_ name: String) throws(AuctionProblem) -> Bool? {
        guard let node = object[name] else { return nil }
        guard case .bool(let bool) = node else {
            throw AuctionProblem(place(name), found: node.kind, expected: "true or false")
        }
        return bool
    }

    func list(_ name: String) throws(AuctionProblem) -> [JSONNode]? {
        guard let node = object[name] else { return nil }
        guard case .list(let list) = node else {
            throw AuctionProblem(place(name), found: node.kind, expected: "a list")
        }
        return list
    }

    func texts(_ name: String) throws(AuctionProblem) -> [String] {
        var texts: [String] = []
        for (index, node) in (try list(name) ?? []).enumerated() {
            guard case .text(let text) = node else {
                throw AuctionProblem(
                    "\(place(name))[\(index)]", found: node.kind, expected: "a text")
            }
            texts.append(text)
        }
        return texts
    }

    func wholes(_ name: String) throws(AuctionProblem) -> [Int] {
        var numbers: [Int] = []
        for (index, node) in (try list(name) ?? []).enumerated() {
            guard case .number(let number) = node, let whole = number.whole else {
                throw AuctionProblem(
                    "\(place(name))[\(index)]", found: node.kind, expected: "a whole number")
            }
            numbers.append(whole)
        }
        return numbers
    }

    func child(_ name: String) throws(AuctionProblem) -> WireObject? {
        guard let node = object[name] else { return nil }
        return try WireObject(node, path: place(name))
    }

    func children(
        _ name: String, upTo limit: Int = .max
    ) throws(AuctionProblem) -> [WireObject] {
        var children: [WireObject] = []
        let nodes = try list(name) ?? []
        guard nodes.count <= limit else {
            throw AuctionProblem(
                place(name), found: "\(nodes.count)", expected: "at most \(limit)")
        }
        for (index, node) in nodes.enumerated() {
            children.append(try WireObject(node, path: "\(place(name))[\(index)]"))
        }
        return children
    }
}
