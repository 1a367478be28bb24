import Glibc
import Records
import Reporting
import Scanning

/// Why a report could not be written.
struct OutputFailure: Error {
  /// As the user gave it; nil for standard output.
  let path: [UInt8]?
  let errorNumber: Int32
  let status: ExitStatus
  /// Whether the place is a device or pipe, but a file is needed.
  var needsFile = false
}

extension OutputFailure: CustomStringConvertible {
  var description: String {
    let name = path.map { TerminalText.escape(bytes: $0) } ?? "standard output"
    if needsFile {
      return "\(name): expected a file, because a database cannot be streamed into a device or "
        + "pipe; name a file"
    }
    if errorNumber == EINTR {
      return "\(name): not written to its end, because of the interruption"
    }
    let action = status == .cannotOpenOutput ? "cannot be opened for writing" : "cannot be written"
    return "\(name): \(action): \(Message.text(ofError: errorNumber))"
  }
}

/// Where a report goes: standard output, or a file that appears whole or not at all.
struct Output {
  /// What one run may write, each into a file of its own.
  enum Content: String {
    case report
    case evidence
    case model
    case labels
  }

  private let content: Content
  private let path: [UInt8]?
  private let descriptor: Int32
  /// The temporary file and what it will be called; nil when written in place.
  private let replacement: (temporary: [UInt8], final: [UInt8])?
  /// Whether what the file held goes before the report is written: no sooner, since the file may be
  /// an input, which is still to be read.
  private let isEmptiedFirst: Bool

  /// Opens `path`, or standard output for nil.
  ///
  /// A regular file, or none yet, is written beside its place and then renamed. Anything else, such
  /// as a device or a FIFO, is written in place, and so are the target of a dangling link, a file in
  /// a directory we may not change, and what /dev or /proc only lend a name.
  ///
  /// - Parameter isInPlace: for a process that gives up its rights to the directory before it
  ///   writes, so that nothing can be renamed; the file may then be left half written.
  init(
    _ path: [UInt8]?, _ content: Content = .report, isInPlace: Bool = false
  ) throws(OutputFailure) {
    self.content = content
    self.path = path
    guard let path else {
      (descriptor, replacement, isEmptiedFirst) = (Descriptors.output, nil, false)
      Self.widen(descriptor)
      return
    }
    var place = try Place(path)
    if isInPlace && place.mode == nil { place.flags |= O_CREAT }
    if let final = place.replacedPath, !isInPlace {
      let (opened, temporary) = Self.openTemporary(for: final, content)
      if opened >= 0 {
        Interruption.removeAtExit(Self.name(temporary), for: content)
        if let mode = place.mode { _ = fchmod(opened, mode) }
        (descriptor, replacement, isEmptiedFirst) = (opened, (temporary, final), false)
        return
      }
      if place.mode == nil {
        throw OutputFailure(path: path, errorNumber: errno, status: .cannotOpenOutput)
      }
    }
    let opened = open(Self.name(path), O_WRONLY | O_CLOEXEC | place.flags, 0o666)
    guard opened >= 0 else {
      throw OutputFailure(path: path, errorNumber: errno, status: .cannotOpenOutput)
    }
    (descriptor, replacement) = (opened, nil)
    isEmptiedFirst = place.replacedPath != nil
  }

  /// Lets a pipe hold as much as the system grants everybody; a writer that fills it waits less often
  /// for its reader.
  private static func widen(_ descriptor: Int32) {
    // Refused where it is no pipe, or the user has too many of them, which is no failure.
    _ = fcntl(descriptor, setPipeSize, pipeByteCount)
  }

  private static let pipeByteCount: Int32 = 1 << 20
  /// F_SETPIPE_SZ of <linux/fcntl.h>, which is not imported.
  private static let setPipeSize: Int32 = 1031

  /// Writes what `render` gives, and puts the file in its place.
  func write(_ render: (OutputBuffer) -> Void) throws(OutputFailure) {
    try writeUnlessAbandoned { buffer in
      render(buffer)
      return true
    }
  }

