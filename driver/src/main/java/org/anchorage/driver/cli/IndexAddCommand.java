/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.index.log.Addition;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds items to an index. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Add images, or vectors with their ids, to an index. Needs no Spark.",
      "An item whose id is there replaces it. Each line that is printed says how many items are on"
          + " the disk. Images that cannot be read are listed and left out, and so is what has the id"
          + " of something before it. Exits 1 if nothing was added."
    })
final class IndexAddCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Mixin IndexOption index = new IndexOption();
  @Mixin LogOption log = new LogOption();
  @Mixin Output output = new Output();

  @Mixin AddedOptions added = new AddedOptions();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Items that are written at once (default ${DEFAULT-VALUE}).")
  int batch = 1000;

  @Override
  public Integer call() throws IOException {
    if (batch < 1) {
      throw new ConfigurationException("--batch", batch, "write at least 1 item at once");
    }
    log.check();
    added.check();
    Configuration hadoop = Sparks.hadoop();
    try (IndexWriter writer = log.open(index, hadoop)) {
      Addition addition =
          new Addition(
              writer,
              batch,
              so ->
                  output.say(
                      "Added %s; %,d in the index", Count.of(so, "item"), writer.info().items()));
      Addition.Result result = added.to(addition, hadoop);
      output.say(
          "Added %s to %s in %.1f s: %s new, %,d replaced others",
          Count.of(result.added(), "item"),
          index.index,
          result.seconds(),
          Count.of(result.added() - result.replaced(), "is", "are"),
          result.replaced());
      say(result.bad());
      if (writer.compactionDue()) {
        LogOption.sayDue(writer.info(), index.index, output);
      }
      output.writeResult(result);
      return code(result);
    }
  }

  private void say(List<Bad> bad) {
    if (!bad.isEmpty()) {
      output.say("Left out: %s", Count.of(bad.size(), added.unit()));
      bad.stream().limit(SHOWN).forEach(one -> output.say("  %s", one.toString()));
      if (bad.size() > SHOWN) {
        output.say("  and %,d more; --json lists all", bad.size() - SHOWN);
      }
    }
  }

  /** A schedule that adds what comes should hear if nothing came. */
  private int code(Addition.Result result) {
    if (result.added() > 0) {
      return ExitCode.OK;
    }
    output.say("Nothing was added: there is nothing in %s that can be", added.named());
    return ExitCode.SOFTWARE;
  }
}
