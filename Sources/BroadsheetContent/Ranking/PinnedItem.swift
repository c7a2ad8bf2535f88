/// An item that an editor gave a place.
struct PinnedItem {
    /// From 1.
    let position: Int
    let item: RankedItem

    /// The items with the pins at their positions. `pins` rise by position; of two in one place
    /// the second moves down, and in a list that is too short a pin moves up.
    static func place(_ pins: [PinnedItem], among items: [RankedItem]) -> [RankedItem] {
        var list = items
        var next = 0
        for pin in pins {
            let index = min(max(pin.position - 1, next), list.count)
            list.insert(pin.item, at: index)
            next = index + 1
        }
        return list
    }
}
