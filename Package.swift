// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "broadsheet",
    products: [
        .library(
            name: "BroadsheetKit",
            targets: ["Broadsheet", "BroadsheetArticles", "BroadsheetAds"]),
        .library(name: "BroadsheetEvaluation", targets: ["BroadsheetEvaluation"]),
        .executable(name: "broadsheet", targets: ["BroadsheetCLI"]),
        .executable(name: "broadsheet-measure", targets: ["BroadsheetMeasure"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
        .systemLibrary(
            name: "CXML", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .target(name: "CBroadsheetResources"),
        .target(name: "BroadsheetResources", dependencies: ["CBroadsheetResources"]),
        .target(name: "CBroadsheetKernels"),
        .target(name: "BroadsheetKernels", dependencies: ["CBroadsheetKernels"]),
        .target(
            name: "BroadsheetContent",
            dependencies: ["BroadsheetKernels", "BroadsheetResources", "CStemmer"]),
        .target(name: "BroadsheetArticles", dependencies: ["CXML"]),
        .target(
            name: "BroadsheetAds", dependencies: [.product(name: "Yams", package: "Yams")]),
        .target(
            name: "BroadsheetStorage",
            dependencies: [
                "BroadsheetArticles", "BroadsheetAds",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "Broadsheet",
            dependencies: [
                "BroadsheetStorage", "BroadsheetContent", "BroadsheetAds", "BroadsheetArticles",
                "BroadsheetResources",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .target(name: "BroadsheetEvaluation"),
        .target(
            name: "BroadsheetReports",
            dependencies: [
                "Broadsheet", "BroadsheetStorage", "BroadsheetArticles", "BroadsheetEvaluation",
                "BroadsheetResources",
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        .target(
            name: "BroadsheetServer",
            dependencies: [
                "Broadsheet", "BroadsheetAds", "BroadsheetArticles", "BroadsheetContent",
                "BroadsheetResources",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "BroadsheetCLI",
            dependencies: [
                "BroadsheetServer", "BroadsheetReports", "Broadsheet", "BroadsheetAds",
                "BroadsheetArticles", "BroadsheetContent", "BroadsheetStorage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "BroadsheetTestSupport",
            dependencies: ["BroadsheetContent", "BroadsheetAds", "BroadsheetArticles"]),
        .executableTarget(
            name: "broadsheet-fuzz",
            dependencies: [
                "BroadsheetTestSupport", "BroadsheetServer", "BroadsheetAds",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/BroadsheetFuzz"),
        .executableTarget(
            name: "BroadsheetMeasure",
            dependencies: [
                "BroadsheetContent", "BroadsheetArticles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(
            name: "BroadsheetContentTests",
            dependencies: ["BroadsheetContent", "BroadsheetKernels", "BroadsheetTestSupport"]),
        .testTarget(
            name: "BroadsheetMeasureTests",
            dependencies: ["BroadsheetMeasure", "BroadsheetContent", "BroadsheetTestSupport"]),
        .testTarget(
            name: "BroadsheetArticlesTests",
            dependencies: ["BroadsheetArticles", "BroadsheetTestSupport"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "BroadsheetAdsTests",
            dependencies: ["BroadsheetAds", "BroadsheetTestSupport"]),
        .testTarget(
            name: "BroadsheetStorageTests",
            dependencies: [
                "BroadsheetStorage", "BroadsheetArticles", "BroadsheetAds",
                "BroadsheetTestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "ReadmeTests",
            dependencies: [
                "Broadsheet", "BroadsheetArticles", "BroadsheetAds", "BroadsheetStorage",
            ]),
        .testTarget(
            name: "BroadsheetServerTests",
            dependencies: [
                "BroadsheetServer", "Broadsheet", "BroadsheetAds", "BroadsheetArticles",
                "BroadsheetResources", "BroadsheetStorage", "BroadsheetTestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Fixtures", "Cases"]),
        .testTarget(
            name: "BroadsheetTests",
            dependencies: [
                "Broadsheet", "BroadsheetStorage", "BroadsheetArticles", "BroadsheetAds",
                "BroadsheetContent", "BroadsheetTestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]),
        .testTarget(name: "BroadsheetEvaluationTests", dependencies: ["BroadsheetEvaluation"]),
        .testTarget(
            name: "BroadsheetReportsTests",
            dependencies: [
                "BroadsheetReports", "BroadsheetEvaluation", "Broadsheet", "BroadsheetArticles",
                "BroadsheetContent",
            ]),
        .testTarget(
            name: "BroadsheetCLITests",
            dependencies: ["BroadsheetCLI", "BroadsheetStorage", "BroadsheetArticles"]),
    ],
    swiftLanguageModes: [.v6]
)

// One set of rules for every Swift target of ours.
for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}
