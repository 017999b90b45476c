/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Folding;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.Reranking;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches an index by images, items and vectors, without Spark. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description =
        "Print the items of an index that are nearest to images, to items, or to vectors.")
final class SearchCommand implements Callable<Integer> {

  @Mixin QueryOptions query = new QueryOptions();
  @Mixin Output output = new Output();

  @Option(names = "--index", required = true, paramLabel = "URI", description = "An index.")
  String index = "";

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
      names = "--threshold",
      paramLabel = "D",
      description = "Euclidean distance over which nothing is printed.")
  double threshold = Double.POSITIVE_INFINITY;

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

  @Override
  public Integer call() throws IOException {
    if (k < 1) {
      throw new ConfigurationException("-k", k, "ask for at least 1 item");
    }
    query.requireAny();
    effort();
    Configuration hadoop = Sparks.hadoop();
    try (Index opened = Index.open(new Path(index), hadoop, 1)) {
      Found found = opened.search(request(opened, hadoop));
      print(found);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("index", index);
      query.describe(result);
      result.put("exact", found.exact());
      result.put("probes", found.probes());
      result.put("matching", found.matching());
      result.put("hits", found.hits().stream().map(SearchCommand::line).toList());
      output.writeResult(result);
    }
    return 0;
  }

  private SearchRequest request(Index opened, Configuration hadoop) throws IOException {
    SearchRequest request =
        SearchRequest.of(query.of(opened, hadoop), k)
            .withOffset(offset)
            .withWhere(ItemFilter.parse(where))
            .withThreshold(threshold)
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

  private void print(Found found) {
    output.say("%4s  %9s  %-24s %s", "rank", "distance", "class", "item");
    for (Hit hit : found.hits()) {
      output.say(
          "%4d  %9.4f  %-24s %s",
          hit.rank(), hit.distance(), hit.className(), hit.id() + folded(hit.folded()));
    }
    if ((long) k + offset > found.matching()) {
      output.say(
          "%,d items were asked for, and there are %,d that can be found",
          (long) k + offset, found.matching());
    }
  }

  private static String folded(List<String> ids) {
    return ids.isEmpty() ? "" : " (and " + String.join(", ", ids) + ")";
  }

  /** Returns a hit as JSON has it. */
  private static Map<String, Object> line(Hit hit) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rank", hit.rank());
    line.put("id", hit.id());
    line.put("class_name", hit.className());
    line.put("split", hit.item().split());
    line.put("distance", hit.distance());
    line.put("attributes", hit.item().attributes());
    if (hit.item().text() != null) {
      line.put("text", hit.item().text());
    }
    line.put("folded", hit.folded());
    return line;
  }
}
