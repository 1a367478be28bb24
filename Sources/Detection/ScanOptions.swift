import Records

/// Everything a user can set that changes the results of a scan, defaults resolved.
public struct ScanOptions: Sendable, Equatable {
  public enum SideChoice: String, Sendable, CaseIterable {
    case source
    case destination
    case both
  }

  public enum FamilyChoice: String, Sendable, CaseIterable {
    case ipv4
    case ipv6
    case both

    public func includes(_ family: AddressFamily) -> Bool {
      self == .both || rawValue == family.rawValue
    }
  }

  /// What is known of an address when it is compared with others.
  public enum FeatureChoice: String, Sendable, CaseIterable {
    case octets
    case behaviour
    case both

    public var includesBehaviour: Bool { self != .octets }
  }

  public enum Algorithm: String, Sendable, CaseIterable {
    case mixture
    case kMeans = "k-means"
  }

  public enum ComponentCount: Sendable, Equatable {
    case auto
    case fixed(Int)
  }

  public enum Weighting: String, Sendable, CaseIterable {
    case none
    case packets
    case bytes
  }

  public enum Reasons: String, Sendable, CaseIterable {
    /// For the flagged addresses only.
    case flagged
    case all
  }

  /// Which records are read, and whose addresses are taken.
  public var records = RecordSelection()
  public var side = SideChoice.both
  public var family = FamilyChoice.both
  /// Behaviour is that of outermost packets: not with the depth `innermost`.
  public var features = FeatureChoice.octets
  public var algorithm = Algorithm.mixture
  public var components = ComponentCount.auto
  public var restartCount = 10
  /// Cluster counts that k-means is tried with, to compare them; nil for none.
  public var elbow: ClosedRange<Int>?
  public var weighting = Weighting.none
  public var threshold = ThresholdRule.percentile(4)
  public var reasons = Reasons.flagged
  /// Bootstrap refits that tell how firm the answer is; 0 for none.
  public var stabilityRefitCount = 0
  public var seed: UInt64 = 100
  /// Checksum of the saved model that addresses are scored against; nil where one is fitted.
  public var modelChecksum: String?

  public init() {}
}
