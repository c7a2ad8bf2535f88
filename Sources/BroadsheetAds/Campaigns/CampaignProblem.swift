/// Something wrong in a campaign file or in a stored campaign.
///
/// Prints as `FILE:LINE: problem`, or `campaign ID: problem` where there is no file.
package struct CampaignProblem: Sendable, Hashable, CustomStringConvertible {
    /// How much it matters.
    package enum Severity: Sendable, Hashable {
        /// Nothing of the set is imported.
        case error
        /// Worth a look; import goes on.
        case warning
    }

    /// Where it stands.
    package enum Place: Sendable, Hashable, CustomStringConvertible {
        /// A line (from 1) of a campaign file.
        case line(file: String, line: Int)
        /// An object of a catalogue without files, such as `campaign summer`.
        case object(String)

        package var description: String {
            switch self {
            case .line(let file, let line): "\(file):\(line)"
            case .object(let name): name
            }
        }
    }

    package var place: Place
    package var severity: Severity
    /// What was found, what is expected and what to do.
    package var problem: String

    package init(place: Place, severity: Severity = .error, problem: String) {
        self.place = place
        self.severity = severity
        self.problem = problem
    }

    package var description: String {
        switch severity {
        case .error: "\(place): \(problem)"
        case .warning: "\(place): warning: \(problem)"
        }
    }
}
