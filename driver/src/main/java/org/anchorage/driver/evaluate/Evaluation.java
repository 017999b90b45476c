/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of an evaluation. Immutable.
 *
 * @param metrics by name, as docs/metrics.md defines them; the order is kept
 * @param eigenvalues of the vectors' covariance, descending; empty if not asked for
 */
public record Evaluation(Map<String, Double> metrics, List<Double> eigenvalues) {

  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    eigenvalues = List.copyOf(eigenvalues);
  }
}
