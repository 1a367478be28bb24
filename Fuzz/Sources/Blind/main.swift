import Glibc
import Targets

// Runs a target on mutations of files that are the same at every run. What coverage has found is in
// the files; without its bookkeeping, which takes longer than most targets, many more are tried.
//
//   FUZZ_TARGET=csv ipclust-mutate FIRST COUNT BYTES FOLDER...
//
// makes the mutations number FIRST and the COUNT - 1 behind it, of at most BYTES bytes of each file.

/// The mutation under way, for a handler to tell.
nonisolated(unsafe) var number = 0

/// Seconds of the processor that a thousand runs may take; by the clock a process that is made to wait
/// would be taken for one that hangs.
let patienceSeconds = 60

/// Gives the runs from now on as long.
func renewPatience() {
  var limit = itimerval()
  limit.it_value.tv_sec = patienceSeconds
  setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &limit, nil)
}

let arguments = CommandLine.arguments.dropFirst()
let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
let figures = arguments.prefix(3).compactMap { Int($0) }
guard let target = FuzzTarget(rawValue: name), figures.count == 3, arguments.count > 3 else {
  puts("usage: FUZZ_TARGET=TARGET ipclust-mutate FIRST COUNT BYTES FOLDER...")
  exit(64)
}
let (first, count, maximumByteCount) = (figures[0], figures[1], figures[2])
let inputs = arguments.dropFirst(3).flatMap { InputFolder.inputs($0, maximumByteCount) }
guard !inputs.isEmpty else {
  puts("no files to mutate")
  exit(66)
}
for signalNumber in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGABRT, SIGPROF] {
  signal(signalNumber) { _ in
    let text = "\nERROR: mutation \(number)\n"
    text.utf8CString.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count - 1) }
    _exit(77)
  }
}

/// Keeps the optimizer from deleting parsers whose results nobody wants.
var sink = 0
for run in 0..<count {
  if run % 1000 == 0 { renewPatience() }
  number = first + run
  // The order of files must not follow the seeds, or files and changes would stay in step.
  let input = inputs[(number / 7 &* 0x9e37 &+ number) % inputs.count]
  let bytes = Mutation.mutate(input, seed: number)
  sink &+= target.body(bytes.span)
}
var usage = rusage()
// RUSAGE_SELF, whose type differs between systems.
getrusage(0, &usage)
puts(
  "\(target.rawValue): mutations \(first)..<\(first + count) of \(inputs.count) files, "
    + "\(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) s, \(usage.ru_maxrss >> 10) MiB, sum \(sink)"
)
