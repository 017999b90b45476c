/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.log.IndexWriter;
import org.anchorage.driver.session.Sparks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Deletes items of an index. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = {
      "Delete items of an index, by id or by a filter. Several options delete all that they name.",
      "They are not found any more when the command ends; compact frees their room."
    })
final class IndexDeleteCommand implements Callable<Integer> {

  private static final int SHOWN = 20;

  @Mixin IndexOption index = new IndexOption();
  @Mixin LogOption log = new LogOption();
  @Mixin Output output = new Output();
  @Spec @Nullable CommandSpec spec;

  @Option(names = "--id", paramLabel = "ID", description = "An id; may be given several times.")
  List<String> ids = List.of();

  @Option(names = "--ids", paramLabel = "FILE", description = "A file of ids, one a line.")
  @Nullable String file;

  @Option(
      names = "--where",
      paramLabel = "FILTER",
      description = "Items that a filter admits, e.g. class=shoes,colour=red.")
  @Nullable String where;

  @Override
  public Integer call() throws IOException {
    log.check();
    if (ids.isEmpty() && file == null && where == null) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          "Nothing says what to delete; give --id, --ids or --where");
    }
    String words = where;
    ItemFilter filter = words == null ? null : WrongUse.unless(() -> ItemFilter.parse(words));
    if (filter != null && filter.isAll()) {
      throw new ConfigurationException(
          "--where",
          String.valueOf(where),
          "it admits every item; name a condition, or remove the whole index");
    }
    Configuration hadoop = Sparks.hadoop();
    Set<String> wanted = new LinkedHashSet<>(ids);
    if (file != null) {
      wanted.addAll(read(new Path(file), hadoop));
    }
    try (IndexWriter writer = log.open(index, hadoop)) {
      if (filter != null) {
        wanted.addAll(writer.ids(filter));
        writer.unknown(filter).forEach(value -> output.say("%s", value.inWords()));
      }
      Set<String> unknown = writer.delete(wanted);
      int deleted = wanted.size() - unknown.size();
      output.say(
          "Deleted %s of %s; %s left",
          Count.of(deleted, "item"), index.index, Count.of(writer.info().items(), "is", "are"));
      if (!unknown.isEmpty()) {
        output.say("%s not in the index:", Count.of(unknown.size(), "id is", "ids are"));
        unknown.stream().limit(SHOWN).forEach(id -> output.say("  %s", id));
      }
      if (writer.compactionDue()) {
        LogOption.sayDue(writer.info(), index.index, output);
      }
      output.writeResult(
          Map.of("deleted", deleted, "unknown", unknown, "items", writer.info().items()));
    }
    return 0;
  }

  private static List<String> read(Path path, Configuration hadoop) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isEmpty()).toList();
    }
  }
}
