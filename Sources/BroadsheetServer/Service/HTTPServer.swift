package import Broadsheet
internal import Foundation
package import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// Serves an engine until the process is told to stop.
package enum HTTPServer {
    /// The application for an engine and settings: what `run` runs and what tests call.
    ///
    /// - Parameter onRunning: called with the port once the server listens.
    /// - Throws: when a template that is compiled in can't be read.
    package static func application(
        engine: Engine, settings: ServerSettings, logger: Logger = Logger(label: "broadsheet.http"),
        onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) throws -> Application<HTTPService> {
        let limits = settings.limits
        let service = try HTTPService(engine: engine, settings: settings, logger: logger)
        let idleTime = TimeAmount(limits.idleTime)
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.headerByteCount, maxHeaderListSize: limits.headerByteCount,
            maxHeaderFieldCount: 200)
        return Application(
            responder: service,
            server: .http1(
                configuration: .init(idleTimeout: idleTime, httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: .maximum(limits.connectionCount, logger: logger)),
            onServerRunning: { channel in
                onRunning(channel.localAddress?.port ?? settings.port)
            },
            logger: logger)
    }

    /// Listens, follows the catalogue and answers until SIGTERM or SIGINT; then finishes the
    /// requests in progress, writes what is on its way to the ledger and returns.
    ///
    /// - Parameter onRunning: called with the port once the server listens.
    /// - Throws: ``ServerError`` when the address can't be had.
    package static func run(
        engine: Engine, settings: ServerSettings, logger: Logger = Logger(label: "broadsheet.http"),
        onRunning: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) async throws {
        let application = try application(
            engine: engine, settings: settings, logger: logger, onRunning: onRunning)
        try await run(
            serviceGroup(
                engine: engine, application: application, settings: settings, logger: logger),
            engine: engine, settings: settings)
    }

    /// Runs the services of ``run(engine:settings:logger:onRunning:)`` until they stop.
    static func run(
        _ group: ServiceGroup, engine: Engine, settings: ServerSettings
    ) async throws {
        do {
            try await group.run()
        } catch {
            await engine.shutdown()
            throw ServerError(error, host: settings.host, port: settings.port) ?? error
        }
        await engine.shutdown()
    }

    /// The services in the order in which they start; they stop in the opposite one.
    static func serviceGroup(
        engine: Engine, application: Application<HTTPService>, settings: ServerSettings,
        logger: Logger
    ) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: [CatalogueFollowing(engine: engine), application],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.limits.shutdownTime
        return ServiceGroup(configuration: configuration)
    }
}

/// Keeps the engine equal to its catalogue while the server runs.
struct CatalogueFollowing: Service {
    var engine: Engine

    func run() async {
        await cancelWhenGracefulShutdown {
            await engine.run()
        }
    }
}

/// Why a server can't listen.
package struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong and what to do, in one line.
    package var description: String

    /// nil for errors that have nothing to do with the address.
    init?(_ error: any Error, host: String, port: Int) {
        let address = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            description = "\(address) is in use: stop the other server or name another --port"
        case let error as IOError where error.errnoCode == EACCES:
            description = "\(address) may not be used by this user: name a --port above 1023"
        case let error as IOError where error.errnoCode == EADDRNOTAVAIL:
            description = "\(address) is no address of this machine: name another --host"
        case is SocketAddressError:
            description = "\(host) could not be resolved: name another --host"
        default: return nil
        }
    }
}
