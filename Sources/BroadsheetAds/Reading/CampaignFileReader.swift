/// Reads campaign files into one catalogue and says everything that is wrong with them.
///
/// The keys are those of the example in the guide; a key that is unknown, or of a later version, is
/// a problem. Text is taken as it stands: `1.0`, `no` and `2024-07-01` need no quotes. Files name
/// each other's slots and advertisers freely; ids are unique per kind over all files. Aliases are
/// expanded up to 10,000 values per file; merge keys (`<<`) are not supported.
package struct CampaignFileReader: Sendable {
    /// A file's name as problems show it, and its bytes.
    package struct File: Sendable {
        package var name: String
        package var bytes: [UInt8]

        package init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// What the files hold.
    package struct Result: Sendable {
        /// Everything that could be read, sorted by id; import it only without errors.
        package var catalogue: AdCatalogue
        /// In the order of the files, then by line.
        package var problems: [CampaignProblem]

        /// Whether a problem forbids the import.
        package var hasErrors: Bool { problems.contains { $0.severity == .error } }
    }

    private let existing: AdCatalogue

    /// - Parameter existing: What is in the catalogue already: its slots and advertisers may be named
    ///   without being defined again. Empty for a check of files alone.
    package init(existing: AdCatalogue = AdCatalogue()) {
        self.existing = existing
    }

    /// Reads all files; never throws, because every defect is a problem of the result.
    package func read(_ files: [File]) -> Result {
        var builder = CatalogueBuilder()
        for file in files {
            builder.begin(file: file.name)
            read(file, into: &builder)
        }
        let catalogue = builder.catalogue
        let findings = CatalogueChecker(catalogue: catalogue, existing: existing).findings()
        builder.add(findings)
        return Result(catalogue: catalogue, problems: builder.sortedProblems)
    }

    private func read(_ file: File, into builder: inout CatalogueBuilder) {
        guard file.bytes.count <= YAMLComposer.maximumByteCount else {
            builder.problem("the file is larger than 1 MiB; split it", line: 1)
            return
        }
        guard let text = Self.text(of: file.bytes, problem: { builder.problem($0, line: $1) })
        else { return }
        let (root, problems) = YAMLComposer.compose(text)
        for problem in problems { builder.problem(problem.text, line: problem.line) }
        if let root {
            builder.readFile(root)
        } else if problems.isEmpty {
            builder.warnEmpty(line: 1)
        }
    }

    /// The text without byte order mark; nil, and a problem, for bytes that are none.
    private static func text(of bytes: [UInt8], problem: (String, Int) -> Void) -> String? {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var view = String.UnicodeScalarView()
        var line = 1
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                if scalar.value < 0x20, !["\t", "\n", "\r"].contains(scalar) {
                    let code = String(scalar.value, radix: 16)
                    problem("found control character \\u{\(code)}; remove it", line)
                    return nil
                }
                if scalar == "\n" { line += 1 }
                if scalar == "\u{FEFF}", view.isEmpty { continue }
                view.append(scalar)
            case .emptyInput:
                return String(view)
            case .error:
                problem("found bytes that are not UTF-8; save the file as UTF-8", line)
                return nil
            }
        }
    }
}
