internal import BroadsheetArticles
internal import Broadsheet
internal import BroadsheetResources
internal import HTTPTypes

extension HTTPService {
    /// `GET /healthz`: the process answers.
    func health() -> Answer {
        var writer = JSONWriter()
        writer.object { $0.member("status", "ok") }
        return .json(writer.bytes, cache: .noStore)
    }

    /// `GET /readyz`: what there is to serve. An engine exists only once it has loaded.
    func readiness() -> Answer {
        let metrics = engine.metrics
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("status", "ready")
            writer.member("articles", metrics.visibleArticles)
            writer.member("lists_ready", metrics.listsReady)
            writer.member("read_only", engine.isReadOnly)
            writer.member("catalogue_warnings", metrics.catalogueWarnings)
        }
        return .json(writer.bytes, cache: .noStore)
    }

    /// `GET /metrics`
    func metricsPage() -> Answer {
        let text = PrometheusText.render(requests: metrics.snapshot, engine: engine.metrics)
        return Answer(
            .ok, type: "text/plain; version=0.0.4; charset=utf-8", cache: .noStore,
            body: Array(text.utf8))
    }

    /// `GET /openapi.json`
    func openAPI() -> Answer {
        .json(EmbeddedFile.bytes("openapi.json") ?? [], cache: .file)
    }
}