  /// Writes what `render` gives, and puts the file in its place if `render` says that it is whole.
  func writeUnlessAbandoned(_ render: (OutputBuffer) -> Bool) throws(OutputFailure) {
    let descriptor = descriptor
    if isEmptiedFirst && ftruncate(descriptor, 0) != 0 { throw failure(errno) }
    let buffer = OutputBuffer { block throws(WriteFailure) in
      // A report of a million addresses takes longer than somebody waits who has ended the program.
      guard !Interruption.isOverdue else { throw WriteFailure(errorNumber: EINTR) }
      try Self.write(block, to: descriptor)
    }
    guard render(buffer) else { return discard() }
    do {
      try buffer.finish()
      if path != nil { try settle() }
    } catch {
      discard()
      throw failure(error.errorNumber)
    }
  }

  /// Has `writer` write a file by its name, and puts that in its place.
  ///
  /// For writers that open files by themselves; they cannot write into a device or a pipe.
  func writeFile(
    _ writer: (_ path: String) throws(DatabaseWriteFailure) -> Void
  ) throws(OutputFailure) {
    guard let replacement else {
      // A file in a folder that we may not change is opened in place as well.
      throw OutputFailure(
        path: path, errorNumber: EACCES, status: .cannotOpenOutput, needsFile: !isEmptiedFirst)
    }
    let temporary = InputPath(bytes: replacement.temporary)
    do {
      guard temporary.isText else { throw WriteFailure(errorNumber: EILSEQ) }
      do throws(DatabaseWriteFailure) {
        try writer(temporary.text)
      } catch {
        throw WriteFailure(errorNumber: error.errorNumber)
      }
      try settle()
    } catch {
      discard()
      throw failure((error as? WriteFailure)?.errorNumber ?? EIO)
    }
  }

  /// Leaves what stood at the path as it was, as far as it is not written in place.
  func discard() {
    guard let replacement else { return }
    unlink(Self.name(replacement.temporary))
    Interruption.removeAtExit(nil, for: content)
  }

  /// Writes a short text such as help.
  static func writeToStandardOutput(_ text: String) -> ExitStatus {
    do {
      try Output(nil).write { $0.write(text) }
      return .done
    } catch {
      if error.status != .closedOutput { Message.show(error.description) }
      return error.status
    }
  }

  /// Writes all of `bytes`, however few each call takes.
  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteFailure) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        // Not empty, or the loop would have ended, so it has an address.
        Glibc.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
      }
      if count >= 0 {
        offset += count
      } else if errno == EAGAIN {
        // Standard output may have been set non-blocking by whoever shares it.
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&request, 1, -1)
      } else if errno != EINTR {
        throw WriteFailure(errorNumber: errno)
      }
    }
  }

  /// Makes the bytes durable and gives the file its name.
  private func settle() throws(WriteFailure) {
    // Devices and FIFOs cannot be synchronised, which is no failure.
    if fsync(descriptor) != 0 && errno != EINVAL && errno != EROFS {
      throw WriteFailure(errorNumber: errno)
    }
    // A second one keeps the lock until the file has its name.
    let lock = replacement == nil ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    defer { if lock >= 0 { close(lock) } }
    guard close(descriptor) == 0 else { throw WriteFailure(errorNumber: errno) }
    guard let replacement else { return }
    guard rename(Self.name(replacement.temporary), Self.name(replacement.final)) == 0 else {
      throw WriteFailure(errorNumber: errno)
    }
    Interruption.removeAtExit(nil, for: content)
  }

  private func failure(_ errorNumber: Int32) -> OutputFailure {
    let isClosed = errorNumber == EPIPE || (path == nil && errorNumber == EBADF)
    return OutputFailure(
      path: path, errorNumber: errorNumber, status: isClosed ? .closedOutput : .cannotWriteOutput)
  }

  /// Whether both paths name one file, or would once it is made.
  static func isSamePlace(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    Place.resolved(first) == Place.resolved(second)
  }

  // MARK: Names as the kernel takes them

  /// The folder that a path leads to, without a slash at its end.
  static func folder(of path: [UInt8]) -> [UInt8] {
    let end = path.lastIndex(of: UInt8(ascii: "/"))
    return end.map { $0 == 0 ? [UInt8(ascii: "/")] : Array(path[..<$0]) } ?? [UInt8(ascii: ".")]
  }

  static func name(_ bytes: [UInt8]) -> [CChar] {
    bytes.map { CChar(bitPattern: $0) } + [0]
  }

  /// Names that are tried for a temporary file before the folder is given up.
  private static let temporaryNameLimit = 1000

  /// Makes a new file beside `path`, and gives its descriptor and name; -1 and `errno` where that
  /// cannot be done.
  ///
  /// A process that was killed leaves its file behind, and its number comes again.
  private static func openTemporary(
    for path: [UInt8], _ content: Content
  ) -> (descriptor: Int32, name: [UInt8]) {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    var name: [UInt8] = []
    var descriptor: Int32 = -1
    for number in 0..<temporaryNameLimit {
      let suffix = number == 0 ? "" : "-\(number)"
      name = path[..<start] + Array(".ipclust-\(content)-\(getpid())\(suffix).tmp".utf8)
      descriptor = open(
        Self.name(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        if lockTemporary(descriptor) { break }
        close(descriptor)
        descriptor = -1
      } else if errno != EEXIST {
        break
      }
    }
    return (descriptor, name)
  }
}

