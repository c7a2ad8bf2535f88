internal import Broadsheet
internal import HTTPTypes

extension HTTPService {
    /// `GET /demo/…`: pages of the demo newspaper, its files, and its own page for what went wrong.
    func demoPage(_ call: Call) async throws -> Answer {
        guard let demo else { throw Problem.unknownRoute }
        do {
            switch call.route {
            case .demoFront: return try await demo.front()
            case .demoSection(let path): return try demo.section(path: path)
            case .demoArticle(let id): return try await demo.article(id: id)
            case .demoFile(let path): return try DemoFiles.answer(path: path, call)
            default:
                var answer = Answer(.found, cache: .briefly)
                answer.fields[.location] = "/demo/"
                return answer
            }
        } catch let problem as Problem {
            return demo.errorPage(problem)
        } catch let error as RequestError {
            return demo.errorPage(Problem(error))
        }
    }
}
