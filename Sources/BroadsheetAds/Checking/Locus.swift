/// A field of an object of a catalogue: what a problem is about.
struct Locus: Hashable {
    /// What the object is; the raw value is the word in problem texts.
    enum Kind: String {
        case slot
        case advertiser
        case campaign
        case lineItem = "line item"
        case creative
    }

    let kind: Kind
    let id: ExactID
    /// Key as campaign files spell it; empty for the object as a whole.
    let field: String

    init(_ kind: Kind, _ id: String, _ field: String = "") {
        self.kind = kind
        self.id = ExactID(id)
        self.field = field
    }
}
