/// Collects objects and problems while files are read, with the place of every field.
struct CatalogueBuilder {
    private(set) var slots: [Slot] = []
    private(set) var advertisers: [Advertiser] = []
    private(set) var campaigns: [Campaign] = []

    private var file = ""
    private var fileIndex = -1
    private var problems: [(fileIndex: Int, line: Int, problem: CampaignProblem)] = []
    private var places: [Locus: (fileIndex: Int, file: String, line: Int)] = [:]
    /// Fields that have a problem already: what follows from them is not reported again.
    private var doubtful: Set<Locus> = []

    /// Everything read so far, sorted by id.
    var catalogue: AdCatalogue {
        AdCatalogue(slots: slots, advertisers: advertisers, campaigns: campaigns).sortedByID()
    }

    /// All problems, in the order of the files, then by line; in the order found within a line.
    var sortedProblems: [CampaignProblem] {
        problems.enumerated()
            .sorted { left, right in
                (left.element.fileIndex, left.element.line, left.offset)
                    < (right.element.fileIndex, right.element.line, right.offset)
            }
            .map(\.element.problem)
    }

    mutating func begin(file name: String) {
        file = name
        fileIndex += 1
    }

    // MARK: Problems

    /// Problems noted so far.
    var problemCount: Int { problems.count }

    /// Notes a problem at a line of the file being read.
    mutating func problem(
        _ text: String, line: Int, severity: CampaignProblem.Severity = .error
    ) {
        let place = CampaignProblem.Place.line(file: file, line: line)
        let problem = CampaignProblem(place: place, severity: severity, problem: text)
        problems.append((fileIndex, line, problem))
    }

    /// Notes a problem of a field.
    mutating func problem(_ text: String, line: Int, at locus: Locus) {
        problem(text, line: line)
        doubt(locus)
    }

    /// Keeps checks that follow from a field quiet: what is wrong with it has been said.
    mutating func doubt(_ locus: Locus) { doubtful.insert(locus) }

    mutating func warnEmpty(line: Int) {
        let keys = "none of `slots`, `advertisers`, `campaigns`"
        problem("the file holds \(keys)", line: line, severity: .warning)
    }

    /// Adds what the checks of the whole catalogue found, at the places of the fields.
    mutating func add(_ findings: [CatalogueChecker.Finding]) {
        for finding in findings {
            let causes = finding.causes + [finding.locus]
            guard !causes.contains(where: doubtful.contains) else { continue }
            let whole = Locus(finding.locus.kind, finding.locus.id.text)
            guard let place = places[finding.locus] ?? places[whole] else { continue }
            let problem = CampaignProblem(
                place: .line(file: place.file, line: place.line), severity: finding.severity,
                problem: finding.problem)
            problems.append((place.fileIndex, place.line, problem))
        }
    }

    // MARK: Places

    /// Remembers where a field stands.
    mutating func remember(_ locus: Locus, line: Int) {
        places[locus] = (fileIndex, file, line)
    }

    /// Where an object with the id stands already, for the problem of a second one.
    func place(of locus: Locus) -> String? {
        places[locus].map { "\($0.file):\($0.line)" }
    }

    // MARK: Objects

    mutating func append(_ slot: Slot) { slots.append(slot) }
    mutating func append(_ advertiser: Advertiser) { advertisers.append(advertiser) }
    mutating func append(_ campaign: Campaign) { campaigns.append(campaign) }
}
