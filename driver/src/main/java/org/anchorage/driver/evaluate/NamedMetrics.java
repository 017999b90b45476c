/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.anchorage.core.metrics.ClusterAgreement;
import org.anchorage.core.metrics.RetrievalResult;
import org.anchorage.core.metrics.Spread;
import org.anchorage.core.metrics.Verification;

/** Metrics under their written names. Not thread-safe. */
final class NamedMetrics {

  private final Map<String, Double> metrics = new LinkedHashMap<>();

  /** Returns the metrics by name, in the order in which they were added. */
  Map<String, Double> all() {
    return metrics;
  }

  void addCount(String name, long count) {
    metrics.put(name, (double) count);
  }

  /** Adds Recall@K; the names begin with a prefix. */
  void addRecall(String prefix, RetrievalResult result) {
    result.recall().forEach((k, value) -> metrics.put(prefix + "recall_at_" + k, value));
  }

  /** Adds precision@K, except for K = 1, which {@link #addRanking} adds. */
  void addPrecision(String prefix, RetrievalResult result) {
    result
        .precision()
        .forEach((k, value) -> metrics.putIfAbsent(prefix + "precision_at_" + k, value));
  }

  /** Adds the metrics of the R nearest and of the whole ranking. */
  void addRanking(String prefix, RetrievalResult result) {
    metrics.put(prefix + "precision_at_1", result.precisionAt1());
    metrics.put(prefix + "r_precision", result.rPrecision());
    metrics.put(prefix + "map_at_r", result.mapAtR());
    if (!Double.isNaN(result.map())) {
      metrics.put(prefix + "map", result.map());
      metrics.put(prefix + "mrr", result.mrr());
    }
  }

  void addClusters(ClusterAgreement agreement) {
    metrics.put("nmi", agreement.nmi());
    metrics.put("ami", agreement.ami());
  }

  void addMoreOfClusters(ClusterAgreement agreement) {
    metrics.put("nmi_geometric", agreement.nmiGeometric());
    metrics.put("ami_max", agreement.amiMax());
    metrics.put("homogeneity", agreement.homogeneity());
    metrics.put("completeness", agreement.completeness());
    metrics.put("adjusted_rand", agreement.adjustedRand());
    addCount("clusters", agreement.clusters());
  }

  void addVerification(Verification verification, Iterable<Double> rates) {
    metrics.put("auc", verification.auc());
    metrics.put("equal_error_rate", verification.equalErrorRate());
    metrics.put("equal_error_distance", verification.equalErrorDistance());
    for (double rate : rates) {
      String written = BigDecimal.valueOf(rate).stripTrailingZeros().toPlainString();
      metrics.put("fnmr_at_fmr_" + written.replace('.', '_'), verification.fnmrAt(rate));
    }
    addCount("genuine_pairs", verification.genuine());
    addCount("impostor_pairs", verification.impostors());
  }

  void addSpread(Spread spread) {
    metrics.put("mean_distance", spread.meanDistance());
    metrics.put("variance", spread.variance());
    metrics.put("effective_rank", spread.effectiveRank());
    metrics.put("spectral_decay", spread.spectralDecay());
  }
}
