/// How text output looks; none of it changes a result.
public struct TextStyle: Sendable {
  /// Narrower than this, columns no longer fit beside their headings.
  public static let minimumWidth = 60

  /// Columns of the terminal; lines are wrapped to them.
  public var width = 80
  /// Whether ANSI colours may be used; no meaning rests on colour alone.
  public var isColored = false
  /// Whether anything beyond ASCII may be shown.
  public var isUnicode = true
  /// Unusual addresses listed per population; 0 lists all.
  public var findingLimit = 10
  /// Lines of each scatter plot, or nil for no plots.
  public var plotHeight: Int?

  public init() {}

  /// `width` as it is used.
  var columnCount: Int { max(Self.minimumWidth, width) }
}
