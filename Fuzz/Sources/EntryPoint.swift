import Glibc

/// What the inputs go to, by the name in FUZZ_TARGET.
private let target = chosenTarget()

/// Keeps the optimizer from deleting parsers whose results nobody wants.
nonisolated(unsafe) private var sink = 0

/// Called by libFuzzer with every input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  sink &+= target(bytes.span)
  return 0
}

private func chosenTarget() -> FuzzTarget.Body {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
    print("FUZZ_TARGET must be one of: \(names)")
    exit(64)
  }
  return target.body
}
