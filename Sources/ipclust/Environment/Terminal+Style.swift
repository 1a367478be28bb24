import Reporting

extension Terminal {
  /// How text looks here, unless an option says otherwise.
  var style: TextStyle {
    var style = TextStyle()
    style.width = width
    style.isUnicode = isUnicode
    style.isColored = wantsColor
    return style
  }
}
