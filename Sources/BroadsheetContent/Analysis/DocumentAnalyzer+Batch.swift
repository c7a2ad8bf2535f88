internal import Dispatch
internal import Synchronization

extension DocumentAnalyzer {
    /// One article to analyse.
    package struct Task: Sendable {
        package var text: DocumentText
        package var analyzer: Analyzer

        package init(text: DocumentText, analyzer: Analyzer) {
            self.text = text
            self.analyzer = analyzer
        }
    }

    /// The terms of each of `tasks`, in order, the same and with the same numbers whatever the
    /// number of threads.
    ///
    /// The tasks are cut into one piece a thread. The first piece is analysed into the lexicon
    /// itself, the others each into one of their own; those are then taken in, in order, which
    /// gives every word and term the number that one thread would have given it, because numbers
    /// follow first occurrence.
    package mutating func analyze(
        _ tasks: [Task], weights: FieldWeights, threads: Int
    ) -> [DocumentTerms] {
        let ranges = Self.pieces(of: tasks, count: min(threads, 64))
        guard ranges.count > 1 else {
            return tasks.map { analyze($0.text, weights: weights, with: $0.analyzer) }
        }
        var first = Lexicon()
        swap(&first, &lexicon)
        let pieces = Mutex([(index: 0, piece: Piece(lexicon: first))])
        first = Lexicon()
        DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
            let start = pieces.withLock { index == 0 ? $0.removeFirst().piece : nil }
            let piece = Piece(start, tasks[ranges[index]], weights)
            pieces.withLock { $0.append((index, piece)) }
        }
        var done = pieces.withLock { pieces in
            let done = pieces.sorted { $0.index < $1.index }.map(\.piece)
            pieces.removeAll()
            return done
        }
        swap(&lexicon, &done[0].lexicon)
        return done[0].documents + takeIn(done.dropFirst(), threads: ranges.count)
    }

    /// Takes the lexicons of `pieces` in, in order, and gives their documents' terms new numbers.
    private mutating func takeIn(_ pieces: ArraySlice<Piece>, threads: Int) -> [DocumentTerms] {
        var maps: [[UInt32]] = []
        var jobs: [(map: Int, terms: DocumentTerms)] = []
        for piece in pieces {
            for terms in piece.documents { jobs.append((maps.count, terms)) }
            maps.append(lexicon.takeIn(piece.lexicon))
        }
        let renumbered = Mutex<[(index: Int, documents: [DocumentTerms])]>([])
        let (allMaps, allJobs) = (maps, jobs)
        DispatchQueue.concurrentPerform(iterations: threads) { index in
            let range =
                (allJobs.count * index / threads)..<(allJobs.count * (index + 1) / threads)
            var counter = TermCounter()
            let documents = allJobs[range].map { job in
                for entry in job.terms {
                    let term = allMaps[job.map][Int(entry.term)]
                    if term != Lexicon.stopWord { counter.add(term, entry.frequency) }
                }
                return counter.take()
            }
            renumbered.withLock { $0.append((index, documents)) }
        }
        return renumbered.withLock { $0.sorted { $0.index < $1.index }.flatMap(\.documents) }
    }

    /// Cuts the tasks into at most `count` pieces of like length in bytes, none empty.
    private static func pieces(of tasks: [Task], count: Int) -> [Range<Int>] {
        guard count > 1 else { return [0..<tasks.count] }
        let total = tasks.reduce(0) { $0 + $1.byteCount }
        var pieces: [Range<Int>] = []
        var (start, bytes) = (0, 0)
        for (index, task) in tasks.enumerated() {
            bytes += task.byteCount
            let isLast = index == tasks.count - 1
            guard isLast || bytes * count >= total * (pieces.count + 1) else { continue }
            guard isLast || pieces.count < count - 1 else { continue }
            pieces.append(start..<(index + 1))
            start = index + 1
        }
        return pieces
    }

    /// What one thread makes of its part of the tasks.
    private struct Piece: Sendable {
        var lexicon: Lexicon
        var documents: [DocumentTerms] = []

        init(lexicon: Lexicon) { self.lexicon = lexicon }

        /// Analyses `tasks` into the lexicon of `start`, or into a new one.
        init(_ start: Piece?, _ tasks: ArraySlice<Task>, _ weights: FieldWeights) {
            var analyzer = DocumentAnalyzer(lexicon: start?.lexicon ?? Lexicon())
            documents.reserveCapacity(tasks.count)
            lexicon = Lexicon()
            for task in tasks {
                documents.append(
                    analyzer.analyze(task.text, weights: weights, with: task.analyzer))
            }
            lexicon = analyzer.lexicon
        }
    }
}

extension DocumentAnalyzer.Task {
    /// About how much work the task is.
    fileprivate var byteCount: Int {
        1 + text.title.utf8.count + text.summary.utf8.count + text.body.utf8.count
    }
}
