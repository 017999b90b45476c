/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.anchorage.core.metrics.ClusterAgreement;

/** Checks reference clusterings: every measure of agreement within 1e-9, each in a row. */
final class ClusteringCases {

  private static final double TOLERANCE = 1e-9;

  private ClusteringCases() {}

  static List<Outcome> check(ReferenceFile file, JsonNode stored) {
    ClusterAgreement agreement =
        ClusterAgreement.of(
            ReferenceBatch.wholes(stored.get("labels")),
            ReferenceBatch.wholes(stored.get("clusters")));
    JsonNode expected = stored.get("expected");
    List<Outcome> outcomes = new ArrayList<>();
    for (Iterator<String> keys = expected.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      Comparison comparison = new Comparison();
      comparison.number(key, expected.get(key).doubleValue(), measure(agreement, key), TOLERANCE);
      String id = stored.get("id").textValue() + "/" + key;
      outcomes.add(comparison.outcome(file.name(), id, "clustering"));
    }
    return outcomes;
  }

  /** Returns a measure; NaN, which no tolerance accepts, if we do not have it. */
  private static double measure(ClusterAgreement agreement, String key) {
    return switch (key) {
      case "nmi_arithmetic" -> agreement.nmi();
      case "nmi_geometric" -> agreement.nmiGeometric();
      case "ami_arithmetic" -> agreement.ami();
      case "ami_max" -> agreement.amiMax();
      case "mutual_information_nats" -> agreement.information();
      case "homogeneity" -> agreement.homogeneity();
      case "completeness" -> agreement.completeness();
      case "adjusted_rand" -> agreement.adjustedRand();
      default -> Double.NaN;
    };
  }
}
