import Records

/// The minutes of an attack and those around it.
public struct AttackProfile: Sendable, Equatable {
  /// Of one minute; 0 where nothing failed.
  public struct Minute: Sendable, Equatable {
    /// The minute's beginning.
    public let time: Timestamp
    public let usernamesWithFailures: Int
    public let isAttacked: Bool
  }

  public let attack: Attack
  /// Every minute from `margin` before the attack to `margin` behind it; of an attack that takes
  /// longer than `longestMinuteCount`, its beginning.
  public let minutes: [Minute]

  /// Minutes shown before and behind an attack.
  public static let margin: Int64 = 5
  /// A day: what lasts longer is no longer seen minute by minute.
  public static let longestMinuteCount: Int64 = 1_440

  static func profiles(of attacks: [Attack], _ activity: [MinuteActivity]) -> [AttackProfile] {
    let counts = Dictionary(
      uniqueKeysWithValues: activity.map { ($0.minute, $0.failingUsernameCount) })
    return attacks.map { attack in
      let own = AttackMinutes.range(of: attack)
      let last = min(own.upperBound, own.lowerBound + longestMinuteCount) + margin
      let minutes = (own.lowerBound - margin...last).map { minute in
        Minute(
          time: Timestamp(seconds: minute * 60, nanoseconds: 0, fractionDigitCount: 0),
          usernamesWithFailures: counts[minute] ?? 0, isAttacked: own.contains(minute))
      }
      return AttackProfile(attack: attack, minutes: minutes)
    }
  }
}
