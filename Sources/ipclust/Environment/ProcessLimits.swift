import Glibc

/// What the limits of a process leave for work: without it libraries trap rather than report.
enum ProcessLimits {
  /// Descriptors beside those that are open: two outputs, an input a thread, and Dispatch's own.
  static let descriptorCount = 8
  /// Address space beside what the program takes when it starts: stacks of threads, and blocks.
  static let addressByteCount = 96 << 20

  /// Why work is not begun, on one line; nil where there is room.
  static var shortage: String? {
    let count = freeDescriptorCount
    if count < descriptorCount {
      return "expected room for \(descriptorCount) more open files, but the limit of this process "
        + "leaves \(count); raise it, as with 'ulimit -n 64'"
    }
    if !hasAddressSpace {
      return "expected room for \(addressByteCount >> 20) MiB more address space, but the limit of "
        + "this process leaves less; raise it, as with 'ulimit -v unlimited'"
    }
    return nil
  }

  /// How many more files can be opened, as far as it matters.
  private static var freeDescriptorCount: Int {
    var descriptors: [Int32] = []
    defer { for descriptor in descriptors { close(descriptor) } }
    while descriptors.count < descriptorCount {
      let descriptor = fcntl(Descriptors.error, F_DUPFD_CLOEXEC, 0)
      guard descriptor >= 0 else { break }
      descriptors.append(descriptor)
    }
    return descriptors.count
  }

  /// Whether the address space could grow by so much; asked for and given back untouched.
  private static var hasAddressSpace: Bool {
    let place = mmap(
      nil, addressByteCount, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard place != MAP_FAILED else { return false }
    munmap(place, addressByteCount)
    return true
  }
}
