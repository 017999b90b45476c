/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks losses, miners and metrics against the reference vectors of a folder. Needs neither Spark
 * nor a network: a loss computes value and slope on the embeddings of the case.
 *
 * <p>Stateless and thread-safe.
 */
public final class ConformanceStage {

  private ConformanceStage() {}

  /**
   * Returns the outcomes of all cases in the folder's {@code .json} files, in their order.
   *
   * @throws IllegalArgumentException if there is no such file, or one has no reference vectors
   */
  public static List<Outcome> run(Path folder) {
    List<Outcome> outcomes = new ArrayList<>();
    for (ReferenceFile file : ReferenceFile.in(folder)) {
      int before = outcomes.size();
      for (JsonNode wanted : file.root().path("cases")) {
        if (wanted.has("loss")) {
          outcomes.add(LossCases.check(file, wanted));
        } else if (wanted.has("miner")) {
          outcomes.add(MinerCases.check(file, wanted));
        }
      }
      for (JsonNode gallery : file.root().path("retrieval")) {
        outcomes.addAll(RetrievalCases.check(file, gallery));
      }
      for (JsonNode clustering : file.root().path("clustering")) {
        outcomes.addAll(ClusteringCases.check(file, clustering));
      }
      if (outcomes.size() == before) {
        throw new IllegalArgumentException(
            file.name()
                + " has no reference cases ('cases', 'retrieval' or 'clustering'); take it out of"
                + " the folder");
      }
    }
    return outcomes;
  }
}
