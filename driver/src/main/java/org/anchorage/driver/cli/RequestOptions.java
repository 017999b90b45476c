/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.function.Function;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Folding;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.Reranking;
import org.anchorage.driver.index.SearchRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked of an index beside the query: {@code -k}, {@code --where} and the like. */
final class RequestOptions {

  @Mixin ThresholdOption threshold = new ThresholdOption();

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "Items to print (default ${DEFAULT-VALUE}).")
  int k = 5;

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Nearest items to pass over (default ${DEFAULT-VALUE}).")
  int offset;

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description =
          "Items to search: conditions with commas between, each NAME=VALUE, NAME=VALUE|VALUE or"
              + " NAME!=VALUE. Names are class, split and attributes.")
  String where = "";

  @Option(
      names = "--effort",
      paramLabel = "EFFORT",
      description =
          "calibrated (default): reach the recall that the index was made for; exact: compare all"
              + " items; or a number of lists to look into.")
  String effort = "calibrated";

  @Option(
      names = "--fold",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "D",
      description =
          "Make one result of items that lie within this distance of each other (0 if none is"
              + " given).")
  @Nullable Double fold;

  @Option(
      names = "--rerank",
      arity = "0..1",
      fallbackValue = "100",
      paramLabel = "N",
      description = "Re-rank the N nearest (100) by the neighbours that they share with the query.")
  @Nullable Integer rerank;

  /**
   * Refuses what no index can answer, before one is opened.
   *
   * @throws ConfigurationException if an option is wrong by itself
   * @throws WrongUse if the filter, or a number, makes no sense
   */
  void check() {
    if (k < 1) {
      throw new ConfigurationException("-k", k, "ask for at least 1 item");
    }
    threshold.check();
    SearchRequest unused =
        WrongUse.unless(() -> of(QueryVector.of(new float[] {0}), Double.POSITIVE_INFINITY));
  }

  /** Returns which items may be results. */
  ItemFilter filter() {
    return ItemFilter.parse(where);
  }

  /**
   * Returns what makes the request of a query.
   *
   * @param index that is searched; it may know the distance for a precision
   * @throws ConfigurationException if it does not
   */
  Function<QueryVector, SearchRequest> on(Index index) {
    double within = threshold.of(index);
    return query -> of(query, within);
  }

  private SearchRequest of(QueryVector query, double within) {
    SearchRequest request =
        SearchRequest.of(query, k)
            .withOffset(offset)
            .withWhere(filter())
            .withThreshold(within)
            .withEffort(effort())
            .withReranking(rerank == null ? Reranking.NONE : Reranking.reciprocal(rerank));
    return fold == null ? request : request.withFolding(Folding.within(fold));
  }

  private Effort effort() {
    return switch (effort) {
      case "calibrated" -> Effort.CALIBRATED;
      case "exact" -> Effort.EXACT;
      default -> lists();
    };
  }

  private Effort lists() {
    try {
      return Effort.of(Integer.parseInt(effort));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "--effort", effort, "use calibrated, exact, or a number of lists, at least 1");
    }
  }
}
