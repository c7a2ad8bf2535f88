internal import Foundation

/// A picture of a report as fields of the template `report-chart`: coordinates in a box of 360 by
/// 200, which is as wide as a phone, so that its text is never smaller than it says.
struct Chart {
    /// The whole box and the part of it in which things are drawn.
    enum Box {
        static let width = 360.0
        static let height = 200.0
        static let left = 38.0
        static let right = 356.0
        static let top = 8.0
        static let bottom = 176.0
    }

    private(set) var fields: [String: Any]
    private var labels: [[String: Any]] = []

    /// A picture with nothing in it.
    init(caption: String, note: String) {
        fields = [
            "caption": caption, "note": note, "width": Self.text(Box.width),
            "height": Self.text(Box.height),
        ]
    }

    /// Bars of counts side by side.
    ///
    /// - Parameters:
    ///   - bars: name and height of each.
    ///   - step: every how many bars the name is written below.
    static func bars(
        caption: String, note: String, _ bars: [(name: String, count: Int)], step: Int = 1
    ) -> Chart {
        var chart = Chart(caption: caption, note: note)
        let top = Axis.top(for: Double(bars.map(\.count).max() ?? 0))
        chart.addAxis(top: top) { $0 >= 1000 ? "\(text($0 / 1000))k" : text($0) }
        let slot = (Box.right - Box.left) / Double(max(1, bars.count))
        chart.fields["bars"] = bars.enumerated().map { index, bar -> [String: Any] in
            let height = Double(bar.count) / top * (Box.bottom - Box.top)
            return [
                "x": text(Box.left + slot * Double(index) + slot * 0.08),
                "y": text(Box.bottom - height), "width": text(slot * 0.84),
                "height": text(height), "name": "\(bar.name): \(bar.count)",
            ]
        }
        for index in stride(from: 0, to: bars.count, by: max(1, step)) {
            chart.addLabel(
                bars[index].name, x: Box.left + slot * (Double(index) + 0.5), y: Box.bottom + 14)
        }
        return chart
    }

    /// A curve from (0, 0) to (1, 1) with the area below it, and the diagonal.
    static func curve(
        caption: String, note: String, _ curve: [(x: Double, y: Double)], xName: String
    ) -> Chart {
        var chart = Chart(caption: caption, note: note)
        chart.addAxis(top: 1) { "\(text($0 * 100)) %" }
        let line = curve.enumerated().map { index, point in
            "\(index == 0 ? "M" : "L")\(text(x(point.x))) \(text(y(point.y)))"
        }.joined()
        chart.fields["line"] = line
        chart.fields["area"] = line + "L\(text(Box.right)) \(text(Box.bottom))Z"
        chart.fields["diagonal"] = "M\(text(x(0))) \(text(y(0)))L\(text(x(1))) \(text(y(1)))"
        chart.addShareLabels(xName)
        return chart
    }

    /// Points upwards from 0 to 1 and to the right from 0 to the next tenth above the last.
    static func points(
        caption: String, note: String, _ points: [(x: Double, y: Double)], xName: String
    ) -> Chart {
        var chart = Chart(caption: caption, note: note)
        chart.addAxis(top: 1, name: text)
        let last = points.map(\.x).filter(\.isFinite).max() ?? 1
        let end = max(0.1, (last * 10).rounded(.up) / 10)
        chart.fields["points"] = points.map { point -> [String: Any] in
            ["x": text(x(point.x / end)), "y": text(y(point.y))]
        }
        chart.addLabel("0", x: x(0), y: Box.bottom + 14)
        chart.addLabel(xName, x: x(0.5), y: Box.bottom + 14)
        chart.addLabel(text(end), x: x(1), y: Box.bottom + 14, anchor: "end")
        return chart
    }

    private mutating func addShareLabels(_ name: String) {
        addLabel("0", x: Self.x(0), y: Box.bottom + 14)
        addLabel(name, x: Self.x(0.5), y: Box.bottom + 14)
        addLabel("100 %", x: Self.x(1), y: Box.bottom + 14, anchor: "end")
    }

    private mutating func addLabel(
        _ name: String, x: Double, y: Double, anchor: String = "middle"
    ) {
        labels.append(["x": Self.text(x), "y": Self.text(y), "name": name, "anchor": anchor])
        fields["labels"] = labels
    }

    /// Lines across at 0, a half and the top.
    private mutating func addAxis(top: Double, name: (Double) -> String) {
        fields["ticks"] = [0, 0.5, 1].map { share -> [String: Any] in
            let height = Self.y(share)
            return [
                "y": Self.text(height), "left": Self.text(Box.left),
                "right": Self.text(Box.right), "text_x": Self.text(Box.left - 5),
                "text_y": Self.text(height + 3.5), "name": name(share * top),
            ]
        }
    }

    private static func x(_ share: Double) -> Double {
        Box.left + max(0, min(1, share)) * (Box.right - Box.left)
    }

    private static func y(_ share: Double) -> Double {
        Box.bottom - max(0, min(1, share)) * (Box.bottom - Box.top)
    }

    /// A coordinate or a tick, with two decimals at most.
    private static func text(_ number: Double) -> String {
        let rounded = (number * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(format: "%.0f", rounded) : "\(rounded)"
    }
}

/// Where an axis of counts ends.
enum Axis {
    /// The smallest of 2, 4, 10, 20, 40, 100 … that is at least `highest`, so that the half is
    /// a whole number too.
    static func top(for highest: Double) -> Double {
        var decade = 1.0
        while decade < 1e15 {
            for step in [2.0, 4, 10] where step * decade >= highest { return step * decade }
            decade *= 10
        }
        return max(highest, 1)
    }
}
