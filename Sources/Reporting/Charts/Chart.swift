/// A chart as data: what is drawn, and what its axes say, for whatever draws it.
struct Chart {
  enum Kind: String {
    case bar
    case line
    case scatter
  }

  struct Series {
    let name: String
    /// `[(x, y)]`; of bars x is the index of a category.
    let points: [(x: Double, y: Double)]
  }

  /// For programs: a word that does not change.
  let name: String
  let title: String
  let kind: Kind
  let xTitle: String
  let yTitle: String
  /// Names of the places on the x-axis; nil where x is a number.
  var categories: [String]?
  let series: [Series]

  /// Bars, one a category.
  init(
    name: String, title: String, xTitle: String, yTitle: String, categories: [String],
    _ series: [(name: String, heights: [Int])]
  ) {
    self.init(
      name: name, title: title, kind: .bar, xTitle: xTitle, yTitle: yTitle,
      series: series.map { series in
        Series(
          name: series.name,
          points: series.heights.enumerated().map { (Double($0), Double($1)) })
      })
    self.categories = categories
  }

  init(
    name: String, title: String, kind: Kind, xTitle: String, yTitle: String, series: [Series]
  ) {
    self.name = name
    self.title = title
    self.kind = kind
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.series = series
  }

  /// Writes the member `charts`.
  static func write(_ charts: [Chart], to json: inout JSONWriter) {
    json.array("charts") { json in
      for chart in charts { json.object { json in chart.write(to: &json) } }
    }
  }

  private func write(to json: inout JSONWriter) {
    json.member("name", name)
    json.member("title", title)
    json.member("kind", kind.rawValue)
    json.object("x", .compact) { json in
      json.member("title", xTitle)
      guard let categories else { return }
      json.array("categories") { json in
        for category in categories { json.value(category) }
      }
    }
    json.object("y", .compact) { json in json.member("title", yTitle) }
    json.array("series") { json in
      for series in series {
        json.object(.compact) { json in
          json.member("name", series.name)
          json.member("points", series.points.map { [$0.x, $0.y] })
        }
      }
    }
  }
}
