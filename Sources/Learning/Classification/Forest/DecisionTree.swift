/// Questions about features in the order they are asked, and the share of positive weight where
/// they end.
public struct DecisionTree: Sendable, Equatable {
  public struct Node: Sendable, Equatable {
    /// Column that is asked about; −1 at a leaf.
    public let feature: Int
    /// Rows of at most this go left.
    public let threshold: Double
    /// Index of the left child; the right one stands next to it.
    public let leftChild: Int
    /// Share of the positive class among the rows that came here.
    public let positiveShare: Double

    public init(feature: Int, threshold: Double, leftChild: Int, positiveShare: Double) {
      self.feature = feature
      self.threshold = threshold
      self.leftChild = leftChild
      self.positiveShare = positiveShare
    }
  }

  /// The root is the first; children stand after their parents.
  public let nodes: [Node]

  /// - Precondition: children stand after their parents, so that every row ends at a leaf.
  public init(nodes: [Node]) {
    precondition(!nodes.isEmpty, "a tree has a root")
    precondition(
      nodes.enumerated().allSatisfy { index, node in
        node.feature < 0 || (node.leftChild > index && node.leftChild + 1 < nodes.count)
      }, "children stand after their parents")
    self.nodes = nodes
  }

  public var leafCount: Int { nodes.count { $0.feature < 0 } }

  /// The share of the leaf where the row that begins at `offset` ends.
  func positiveShare(_ elements: UnsafeBufferPointer<Double>, offset: Int) -> Double {
    nodes.withUnsafeBufferPointer { nodes in
      var index = 0
      while nodes[index].feature >= 0 {
        let goesLeft = elements[offset + nodes[index].feature] <= nodes[index].threshold
        index = nodes[index].leftChild + (goesLeft ? 0 : 1)
      }
      return nodes[index].positiveShare
    }
  }
}
