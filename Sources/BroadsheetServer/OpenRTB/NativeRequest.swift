internal import BroadsheetAds

extension NativeRequirements {
    /// What an `imp.native` asks for: its `request` is a JSON text of Native 1.0 to 1.2, with the
    /// object `native` around everything or without.
    init(_ native: WireObject) throws(AuctionProblem) {
        let text = try native.requiredText("request", expected: "a JSON text", upTo: .max)
        let place = native.place("request")
        let node: JSONNode
        do throws(JSONParser.Failure) {
            node = try JSONParser.parse(Array(text.utf8))
        } catch {
            throw AuctionProblem(error, in: place)
        }
        var request = try WireObject(node, path: place)
        if !request.has("assets"), let inner = try request.child("native") { request = inner }
        self.init(assets: try Self.assets(request))
        try readTrackers(request)
    }

    // MARK: Assets

    /// Assets that are compared with every native creative of the slot.
    private static let maximumAssets = 100

    private static func assets(_ request: WireObject) throws(AuctionProblem) -> [Asset] {
        let objects = try request.children("assets", upTo: maximumAssets)
        guard !objects.isEmpty else {
            throw AuctionProblem(
                request.place("assets"),
                found: request.has("assets") ? "an empty list" : "nothing",
                expected: "at least one asset")
        }
        var assets: [Asset] = []
        var ids: Set<Int> = []
        for object in objects {
            guard let id = try object.whole("id") else {
                throw AuctionProblem(object.place("id"), found: "nothing", expected: "a number")
            }
            guard ids.insert(id).inserted else {
                throw AuctionProblem(
                    object.place("id"), found: "\(id) twice", expected: "ids of their own")
            }
            let isRequired = try object.whole("required") ?? 0 == 1
            assets.append(Asset(id: id, isRequired: isRequired, kind: try kind(object)))
        }
        return assets
    }

    private static func kind(_ asset: WireObject) throws(AuctionProblem) -> Asset.Kind {
        let names = ["title", "img", "video", "data"].filter(asset.has)
        guard names.count == 1 else {
            throw AuctionProblem(
                asset.path,
                found: names.isEmpty ? "none of them" : names.joined(separator: " and "),
                expected: "exactly one of title, img, video and data")
        }
        if let title = try asset.child("title") {
            return .title(length: try length(title, isRequired: true) ?? 0)
        }
        if let image = try asset.child("img") {
            for name in ["w", "h", "wmin", "hmin"] { try checkSide(image, name) }
            return .image(type: try image.whole("type"))
        }
        if let data = try asset.child("data") {
            guard let type = try data.whole("type"), type > 0 else {
                throw AuctionProblem(
                    data.place("type"), found: "none above 0", expected: "a type of data")
            }
            return .data(type: type, length: try length(data, isRequired: false))
        }
        _ = try asset.child("video")
        return .video
    }

    private static func length(
        _ object: WireObject, isRequired: Bool
    ) throws(AuctionProblem) -> Int? {
        guard let length = try object.whole("len") else {
            if !isRequired { return nil }
            throw AuctionProblem(object.place("len"), found: "nothing", expected: "a length")
        }
        guard length > 0 else {
            throw AuctionProblem(
                object.place("len"), found: "\(length)", expected: "a length above 0")
        }
        return length
    }

    private static func checkSide(_ image: WireObject, _ name: String) throws(AuctionProblem) {
        guard let side = try image.whole(name), side < 0 else { return }
        throw AuctionProblem(image.place(name), found: "\(side)", expected: "0 or more")
    }

    // MARK: Trackers

    /// Events of Native 1.2, section 7.6: 1 impression, 2 viewable by the MRC's rule for pictures;
    /// method 1 is a picture. A sample of the specification misspells the field.
    private mutating func readTrackers(_ request: WireObject) throws(AuctionProblem) {
        let name = request.has("eventtrackers") ? "eventtrackers" : "eventrackers"
        for tracker in try request.children(name) {
            guard let event = try tracker.whole("event"), event > 0 else {
                throw AuctionProblem(
                    tracker.place("event"), found: "none above 0", expected: "a type of event")
            }
            let methods = try tracker.wholes("methods")
            guard !methods.isEmpty else {
                throw AuctionProblem(
                    tracker.place("methods"), found: "none", expected: "at least one method")
            }
            guard methods.contains(1) else { continue }
            if event == 1 { tracksImpressions = true }
            if event == 2 { tracksViewable = true }
        }
    }
}
