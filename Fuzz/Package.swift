// swift-tools-version: 6.2
import PackageDescription

let house: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

/// A package of its own, because libFuzzer brings its own `main`, for which flags are needed that
/// SwiftPM calls unsafe.
let package = Package(
  name: "ipclust-fuzz",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "ipclust", path: "..")],
  targets: [
    .target(
      name: "Targets",
      dependencies: [
        .product(name: "Records", package: "ipclust"),
        .product(name: "Readers", package: "ipclust"),
        .product(name: "Features", package: "ipclust"),
        .product(name: "Learning", package: "ipclust"),
        .product(name: "Detection", package: "ipclust"),
        .product(name: "Reporting", package: "ipclust"),
        .product(name: "Settings", package: "ipclust"),
      ],
      swiftSettings: house),
    // Led by coverage: libFuzzer's `main`, which needs `--sanitize=fuzzer`.
    .executableTarget(
      name: "ipclust-fuzz", dependencies: ["Targets"], path: "Sources/Guided",
      swiftSettings: house + [.unsafeFlags(["-parse-as-library"])],
      // The toolchain's other linker warns about every section of the fuzzer's tables.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
    // Without coverage, and so many times as fast.
    .executableTarget(
      name: "ipclust-mutate", dependencies: ["Targets"], path: "Sources/Blind",
      swiftSettings: house),
  ]
)
