internal import BroadsheetArticles
internal import Broadsheet

extension HTTPService {
    /// `GET /v1/slots/{slot}/ad`
    func ad(slot: String, _ call: Call) throws -> Answer {
        let format = try call.query.format()
        let reader = try call.query.name("reader")
        let answer = try engine.ad(
            slot: slot, article: try call.query.name("article"),
            readerKey: GlobalPrivacyControl.isSet(call.fields) ? nil : reader)
        switch (format, answer.outcome) {
        case (.html, .ad(let ad)): return .html(ad.html, cache: .private)
        case (.html, .noFill(let reason)): return EmptyFragment.answer(reason, cache: .private)
        case (.json, _):
            var writer = JSONWriter()
            answer.write(to: &writer)
            return .json(writer.bytes, cache: .private)
        }
    }

    /// `POST /v1/page`
    func page(_ call: Call) async throws -> Answer {
        let limits = settings.limits
        let bytes = try await call.jsonBody(upTo: limits.pageByteCount, within: limits.bodyTime)
        let body = try JSONBody.decode(PageBody.self, from: bytes)
        var request = try body.request(partCount: limits.pagePartCount)
        if GlobalPrivacyControl.isSet(call.fields) { request.readerKey = nil }
        let page = try await engine.page(request)
        var writer = JSONWriter()
        page.write(to: &writer)
        return .json(writer.bytes, cache: .private)
    }
}
