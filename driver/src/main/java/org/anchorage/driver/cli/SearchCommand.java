/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.UnknownValue;
import org.anchorage.driver.index.batch.BatchReport;
import org.anchorage.driver.network.EngineStart;
import org.anchorage.driver.session.Hadoop;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches an index by images, items and vectors, or by many one after the other. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = {
      "Print the items of an index that are nearest to images, to items, or to vectors.",
      "With --queries, search by many and write a table of all results."
    })
final class SearchCommand implements Callable<Integer> {

  /** Items that a line names, of those that were folded into one. */
  private static final int SHOWN = 5;

  @Mixin QueryOptions query = new QueryOptions();
  @Mixin RequestOptions request = new RequestOptions();
  @Mixin ManyQueries many = new ManyQueries();
  @Mixin Output output = new Output();

  @Option(names = "--index", required = true, paramLabel = "URI", description = "An index.")
  String index = "";

  @Override
  public Integer call() throws IOException {
    request.check();
    many.check(query.isAny());
    if (!many.asked()) {
      query.requireAny();
    }
    if (query.embeds()) {
      EngineStart.begin();
    }
    Configuration hadoop = Hadoop.configuration();
    try (Index opened = open(hadoop)) {
      return many.asked() ? searchByMany(opened, hadoop) : searchByOne(opened, hadoop);
    }
  }

  /** The network is read while the index is opened, if an image is searched by. */
  private Index open(Configuration hadoop) {
    return query.embeds()
        ? Index.openToEmbed(new Path(index), hadoop, 1)
        : Index.open(new Path(index), hadoop, 1);
  }

  private int searchByMany(Index opened, Configuration hadoop) throws IOException {
    BatchReport report = many.run(opened, request, hadoop, output);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("index", index);
    result.put("queries", report.queries());
    result.put("images", report.images());
    result.put("bad", report.bad());
    result.put("empty", report.empty());
    result.put("scaled", report.scaled());
    result.put("hits", report.hits());
    result.put("seconds", report.seconds());
    result.put("images_per_second", report.imagesASecond());
    output.writeResult(result);
    return report.bad() > 0 && report.bad() == report.queries()
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  private int searchByOne(Index opened, Configuration hadoop) throws IOException {
    // A name that there is not is told before an image is embedded.
    request.filter().require(opened.attributes());
    AskedQuery by = query.of(opened, hadoop);
    SearchRequest asked = request.on(opened).apply(by.query());
    Found found = opened.search(asked);
    print(found);
    List<UnknownValue> unknown = UnknownValues.say(opened, asked.where(), output);
    by.notes().forEach(note -> output.say("%s", note));
    if (found.hits().isEmpty() && found.matching() > 0) {
      printNearest(opened, asked);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("index", index);
    query.describe(result);
    result.put("exact", found.exact());
    result.put("probes", found.probes());
    result.put("matching", found.matching());
    result.put("unknown_values", unknown);
    result.put("notes", by.notes());
    result.put("hits", found.hits().stream().map(SearchCommand::line).toList());
    output.writeResult(result);
    return CommandLine.ExitCode.OK;
  }

  private void print(Found found) {
    output.say("%4s  %9s  %-24s %s", "rank", "distance", "class", "item");
    for (Hit hit : found.hits()) {
      output.say(
          "%4d  %9.4f  %-24s %s",
          hit.rank(), hit.distance(), hit.className(), hit.id() + folded(hit.folded()));
    }
    long asked = (long) request.k + request.offset;
    if (asked > found.matching()) {
      output.say(
          "%s asked for, and %,d can be found",
          Count.of(asked, "item was", "items were"), found.matching());
    }
  }

  /** Says why nothing was found although there are items, if the threshold is why. */
  private void printNearest(Index opened, SearchRequest asked) {
    SearchRequest nearest =
        SearchRequest.of(asked.query(), 1).withWhere(asked.where()).withEffort(asked.effort());
    for (Hit hit : opened.search(nearest).hits()) {
      if (hit.distance() > asked.threshold()) {
        output.say(
            "Nothing lies within %.4f; the nearest item is at %.4f",
            asked.threshold(), hit.distance());
      }
    }
  }

  /** The JSON has all of them. */
  private static String folded(List<String> ids) {
    if (ids.isEmpty()) {
      return "";
    }
    int more = ids.size() - SHOWN;
    String shown = String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())));
    return " (and "
        + shown
        + (more > 0 ? String.format(Locale.ROOT, ", and %,d more", more) : "")
        + ")";
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