/// What stands where a report shall go, and so how it is written.
struct Place {
  /// The file to rename the report to; nil when the report is written in place.
  var replacedPath: [UInt8]?
  /// Permissions of the file that is replaced; nil for none yet.
  var mode: mode_t?
  /// How `path` is opened in place, beside for writing.
  var flags: Int32 = 0

  init(_ path: [UInt8]) throws(OutputFailure) {
    if Self.isLent(path) {
      // A file behind /dev/stdout is the shell's, with other output before ours.
      flags = O_APPEND
      return
    }
    var details = stat()
    guard lstat(Output.name(path), &details) == 0 else {
      guard errno == ENOENT else {
        throw OutputFailure(path: path, errorNumber: errno, status: .cannotOpenOutput)
      }
      replacedPath = path
      return
    }
    guard stat(Output.name(path), &details) == 0 else {
      guard errno == ENOENT else {
        throw OutputFailure(path: path, errorNumber: errno, status: .cannotOpenOutput)
      }
      // A link to nothing yet: opening creates its target.
      flags = O_CREAT
      return
    }
    guard details.st_mode & S_IFMT == S_IFREG else { return }
    replacedPath = Self.resolved(path)
    mode = details.st_mode & 0o7777
  }

  /// Whether the path leads, through whatever links, by way of /dev or /proc.
  ///
  /// /dev/shm is left out: its files are files like any other.
  private static func isLent(_ path: [UInt8]) -> Bool {
    // As many links as the kernel follows.
    let linkLimit = 40
    var path = path
    for _ in 0..<linkLimit {
      let parts = path.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
      if path.first == UInt8(ascii: "/"), let top = parts.first,
        top.elementsEqual("proc".utf8) || top.elementsEqual("dev".utf8),
        !(parts.count > 1 && parts[1].elementsEqual("shm".utf8))
      {
        return true
      }
      var text = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(Output.name(path), &text, text.count)
      guard count > 0 else { return false }
      let target = text[..<count].map { UInt8(bitPattern: $0) }
      let folder = path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[...$0]) } ?? []
      path = target[0] == UInt8(ascii: "/") ? target : folder + target
    }
    return false
  }

  /// The file that symbolic links lead to, so that renaming replaces it and not the link; of a file
  /// that is none yet, its name in the folder they lead to.
  static func resolved(_ path: [UInt8]) -> [UInt8] {
    if let found = existing(path) { return found }
    let slash = UInt8(ascii: "/")
    let folder = path.lastIndex(of: slash).map { Array(path[...$0]) } ?? [UInt8(ascii: ".")]
    guard let found = existing(folder) else { return path }
    return found + [slash] + path[(path.lastIndex(of: slash).map { $0 + 1 } ?? 0)...]
  }

  private static func existing(_ path: [UInt8]) -> [UInt8]? {
    guard let found = realpath(Output.name(path), nil) else { return nil }
    defer { free(found) }
    return Array(UnsafeRawBufferPointer(start: found, count: strlen(found)))
  }
}
