extension ConsentSignals {
    /// Section of a GPP string that holds a TC string.
    private static let tcfSection = 2
    /// Section of a GPP string that holds a US Privacy string.
    private static let usPrivacySection = 6

    /// Whether state keyed to the reader may be used.
    ///
    /// Asked in this order, and the first refusal stands: COPPA; Global Privacy Control; a `gdpr`
    /// that is neither 0 nor 1; the US Privacy string; the sections of the GPP string by rising id;
    /// sections in force that are not there; purpose 1 of the TC strings.
    ///
    /// A string that cannot be read refuses, whatever the other signals say. An opt-out in a GPP
    /// string forbids wherever it stands. A section that this program does not know forbids when
    /// `gpp_sid` names it, and when there is no `gpp_sid` to say that it is not in force. The GDPR
    /// applies when `gdpr` is 1 or `gpp_sid` names section 2; both the TC string and section 2, if
    /// both are there, must then grant purpose 1.
    package var decision: ConsentDecision {
        if coppa { return .refused(.coppa) }
        if gpc { return .refused(.gpc) }
        if let gdpr, gdpr != 0, gdpr != 1 { return .refused(.unknownGDPR(gdpr)) }
        if let refusal = usPrivacyRefusal() { return .refused(refusal) }
        var purposes: [Bool] = []
        var present: [Int] = []
        if let refusal = gppRefusal(&purposes, &present) { return .refused(refusal) }
        if let tcf = tcf?.nonEmpty {
            do throws(ConsentStringError) {
                purposes.append(try TCString(tcf).grantsPurposeOne)
            } catch {
                return .refused(.tcfUnreadable(error))
            }
            present.append(Self.tcfSection)
        }
        if usPrivacy?.nonEmpty != nil { present.append(Self.usPrivacySection) }
        for id in gppSectionIDs where id != -1 && !present.contains(id) {
            return .refused(.gppSectionMissing(id))
        }
        guard gdpr == 1 || gppSectionIDs.contains(Self.tcfSection) else {
            return .granted(.notRequired)
        }
        if purposes.isEmpty { return .refused(.tcfMissing) }
        return purposes.contains(false)
            ? .refused(.purposeOneNotGranted) : .granted(.purposeOne)
    }

    private func usPrivacyRefusal() -> ConsentDecision.Refusal? {
        guard let usPrivacy = usPrivacy?.nonEmpty else { return nil }
        do throws(ConsentStringError) {
            return try USPrivacyString(usPrivacy).optsOutOfSale ? .usPrivacyOptOut : nil
        } catch {
            return .usPrivacyUnreadable(error)
        }
    }

    /// - Parameters:
    ///   - purposes: Gets what section 2 says about purpose 1.
    ///   - present: Gets the ids of the sections that are there.
    private func gppRefusal(
        _ purposes: inout [Bool], _ present: inout [Int]
    ) -> ConsentDecision.Refusal? {
        guard let gpp = gpp?.nonEmpty else { return nil }
        let sections: [GPPString.Section]
        do throws(ConsentStringError) {
            sections = try GPPString(gpp).sections
        } catch {
            return .gppUnreadable(error)
        }
        for section in sections {
            present.append(section.id)
            do throws(ConsentStringError) {
                if let refusal = try refusal(of: section, &purposes) { return refusal }
            } catch {
                return .gppSectionUnreadable(section.id, error)
            }
        }
        return nil
    }

    private func refusal(
        of section: GPPString.Section, _ purposes: inout [Bool]
    ) throws(ConsentStringError) -> ConsentDecision.Refusal? {
        let id = section.id
        if id == Self.tcfSection {
            purposes.append(try TCString(section.text).grantsPurposeOne)
        } else if id == Self.usPrivacySection {
            if try USPrivacyString(section.text).optsOutOfSale { return .gppOptOut(id, .sale) }
        } else if USSection.isKnown(id) {
            let optOut = try USSection(id: id, section.text).optOut
            return optOut.map { .gppOptOut(id, $0) }
        } else if gppSectionIDs.isEmpty || gppSectionIDs.contains(id) {
            return .gppSectionUnknown(id)
        }
        return nil
    }
}

extension String {
    /// nil for an empty text.
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
