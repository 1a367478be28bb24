import Glibc

/// A user and group whose rights remain once privileges are dropped.
struct Identity: Equatable {
  let user: uid_t
  let group: gid_t

  /// `nobody` on every Linux, should the name be missing.
  private static let nobody = Identity(user: 65_534, group: 65_534)

  init(user: uid_t, group: gid_t) {
    self.user = user
    self.group = group
  }

  /// The user of this name; nil where there is none.
  init?(named name: String) {
    guard let entry = getpwnam(name) else { return nil }
    self.init(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
  }

  /// Whoever called sudo, else nobody; nil where the process is not root and has none to give up.
  ///
  /// Whoever runs a program that is root by its file alone remains who he is: he chose SUDO_UID.
  static var ordinary: Identity? {
    guard geteuid() == 0 else { return nil }
    guard getuid() == 0 else { return Identity(user: getuid(), group: getgid()) }
    if let user = Environment["SUDO_UID"].flatMap({ uid_t($0) }), user != 0,
      let group = Environment["SUDO_GID"].flatMap({ gid_t($0) }), group != 0
    {
      return Identity(user: user, group: group)
    }
    return Identity(named: "nobody") ?? nobody
  }
}
