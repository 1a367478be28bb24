// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6, and a warning is an error.
let house: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// Tests: what they test is optimized, and what makes their data; they themselves need not be, and
/// compile in half the time.
let tests: [SwiftSetting] = house + [.unsafeFlags(["-Onone"])]

/// Targets that touch bytes from strangers: every unsafe expression is marked where it stands.

let parsing: [SwiftSetting] = house + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
  name: "ipclust",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "ipclust", targets: ["ipclust"]),
    .library(name: "Records", targets: ["Records"]),
    .library(name: "Learning", targets: ["LinearAlgebra", "Learning"]),
    // For the fuzzers, which are a package of their own in Fuzz/.
    .library(name: "Readers", targets: ["Readers"]),
    .library(name: "Features", targets: ["Features"]),
    .library(name: "Detection", targets: ["Detection"]),
    .library(name: "Reporting", targets: ["Reporting"]),
    .library(name: "Settings", targets: ["Settings"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // C libraries, one importing Swift file each.
    .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
    // Debian 12 has no pkg-config file for it.
    .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
    // Without its pkg-config file: it is opened when needed, not linked.
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),

    .systemLibrary(
      name: "CSandbox", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),

    // Floor 0: pure values. The tests of a target stand below it.
    .target(name: "Records", swiftSettings: parsing),
    .testTarget(name: "RecordsTests", dependencies: ["Records"], swiftSettings: tests),
    .target(name: "LinearAlgebra", swiftSettings: house),
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], swiftSettings: tests),

    .target(name: "Settings", swiftSettings: parsing),
    .testTarget(
      name: "SettingsTests", dependencies: ["Settings"], swiftSettings: tests),

    // Floor 1: files, features, models.
    .target(
      name: "Readers",
      dependencies: [
        "Records", "CPcap", "CSQLite", "CZlib", "CZstd", "CLZ4", "CLZMA", "CBzip2", grdb,
      ],
      swiftSettings: parsing),
    .testTarget(
      name: "ReadersTests",
      dependencies: [
        "Readers", "Records", "LibpcapJudge", "LibraryCompressors", "TestSupport", grdb,
      ],
      exclude: ["LibpcapJudge", "LibraryCompressors"], swiftSettings: tests),
    .target(
      name: "LibraryCompressors", dependencies: ["CZlib", "CZstd", "CLZ4", "CLZMA", "CBzip2"],
      path: "Tests/ReadersTests/LibraryCompressors"),
    .target(
      name: "LibpcapJudge", dependencies: ["CPcap"], path: "Tests/ReadersTests/LibpcapJudge"),
    .target(name: "Features", dependencies: ["Records", "LinearAlgebra"], swiftSettings: house),
    .testTarget(
      name: "FeaturesTests", dependencies: ["Records", "LinearAlgebra", "Features", "TestSupport"],
      swiftSettings: tests),
    .target(name: "Learning", dependencies: ["LinearAlgebra"], swiftSettings: house),
    .testTarget(
      name: "LearningTests", dependencies: ["LinearAlgebra", "Learning", "TestSupport"],
      exclude: ["Reference"], swiftSettings: tests),

    // Floor 2: findings, and data made up for those who learn.
    .target(
      name: "Simulation", dependencies: ["Records", "LinearAlgebra", "Learning"],
      swiftSettings: house),
    .testTarget(
      name: "SimulationTests", dependencies: ["Records", "Learning", "Simulation"],
      swiftSettings: tests),
    .target(
      name: "Detection", dependencies: ["Records", "Features", "Learning", "LinearAlgebra"],
      swiftSettings: house),
    .testTarget(
      name: "DetectionTests",
      dependencies: [
        "Records", "Features", "Learning", "LinearAlgebra", "Detection", "TestSupport",
      ],
      swiftSettings: tests),

    .target(name: "State", dependencies: ["Records", "Features", grdb], swiftSettings: house),
    .testTarget(
      name: "StateTests", dependencies: ["Records", "Features", "State", grdb],
      swiftSettings: tests),

    // Floor 3: what is read and what is shown.
    .target(
      name: "Scanning",
      dependencies: ["Records", "Readers", "Features", "Detection", grdb], swiftSettings: house),
    .testTarget(
      name: "ScanningTests",
      dependencies: ["Records", "Features", "Detection", "Scanning", "TestSupport"],
      swiftSettings: tests),
    .target(
      name: "Reporting",
      dependencies: [
        "Records", "Settings", "LinearAlgebra", "Features", "Learning", "Detection", "State",
      ],
      swiftSettings: house),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Records", "Settings", "LinearAlgebra", "Features", "Learning", "Detection", "State",
        "Reporting", "TestSupport", "SampleFindings",
      ],
      exclude: ["Goldens", "validate.py"], swiftSettings: tests),
    .target(
      name: "SampleFindings", dependencies: ["Records", "Features", "State"],
      path: "Tests/SampleFindings", swiftSettings: house),

    // Floor 4: scans that repeat, with memory.
    .target(
      name: "Watching",
      dependencies: [
        "Records", "Readers", "Features", "Detection", "State", "Scanning", "Reporting", "CCurl",
      ],
      swiftSettings: house),
    .testTarget(
      name: "WatchingTests",
      dependencies: [
        "Records", "Readers", "Features", "Detection", "State", "Scanning", "Reporting",
        "Watching", "TestSupport", "SampleFindings",
      ],
      swiftSettings: tests),

    // Floor 5: the command.
    .executableTarget(
      name: "ipclust",
      dependencies: [
        "Records", "Settings", "Features", "Simulation", "Detection", "State", "Reporting",
        "Scanning", "Watching", "CSandbox", argumentParser,
      ],
      swiftSettings: house),
    .executableTarget(
      name: "ipclust-bench",
      dependencies: [
        "Records", "LinearAlgebra", "Readers", "Features", "Learning", "Detection", argumentParser,
      ],
      exclude: ["Peers"], swiftSettings: house),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "Records", "Settings", "Detection", "State", "Reporting", "ipclust", "TestSupport",
      ],
      exclude: ["Goldens"], swiftSettings: tests),

    // Makers and judges for tests, and the repository's check of itself.
    .target(
      name: "TestSupport", dependencies: ["Records", "LinearAlgebra", "Learning"],
      path: "Tests/TestSupport",
      swiftSettings: house),
    .testTarget(name: "HouseRulesTests", swiftSettings: house),
    // `Targets` there is a link to what the fuzzers run.
    .testTarget(
      name: "RegressionTests",
      dependencies: [
        "Records", "Settings", "LinearAlgebra", "Readers", "Features", "Detection", "Reporting",
        "LibraryCompressors", "TestSupport",
      ],
      path: "Tests/Regressions", exclude: ["Findings"], swiftSettings: tests),
  ]
)
