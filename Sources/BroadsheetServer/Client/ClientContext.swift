package import Hummingbird
internal import NIOCore

/// What the framework knows of a request beside the request itself: who is at the other end of its
/// connection.
package struct ClientContext: RequestContext {
    /// The framework's own part.
    package var coreContext: CoreRequestContextStorage
    /// The other end: a browser, or the proxy before us; nil where it has no address, as on a socket
    /// of the file system.
    let peer: SocketAddress?

    /// The context of a request that came over a channel.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
