/// Whether state keyed to a reader, cap token included, may be read and written, and why.
package enum ConsentDecision: Sendable, Hashable {
    case granted(Ground)
    case refused(Refusal)

    /// What permits it.
    package enum Ground: Sendable, Hashable {
        /// The GDPR does not apply, and nobody opted out.
        case notRequired
        /// The GDPR applies, and the TC string grants purpose 1 (store and access information on
        /// a device).
        case purposeOne
    }

    /// The first thing found that forbids it.
    package enum Refusal: Sendable, Hashable {
        /// The page is directed at children.
        case coppa
        /// The browser sends Global Privacy Control.
        case gpc
        /// `gdpr` is neither 0 nor 1.
        case unknownGDPR(Int)
        /// The GDPR applies, and there is no TC string.
        case tcfMissing
        case tcfUnreadable(ConsentStringError)
        /// The TC string does not grant purpose 1.
        case purposeOneNotGranted
        case gppUnreadable(ConsentStringError)
        /// `gpp_sid` names a section that is not there.
        case gppSectionMissing(Int)
        /// A section in force that this program cannot read.
        case gppSectionUnknown(Int)
        case gppSectionUnreadable(Int, ConsentStringError)
        /// A section opts out.
        case gppOptOut(Int, OptOut)
        case usPrivacyUnreadable(ConsentStringError)
        /// The US Privacy string opts out of sale.
        case usPrivacyOptOut
    }

    /// What a reader opted out of.
    package enum OptOut: Sendable, Hashable {
        case sale
        case sharing
        /// Everything, by Global Privacy Control as the consent manager saw it.
        case gpc
    }

    /// Whether state keyed to the reader may be used.
    package var allowsReaderState: Bool {
        if case .granted = self { true } else { false }
    }
}

/// Why a privacy string cannot be read; such a string is a refusal.
package enum ConsentStringError: Error, Sendable, Hashable {
    /// Longer than any real one.
    case tooLong(byteCount: Int)
    /// A byte that the encoding does not have.
    case invalidCharacter
    /// Fewer bits than the fields need.
    case truncated
    /// Not the kind of string or segment that belongs there.
    case unknownType(Int)
    case unknownVersion(Int)
    /// A field holds a value that has no meaning.
    case invalidValue
    /// A segment stands twice.
    case duplicateSegment(Int)
    /// Something follows the last field.
    case trailingBits
    /// The header names another number of sections than there are.
    case sectionCount
}
