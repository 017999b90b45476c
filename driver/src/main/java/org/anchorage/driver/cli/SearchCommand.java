/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Searches an index by an image, without Spark. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    description = "Print the items of an index that are nearest to an image.")
final class SearchCommand implements Callable<Integer> {

  @Mixin Output output = new Output();

  @Option(names = "--index", required = true, paramLabel = "URI", description = "An index.")
  String index = "";

  @Option(
      names = "--image",
      required = true,
      paramLabel = "FILE",
      description = "The query: an image on any filesystem.")
  String image = "";

  @Option(
      names = "-k",
      paramLabel = "N",
      description = "Items to print (default ${DEFAULT-VALUE}).")
  int k = 5;

  @Override
  public Integer call() throws IOException {
    if (k < 1) {
      throw new ConfigurationException("-k", k, "ask for at least 1 item");
    }
    Configuration hadoop = Sparks.hadoop();
    byte[] encoded = read(hadoop);
    try (Index opened = Index.open(new Path(index), hadoop, 1)) {
      List<Hit> hits = opened.search(encoded, k);
      output.say("%4s  %9s  %-24s %s", "rank", "distance", "class", "item");
      for (Hit hit : hits) {
        output.say("%4d  %9.4f  %-24s %s", hit.rank(), hit.distance(), hit.className(), hit.id());
      }
      output.writeResult(
          Map.of("index", index, "image", image, "hits", hits.stream().map(HitLine::of).toList()));
    }
    return 0;
  }

  /** A hit as JSON has it. */
  private record HitLine(int rank, String id, String className, String split, double distance) {

    static HitLine of(Hit hit) {
      return new HitLine(hit.rank(), hit.id(), hit.className(), hit.item().split(), hit.distance());
    }
  }

  private byte[] read(Configuration hadoop) throws IOException {
    Path path = new Path(image);
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IOException(
          "Cannot read the query image " + image + ": " + e.getMessage() + "; give --image a file",
          e);
    }
  }
}
