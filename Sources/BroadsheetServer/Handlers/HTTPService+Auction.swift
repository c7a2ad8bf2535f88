internal import Broadsheet
internal import HTTPTypes

extension HTTPService {
    /// `POST /openrtb2/auction`
    func auction(_ call: Call) async throws -> Answer {
        let start = settings.instant()
        try checkAuctionHeader(call.fields)
        let limits = settings.limits
        let bytes = try await call.jsonBody(
            upTo: limits.auctionByteCount, within: limits.bodyTime)
        let request: AuctionRequest
        do throws(AuctionProblem) {
            request = try AuctionRequest(bytes, gpc: GlobalPrivacyControl.isSet(call.fields))
        } catch {
            throw Problem.badRequest(error.description)
        }
        let elapsed = start.duration(to: settings.instant())
        let currency = engine.configuration.site.currency
        if let reason = request.refusal(currency: currency, elapsed: elapsed) {
            return answer(AuctionAnswer(request, none: reason, currency: currency))
        }
        let outcomes = try engine.decide(request.auction, id: request.id).map(outcome)
        return answer(AuctionAnswer(request, outcomes, currency: currency))
    }

    private func outcome(_ decision: AuctionDecision) -> AuctionAnswer.Outcome {
        switch decision.outcome {
        case .noFill(let reason): .none(NoBid(reason))
        case .ad(let winner):
            .bid(
                AuctionAnswer.Bid(
                    decision: decision.id, ad: winner.ad, domain: winner.domain,
                    html: winner.answer.html, clickURL: winner.answer.clickURL,
                    impressionURL: winner.answer.impressionURL, noticeURL: winner.noticeURL,
                    trackers: winner.trackers,
                    viewableURL: winner.answer.viewableURL,
                    hasAbsoluteAddresses: engine.configuration.site.baseURL?.isEmpty == false,
                    lifetime: engine.tokenLifetimeSeconds))
        }
    }

    private func answer(_ auction: AuctionAnswer) -> Answer {
        var answer =
            auction.body.map { Answer.json($0, cache: .private) }
            ?? Answer(.noContent, cache: .private)
        answer.fields.set(Self.versionField, "2.6")
        return answer
    }

    private static let versionField = "x-openrtb-version"

    /// Versions 2.x are read alike: what a newer one added is passed over.
    private func checkAuctionHeader(_ fields: HTTPFields) throws(Problem) {
        let encoding = fields[.contentEncoding] ?? "identity"
        guard encoding.lowercased() == "identity" else {
            throw Problem(
                .unsupportedMediaType,
                "Content-Encoding: found `\(encoding.prefix(40))`; expected a body that is not "
                    + "compressed",
                reason: "content_encoding")
        }
        guard let version = HTTPField.Name(Self.versionField).flatMap({ fields[$0] }),
            version != "2", !version.hasPrefix("2.")
        else { return }
        throw .badRequest(
            "Invalid request: \(Self.versionField): found `\(version.prefix(40))`; expected 2.6")
    }
}
