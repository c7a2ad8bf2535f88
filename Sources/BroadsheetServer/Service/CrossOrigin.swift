internal import HTTPTypes

/// Which pages of other origins may read an answer. Cookies and the like never count.
struct CrossOrigin: Sendable {
    /// Origins such as `https://news.example`, compared to the letter.
    var allowedOrigins: [String]

    /// Adds the headers for a request from `origin`, or takes those of a preflight away.
    func add(to answer: inout Answer, origin: String?) {
        if !allowedOrigins.isEmpty { answer.fields[.vary] = "Origin" }
        if let origin, allowedOrigins.contains(origin) {
            answer.fields[.accessControlAllowOrigin] = origin
        } else {
            answer.fields[.accessControlAllowMethods] = nil
            answer.fields[.accessControlAllowHeaders] = nil
            answer.fields[.accessControlMaxAge] = nil
        }
    }
}
