import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open directory, from which what lies in it is opened by a name of one component.
///
/// So no path is longer than the system takes, and no symbolic link below the directory that was
/// asked for is followed, also where one takes a directory's place while it is read.
final class DirectoryDescriptor {
  private let number: Int32

  private static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_DIRECTORY

  /// Opens a directory that was asked for; links in its name are followed.
  init(_ path: InputPath) throws(InputFailure) {
    // The array ends in a zero and outlives the call.
    number = unsafe open(path.bytes.nullTerminated, Self.flags)
    guard number >= 0 else { throw FileDescriptor.openFailure(errno) }
  }

  /// Opens the directory `name` in `parent`; a link is refused.
  init(_ name: ArraySlice<UInt8>, in parent: DirectoryDescriptor) throws(InputFailure) {
    number = unsafe openat(parent.number, name.nullTerminated, Self.flags | O_NOFOLLOW)
    guard number >= 0 else { throw FileDescriptor.openFailure(errno) }
  }

  deinit {
    close(number)
  }

  /// Opens the directory `components` below the one at `path`, with two descriptors at a time.
  static func descend(
    from path: InputPath, through components: some Sequence<ArraySlice<UInt8>>
  ) throws(InputFailure) -> DirectoryDescriptor {
    var directory = try DirectoryDescriptor(path)
    for component in components { directory = try DirectoryDescriptor(component, in: directory) }
    return directory
  }

  /// Opens what is called `name` to be read; a link is refused, and nothing is waited for.
  func openFile(_ name: ArraySlice<UInt8>) throws(InputFailure) -> Int32 {
    let file = unsafe openat(
      number, name.nullTerminated, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ELOOP {
        throw InputFailure(
          .notRegularFile, "expected the file that was found, but a symbolic link took its place")
      }
      throw FileDescriptor.openFailure(errno)
    }
    return file
  }

  /// Hands every entry but `.` and `..` to `body`, in the order the file system keeps.
  ///
  /// - Throws: `readError` where the system stops before the end.
  func forEachEntry(_ body: (DirectoryEntry) -> Void) throws(InputFailure) {
    // The stream closes its descriptor, and ours stays.
    let copy = unsafe openat(number, [CChar(bitPattern: UInt8(ascii: ".")), 0], Self.flags)
    guard copy >= 0 else { throw FileDescriptor.openFailure(errno) }
    guard let stream = unsafe fdopendir(copy) else {
      close(copy)
      throw FileDescriptor.openFailure(errno)
    }
    defer { unsafe closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe Self.name(of: entry)
      if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
      body(DirectoryEntry(name: name, kind: kind(unsafe Int32(entry.pointee.d_type), name)))
    }
    guard errno == 0 else { throw FileDescriptor.openFailure(errno) }
  }

  /// Copies the name where it lies: an entry is as long as its name, so the structure that is
  /// declared for the longest must not be read as a whole.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    // The field exists.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
    // The system ends the name with a zero inside the entry, which stays until the next readdir.
    let start = unsafe UnsafeRawPointer(entry) + offset
    let byteCount = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: byteCount))
  }

  private func kind(_ type: Int32, _ name: [UInt8]) -> DirectoryEntry.Kind {
    switch type {
    case Int32(DT_REG): return .file
    case Int32(DT_DIR): return .directory
    case Int32(DT_LNK): return .symbolicLink
    case Int32(DT_UNKNOWN): break
    default: return .other
    }
    // Some file systems do not say.
    var status = stat()
    // `status` is a local of the very type that fstatat fills; the array ends in a zero.
    guard unsafe fstatat(number, name[...].nullTerminated, &status, AT_SYMLINK_NOFOLLOW) == 0
    else { return .file }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    case S_IFLNK: return .symbolicLink
    default: return .other
    }
  }
}

/// What a directory says of one thing in it.
struct DirectoryEntry: Equatable {
  enum Kind {
    case file
    case directory
    case symbolicLink
    /// A pipe, a socket or a device.
    case other
  }

  let name: [UInt8]
  let kind: Kind
}

extension Collection<UInt8> {
  /// As C takes names. The caller has seen to it that no zero is among the bytes.
  var nullTerminated: [CChar] { map { CChar(bitPattern: $0) } + [0] }
}
