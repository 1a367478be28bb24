import Glibc
import Targets

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
  if name == "seeds" { return saveSeeds }
  guard let target = FuzzTarget(rawValue: name) else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
    puts("FUZZ_TARGET must be 'seeds' or one of: \(names)")
    exit(64)
  }
  return target.body
}

/// Saves seeds in the folder FUZZ_SEEDS, each under the hash of its bytes, so that equal ones are one.
@Sendable private func saveSeeds(_ bytes: Span<UInt8>) -> Int {
  let folder = getenv("FUZZ_SEEDS").map { String(cString: $0) } ?? "."
  let seeds = Seeds.seeds(of: bytes)
  for (target, seed) in seeds {
    let hash = seed.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    mkdir("\(folder)/\(target.rawValue)", 0o755)
    guard let file = fopen("\(folder)/\(target.rawValue)/\(String(hash, radix: 16))", "w") else {
      preconditionFailure("seeds can be written to the folder in FUZZ_SEEDS")
    }
    fwrite(seed, 1, seed.count, file)
    fclose(file)
  }
  return seeds.count
}
