extension CapTally {
    /// Takes over what another tally of the same track knows; each show counts once.
    ///
    /// Exact: the last eight of the union, in which a second stands as often as in the tally that has
    /// it more often. Buckets and totals: the larger number.
    mutating func merge(_ other: CapTally) {
        guard other.track == track else { return }
        latest = max(latest, other.latest)
        switch track.span {
        case CapTrack.exact: mergeTimes(other)
        case CapTrack.total: words[0] = max(words[0], other.words[0])
        default: mergeBuckets(other)
        }
    }

    private mutating func mergeTimes(_ other: CapTally) {
        let mine = words
        for place in 0..<Self.exactLimit where other.words[place] > 0 {
            let time = other.words[place]
            // How often the other one has had this second up to here, and how often this one has it.
            var seen = 0
            for earlier in 0...place where other.words[earlier] == time { seen += 1 }
            var own = 0
            for place in 0..<Self.exactLimit where mine[place] == time { own += 1 }
            if seen > own { addTime(time) }
        }
    }

    private mutating func mergeBuckets(_ other: CapTally) {
        if other.mark > mark { advance(to: other.mark) }
        let first = mark < Self.bucketCount ? 0 : mark - (Self.bucketCount - 1)
        guard first <= other.mark else { return }
        for bucket in first...other.mark {
            let larger = max(count(inBucket: bucket), other.count(inBucket: bucket))
            set(larger, inBucket: bucket)
        }
    }
}
