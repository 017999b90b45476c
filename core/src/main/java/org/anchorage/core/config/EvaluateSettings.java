/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.corpus.Split;

/**
 * What is measured, and when. Immutable.
 *
 * @param every evaluate after every so many epochs; 0 only at the end; default 1
 * @param k the K of Recall@K, ascending, each at least 1; default 1, 2, 4, 8
 * @param split the split whose images are retrieved from one another; default test
 * @param restarts k-means restarts for NMI; 0 leaves NMI out; default 1
 */
public record EvaluateSettings(int every, List<Integer> k, Split split, int restarts)
    implements Serializable {

  public EvaluateSettings {
    Check.atLeast("evaluate.every", every, 0);
    k = List.copyOf(k);
    if (k.isEmpty()) {
      throw new ConfigurationException("evaluate.k", k, "name at least one K, e.g. [1]");
    }
    for (int i = 0; i < k.size(); i++) {
      if (k.get(i) < 1 || (i > 0 && k.get(i) <= k.get(i - 1))) {
        throw new ConfigurationException("evaluate.k", k, "each K must be over the one before");
      }
    }
    Check.atLeast("evaluate.restarts", restarts, 0);
  }
}
