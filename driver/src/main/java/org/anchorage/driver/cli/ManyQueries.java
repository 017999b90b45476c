/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.UnknownValue;
import org.anchorage.driver.index.VectorRule;
import org.anchorage.driver.index.batch.BatchReport;
import org.anchorage.driver.index.batch.BatchSearch;
import org.anchorage.driver.index.batch.QuerySource;
import org.anchorage.driver.index.batch.ResultTable;
import org.anchorage.driver.table.TableFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --queries URI --to FILE}: many searches in one process. */
final class ManyQueries {

  @Option(
      names = "--queries",
      paramLabel = "URI",
      description =
          "Search by many: a folder of images; a list in CSV with a header and a column image (path"
              + " or URI) or id (an item); or Parquet with image, id or vector. Needs --to.")
  @Nullable String queries;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "Where the results of --queries are written, a row a result: CSV, JSON lines or Parquet by"
              + " its ending (.csv, .jsonl, .parquet).")
  @Nullable String to;

  @Option(names = "--replace", description = "Replace the file that --to names.")
  boolean replace;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images of --queries that are embedded together (default ${DEFAULT-VALUE}). Three times as"
              + " many are in memory.")
  int batch = 64;

  /** Returns whether there are many queries. */
  boolean asked() {
    return queries != null;
  }

  /**
   * Refuses options that do not fit together, before the index is opened.
   *
   * @param byOne whether a query is named besides
   * @throws ConfigurationException if they do not
   */
  void check(boolean byOne) {
    if (queries == null) {
      if (to != null) {
        throw new ConfigurationException(
            "--to", to, "it is for many searches: give --queries, too; one is written by --json");
      }
      return;
    }
    if (byOne) {
      throw new ConfigurationException(
          "--queries", queries, "leave out --image, --id, --vector, --not and --text");
    }
    if (batch < 1) {
      throw new ConfigurationException("--batch", batch, "embed at least 1 image at a time");
    }
    format();
  }

  private TableFormat format() {
    String file = target();
    return TableFormat.of(file)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "--to", file, "let its name end with .csv, .jsonl or .parquet"));
  }

  private String target() {
    String file = to;
    if (file == null) {
      throw new WrongUse("--queries needs --to; give the file where results are written");
    }
    return file;
  }

  /** Answers all queries, and says what became of them. */
  BatchReport run(Index index, RequestOptions request, Configuration hadoop, Output output)
      throws IOException {
    ResultTable table = new ResultTable(new Path(target()), format(), hadoop);
    new Artifacts(hadoop)
        .requireFree(table.target(), replace ? WhenExists.REPLACE : WhenExists.REFUSE);
    Function<QueryVector, SearchRequest> requests = request.on(index);
    requirePossible(index, requests);
    List<UnknownValue> unused = UnknownValues.say(index, request.filter(), output);
    BatchReport report;
    try (QuerySource source = QuerySource.open(new Path(String.valueOf(queries)), hadoop)) {
      VectorRule rule = VectorRule.of(index.location(), hadoop);
      report =
          table.write(new BatchSearch(index, requests, rule, batch, output.progress()), source);
      source.notes().forEach(output::say);
    }
    output.say(
        "Searched by %s in %.1f s: %,.0f queries/s",
        Count.of(report.queries(), "query"),
        report.seconds(),
        report.queries() / Math.max(1e-9, report.seconds()));
    if (report.images() > 0) {
      output.say(
          "%s embedded: %,.0f images/s",
          Count.of(report.images(), "image was", "images were"), report.imagesASecond());
    }
    output.say("Wrote %s to %s", Count.of(report.hits(), "result"), table.target());
    if (report.empty() > 0) {
      output.say("%s found nothing", Count.of(report.empty(), "query"));
    }
    if (report.scaled() > 0) {
      output.say(
          "%s not as long as those of the index's own network, and scaled to that",
          Count.of(report.scaled(), "vector was", "vectors were"));
    }
    if (report.bad() > 0) {
      output.say(
          "%s could not be answered; %s says why", Count.of(report.bad(), "query"), table.bad());
    }
    return report;
  }

  /** A wrong filter or option would make every query a bad one. */
  private static void requirePossible(Index index, Function<QueryVector, SearchRequest> requests) {
    SearchRequest any = requests.apply(QueryVector.of(new float[index.dim()]));
    any.where().require(index.attributes());
  }
}
