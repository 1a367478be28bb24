import Glibc
import Records
import Reporting

/// Why a report could not be written.
struct OutputFailure: Error {
  /// As the user gave it; nil for standard output.
  let path: [UInt8]?
  let errorNumber: Int32
  let status: ExitStatus
}

extension OutputFailure: CustomStringConvertible {
  var description: String {
    let name = path.map { TerminalText.escape(bytes: $0) } ?? "standard output"
    let action = status == .cannotOpenOutput ? "cannot be opened for writing" : "cannot be written"
    return "\(name): \(action): \(Message.text(ofError: errorNumber))"
  }
}

/// Where a report goes: standard output, or a file that appears whole or not at all.
struct Output {
  private let path: [UInt8]?
  private let descriptor: Int32
  /// The temporary file and what it will be called; nil when written in place.
  private let replacement: (temporary: [UInt8], final: [UInt8])?

  /// Opens `path`, or standard output for nil.
  ///
  /// A regular file, or none yet, is written beside its place and then renamed. Anything else, such
  /// as a device or a FIFO, is written in place, and so is a file in a directory we may not change.
  init(_ path: [UInt8]?) throws(OutputFailure) {
    self.path = path
    guard let path else {
      (descriptor, replacement) = (Descriptors.output, nil)
      return
    }
    var details = stat()
    let exists = stat(Self.name(path), &details) == 0
    let isRegular = exists && details.st_mode & S_IFMT == S_IFREG
    if !exists || isRegular {
      let final = exists ? Self.resolved(path) : path
      let temporary = Self.temporaryName(for: final)
      let opened = open(
        Self.name(temporary), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
      if opened >= 0 {
        if exists { _ = fchmod(opened, details.st_mode & 0o7777) }
        (descriptor, replacement) = (opened, (temporary, final))
        return
      }
      if !exists {
        throw OutputFailure(path: path, errorNumber: errno, status: .cannotOpenOutput)
      }
    }
    let opened = open(Self.name(path), O_WRONLY | O_TRUNC | O_CLOEXEC)
    guard opened >= 0 else {
      throw OutputFailure(path: path, errorNumber: errno, status: .cannotOpenOutput)
    }
    (descriptor, replacement) = (opened, nil)
  }

  /// Writes what `render` gives, and puts the file in its place.
  func write(_ render: (OutputBuffer) -> Void) throws(OutputFailure) {
    let descriptor = descriptor
    let buffer = OutputBuffer { block throws(WriteFailure) in
      try Self.write(block, to: descriptor)
    }
    render(buffer)
    do {
      try buffer.finish()
      if path != nil { try settle() }
    } catch {
      if let replacement { unlink(Self.name(replacement.temporary)) }
      throw failure(error.errorNumber)
    }
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
    guard close(descriptor) == 0 else { throw WriteFailure(errorNumber: errno) }
    guard let replacement else { return }
    guard rename(Self.name(replacement.temporary), Self.name(replacement.final)) == 0 else {
      throw WriteFailure(errorNumber: errno)
    }
  }

  private func failure(_ errorNumber: Int32) -> OutputFailure {
    let isClosed = errorNumber == EPIPE || (path == nil && errorNumber == EBADF)
    return OutputFailure(
      path: path, errorNumber: errorNumber, status: isClosed ? .closedOutput : .cannotWriteOutput)
  }

  // MARK: Names as the kernel takes them

  private static func name(_ bytes: [UInt8]) -> [CChar] {
    bytes.map { CChar(bitPattern: $0) } + [0]
  }

  /// The file that symbolic links lead to, so that renaming replaces it and not the link.
  private static func resolved(_ path: [UInt8]) -> [UInt8] {
    guard let found = realpath(name(path), nil) else { return path }
    defer { free(found) }
    return Array(UnsafeRawBufferPointer(start: found, count: strlen(found)))
  }

  private static func temporaryName(for path: [UInt8]) -> [UInt8] {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return path[..<start] + Array(".ipclust-\(getpid()).tmp".utf8)
  }
}
