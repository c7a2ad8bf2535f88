internal import Broadsheet

extension HTTPService {
    /// `GET /v1/impression/{token}`: the picture comes once the impression is on disk.
    func impression(token: String, _ call: Call) async throws -> Answer {
        guard try await engine.recordImpression(token: token, from: call.source) else {
            throw Problem.unknownToken
        }
        return .pixel
    }

    /// `GET /v1/viewable/{token}`: the ad was in view; the picture comes once that is on disk.
    func viewable(token: String, _ call: Call) async throws -> Answer {
        guard try await engine.recordViewable(token: token, from: call.source) else {
            throw Problem.unknownToken
        }
        return .pixel
    }

    /// `GET /v1/click/{token}`: leads on once the click is on disk, whether it counts or not.
    func click(token: String, _ call: Call) async throws -> Answer {
        guard
            let destination = WebAddress.safe(
                try await engine.recordClick(token: token, from: call.source))
        else { throw Problem.unknownToken }
        return .redirect(to: destination)
    }

    /// `GET /v1/list/{token}/seen`
    func listSeen(token: String) async throws -> Answer {
        guard try await engine.recordListSeen(token: token) else { throw Problem.unknownToken }
        return .pixel
    }

    /// `GET /v1/list/{token}/click/{position}`
    func listClick(token: String, position: String) async throws -> Answer {
        guard let position = Int(position),
            let address = WebAddress.safe(
                try await engine.recordListClick(token: token, position: position))
        else { throw Problem.unknownToken }
        return .redirect(to: address)
    }
}
