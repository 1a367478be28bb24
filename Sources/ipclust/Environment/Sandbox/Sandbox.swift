import CSandbox
import Glibc

/// What a process that reads strangers' frames gives up before it reads the first one.
///
/// In this order: identity, capabilities, new privileges, files (Landlock), system calls (seccomp).
/// The only file that imports the C shim.
enum Sandbox {
  /// Why the process kept what it should not have.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Gives up all but open descriptors.
  ///
  /// Some of these calls bind one thread alone, so there must be no other yet.
  ///
  /// - Parameter identity: whose rights remain; nil keeps the user, who is not root.
  /// - Returns: what this kernel cannot do.
  static func enter(as identity: Identity?) throws(Failure) -> [String] {
    let threadCount = threadCount()
    guard threadCount == 1 else {
      throw Failure(
        description: "expected one thread when privileges are dropped, but found \(threadCount)")
    }
    dropBoundingCapabilities()
    if let identity { try become(identity) }
    try dropCapabilities()
    guard ipclust_set_no_new_privileges() == 0 else { throw failure("forbid new privileges") }
    var missing: [String] = []
    if try !restrictFiles() { missing.append("Landlock") }
    if try !restrictSystemCalls() { missing.append("seccomp") }
    return missing
  }

  private static func failure(_ action: String, _ errorNumber: Int32 = errno) -> Failure {
    Failure(description: "cannot \(action): \(Message.text(ofError: errorNumber))")
  }

  /// Entries of the process's task folder.
  private static func threadCount() -> Int {
    guard let folder = opendir("/proc/self/task") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) {
      if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
    }
    return count
  }

  // MARK: Identity and capabilities

  private static func become(_ identity: Identity) throws(Failure) {
    guard setgroups(0, nil) == 0 else { throw failure("leave all groups") }
    let (user, group) = (identity.user, identity.group)
    guard ipclust_become_group(group) == 0 else { throw failure("become group \(group)") }
    guard ipclust_become_user(user) == 0 else { throw failure("become user \(user)") }
    guard ipclust_is_only(user, group) == 1, ipclust_become_user(0) != 0 else {
      throw Failure(description: "privileges came back after they were dropped")
    }
  }

  private static func dropBoundingCapabilities() {
    // Without the right to, there is nothing to drop; the kernel refuses what it does not know.
    for number: UInt in 0..<64 { _ = ipclust_drop_bounding_capability(number) }
  }

  private static func dropCapabilities() throws(Failure) {
    _ = ipclust_clear_ambient_capabilities()
    guard ipclust_clear_capabilities() == 0, ipclust_has_capabilities() == 0 else {
      throw failure("drop capabilities")
    }
  }

  // MARK: Files

  /// All rights over files that ABI 1 ... 5 know, by their number of bits.
  private static let fileRightCounts = [13, 14, 15, 15, 16]
  private static let readFileRight: UInt64 = 1 << 2
  /// TCP bind and connect, from ABI 4.
  private static let networkRights: UInt64 = 0b11
  /// Abstract sockets and signals, from ABI 6.
  private static let scopes: UInt64 = 0b11
  /// Where files may be read, though not listed. Dispatch looks its threads up by their own numbers
  /// in /proc and traps without them; libpcap asks an interface for its counters.
  private static let readableFolders = ["/proc", "/sys/devices"]

  /// Closes the file system; false where the kernel has no Landlock.
  private static func restrictFiles() throws(Failure) -> Bool {
    let version = Int(ipclust_landlock_abi())
    guard version >= 1 else { return false }
    let rightCount = fileRightCounts[min(version, fileRightCounts.count) - 1]
    var rules = ipclust_landlock_ruleset(
      file_system: 1 << UInt64(rightCount) - 1, network: version >= 4 ? networkRights : 0,
      scoped: version >= 6 ? scopes : 0)
    // Older kernels take the first fields only.
    let fieldCount = version >= 6 ? 3 : version >= 4 ? 2 : 1
    let ruleset = ipclust_landlock_create(&rules, fieldCount * MemoryLayout<UInt64>.size)
    guard ruleset >= 0 else { throw failure("make Landlock rules") }
    defer { close(ruleset) }
    for path in readableFolders {
      let folder = ipclust_open_place(path)
      guard folder >= 0 else { continue }
      defer { close(folder) }
      guard ipclust_landlock_allow_beneath(ruleset, readFileRight, folder) == 0 else {
        throw failure("allow reading \(path)")
      }
    }
    guard ipclust_landlock_restrict(ruleset) == 0 else { throw failure("apply Landlock") }
    return true
  }

  // MARK: System calls

  /// Calls that end the process: programs, other processes, the kernel, and names of files.
  private static let killedCalls = [
    "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev",
    "pidfd_open", "pidfd_getfd", "kcmp",
    "creat", "openat2", "open_by_handle_at", "rename", "renameat", "renameat2", "unlink",
    "unlinkat", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir", "mknod",
    "mknodat", "chmod", "fchmodat", "chown", "lchown", "fchownat", "truncate", "setxattr",
    "mount", "umount2", "pivot_root", "chroot", "setns", "unshare", "swapon", "swapoff",
    "init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot",
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "keyctl", "add_key", "request_key", "acct", "quotactl", "syslog",
    "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname", "setdomainname",
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid",
    "setfsgid", "capset", "personality",
  ]
  /// Calls that are refused, but not deadly: Dispatch tells syslog of threads whose priority it may
  /// not raise.
  private static let refusedCalls = [
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
  ]
  /// Calls that open files, and which argument holds the flags.
  private static let openingCalls: [(name: String, flagArgument: UInt32)] = [
    ("open", 1), ("openat", 2),
  ]

  /// Forbids calls that reading and analysing never make; false where the kernel has no filters.
  private static func restrictSystemCalls() throws(Failure) -> Bool {
    guard let filter = ipclust_seccomp_allowing_filter() else {
      throw failure("make a system call filter")
    }
    defer { seccomp_release(filter) }
    for name in killedCalls {
      // Calls that this processor or the library does not have cannot be made by that name.
      _ = ipclust_seccomp_kill(filter, name)
    }
    for name in refusedCalls { _ = ipclust_seccomp_refuse(filter, name) }
    for (name, argument) in openingCalls {
      for (mask, bits) in [
        (O_ACCMODE, O_WRONLY), (O_ACCMODE, O_RDWR), (O_CREAT, O_CREAT), (O_TRUNC, O_TRUNC),
      ] {
        _ = ipclust_seccomp_kill_where(filter, name, argument, UInt64(mask), UInt64(bits))
      }
    }
    let status = ipclust_seccomp_load(filter)
    if status == -EINVAL || status == -ENOSYS { return false }
    guard status == 0 else { throw failure("apply the system call filter", -status) }
    return true
  }
}
