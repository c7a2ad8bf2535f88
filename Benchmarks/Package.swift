// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that who uses the library never resolves the benchmarking tools.
let package = Package(
    name: "broadsheet-benchmarks",
    dependencies: [
        .package(name: "broadsheet", path: "../"),
        // Without its default traits, which want jemalloc installed.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.29.0", traits: []),
    ],
    targets: [
        // The plugin finds targets directly under a folder named Benchmarks.
        .executableTarget(
            name: "RelatedQueries",
            dependencies: [
                .product(name: "BroadsheetKit", package: "broadsheet"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/RelatedQueries",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6]
)
