import Detection
import Learning
import Records

extension ModelFile {
  /// The document, or nil where it would be larger than what is read.
  public static func bytes(of model: SavedModel) -> [UInt8]? {
    ModelSeal.sealed(schema: schema, schemaVersion: schemaVersion) { json, output in
      json.object("receipt") { json in writeReceipt(model, to: &json) }
      json.array("populations") { json in
        for population in model.populations where !output.hasFailed {
          json.object { json in write(population, to: &json) }
        }
      }
    }
  }

  /// Writes what the model was made of and how.
  static func writeReceipt(_ model: SavedModel, to json: inout JSONWriter) {
    json.member("version", model.version)
    json.member("seed", model.options.seed)
    json.object("options", .compact) { json in ScanJSON.writeOptions(model.options, to: &json) }
    json.array("inputs") { json in
      for input in model.inputs {
        json.object(.compact) { json in
          ScanJSON.writePath(input.path, to: &json)
          json.member("status", input.status.rawValue)
          json.member("sha256", input.sha256)
          json.member("byteCount", input.byteCount)
          json.member("packetCount", input.packetCount)
          json.member("usedPacketCount", input.usedPacketCount)
        }
      }
    }
  }

  private static func write(_ population: PopulationModel, to json: inout JSONWriter) {
    json.member("side", population.side.rawValue)
    json.member("family", population.family.rawValue)
    json.member("addressCount", population.addressCount)
    json.object("encoding", .compact) { json in
      ScanJSON.writeEncoding(population.schema, population.scalings, to: &json)
    }
    json.object("principalComponents") { json in
      json.member("mean", population.principalComponents.mean)
      json.member("components", population.principalComponents.components)
      json.member("explainedVariance", population.principalComponents.explainedVariance)
      json.member("explainedVarianceRatio", population.principalComponents.explainedVarianceRatio)
    }
    json.object("model") { json in
      if case .mixture(let mixture) = population.model {
        json.member("covarianceType", mixture.covarianceType.rawValue)
      }
      ScanJSON.writeModel(
        population.model, triedComponentCount: population.triedComponentCount,
        stages: population.stages, to: &json)
    }
    json.object("threshold", .compact) { json in
      ScanJSON.writeThreshold(population.threshold, of: population.model, to: &json)
    }
    json.array("clusters") { json in
      for (cluster, values) in zip(population.clusters, population.memory.memberValues) {
        json.object(.compact) { json in
          json.member("name", cluster.name)
          json.member("networkName", cluster.networkName)
          ScanJSON.writeNetworks(cluster.networks, to: &json)
          json.member("memberValues", values)
        }
      }
    }
    json.array("references") { json in
      for baseline in population.memory.baselines {
        json.object(.compact) { json in
          json.member("cluster", baseline.cluster)
          json.member("contributions", baseline.contributions)
          json.member("logDensity", baseline.logDensity)
        }
      }
    }
    if let calibration = population.calibration {
      json.object("calibration") { json in write(calibration, to: &json) }
    }
  }

  private static func write(_ calibration: BaselineCalibration, to json: inout JSONWriter) {
    write(calibration.density, to: &json)
    json.array("folds") { json in
      for fold in calibration.folds {
        json.object(.compact) { json in
          write(fold.density, to: &json)
          json.member("logDensities", fold.logDensities)
        }
      }
    }
  }

  private static func write(_ density: PredictiveDensity, to json: inout JSONWriter) {
    json.array("terms", .compact) { json in
      for term in density.terms {
        json.object { json in
          json.member("weight", term.weight)
          json.member("degreesOfFreedom", term.degreesOfFreedom)
          json.member("mean", term.mean)
          json.member("scale", term.scale)
        }
      }
    }
  }
}
