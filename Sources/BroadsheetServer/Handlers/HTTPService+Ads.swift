internal import BroadsheetAds
internal import BroadsheetArticles
internal import Broadsheet

extension HTTPService {
    /// `GET /v1/slots/{slot}/ad`
    func ad(slot: String, _ call: Call) throws -> Answer {
        let format = try call.query.format()
        let answer = try engine.ad(
            slot: slot, article: try call.query.name("article"), reader: try reader(of: call))
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
        var request = try body.request(
            partCount: limits.pagePartCount, isOperator: isOperator(call))
        if GlobalPrivacyControl.isSet(call.fields) { request.reader.gpc = true }
        if request.reader.userAgent == nil { request.reader.userAgent = call.userAgent }
        let page = try await engine.page(request)
        var writer = JSONWriter()
        page.write(to: &writer)
        return .json(writer.bytes, cache: .private)
    }

    /// Who reads, as far as a query and the browser's own header fields say.
    private func reader(of call: Call) throws(Problem) -> Reader {
        var reader = Reader(key: try call.query.name("reader"))
        reader.capToken = try call.query.name("cap_token")
        reader.gdpr = try call.query.number("gdpr")
        reader.tcf = try call.query.name("tcf")
        reader.gpp = try call.query.name("gpp")
        reader.usPrivacy = try call.query.name("us_privacy")
        reader.gpc = try call.query.flag("gpc") || GlobalPrivacyControl.isSet(call.fields)
        reader.coppa = try call.query.flag("coppa")
        reader.device = try ReaderBody.device(try call.query.name("device"), name: "device")
        reader.userAgent = call.userAgent
        if isOperator(call) {
            reader.country = try call.query.name("country")
            reader.region = try call.query.name("region")
        }
        for section in try call.query.all("gpp_sid") {
            guard let id = Int(section) else {
                throw .badRequest(
                    "gpp_sid: found `\(section.shortened)`; expected the number of a section")
            }
            reader.gppSectionIDs.append(id)
        }
        return reader
    }
}
