// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, because libFuzzer brings its own `main`, for which flags are needed that
/// SwiftPM calls unsafe.
let package = Package(
  name: "ipclust-fuzz",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "ipclust", path: "..")],
  targets: [
    .executableTarget(
      name: "ipclust-fuzz",
      dependencies: [
        .product(name: "Records", package: "ipclust"),
        .product(name: "Readers", package: "ipclust"),
        .product(name: "Features", package: "ipclust"),
        .product(name: "Learning", package: "ipclust"),
        .product(name: "Detection", package: "ipclust"),
        .product(name: "Reporting", package: "ipclust"),
      ],
      path: "Sources",
      swiftSettings: [
        .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .unsafeFlags(["-parse-as-library"]),
      ],
      // The toolchain's other linker warns about every section of the fuzzer's tables.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
  ]
)
