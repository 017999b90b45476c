/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.core.config.RunSettings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Spelling;
import org.anchorage.worker.step.Engines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints settings as the program reads them. Starts neither Spark nor ND4J. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = {
      "Print every setting as the program reads it, checked; or with --get the value of one.",
      "Spark's own properties (spark.conf) are left out: they may be secret."
    })
final class SettingsCommand implements Callable<Integer> {

  private static final String GET = "--get";
  private static final String EACH = "--each";

  /** What the command writes as JSON: values by key. */
  record Result(Map<String, String> settings) {}

  @Mixin SettingsOptions options = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(
      names = GET,
      paramLabel = "KEY",
      description = "Print the value of this key alone; given several times, a line for each.")
  List<String> keys = new ArrayList<>();

  @Option(
      names = EACH,
      description = {
        "Check each setting by itself, and print nothing: for settings that go over those of a run",
        "which cannot be read from here."
      })
  boolean each;

  @Override
  public Integer call() {
    if (each) {
      if (options.conf != null || !keys.isEmpty()) {
        throw new ConfigurationException(
            EACH, "", "it checks key=value words alone; leave out --conf and --get");
      }
      SettingsReader.checkEach(options.words);
      return 0;
    }
    RunSettings read = options.read();
    // Only the class path knows which engines there are.
    Engines.of(read.typed());
    Map<String, String> written = read.written();
    Map<String, String> shown = new LinkedHashMap<>();
    if (keys.isEmpty()) {
      shown.putAll(written);
      shown.forEach((key, value) -> output.say("%s = %s", key, value));
    } else {
      for (String key : keys) {
        String value = value(written, key);
        shown.put(key, value);
        output.say("%s", value);
      }
    }
    output.writeResult(new Result(shown));
    return 0;
  }

  private static String value(Map<String, String> written, String key) {
    String value = written.get(key);
    if (value != null) {
      return value;
    }
    for (String known : written.keySet()) {
      if (known.startsWith(key + ".")) {
        throw new ConfigurationException(
            GET,
            key,
            "it is a section, not a value; name one of its keys, such as '" + known + "'");
      }
    }
    throw new ConfigurationException(
        GET,
        key,
        "there is no such key; did you mean '"
            + Spelling.nearest(key, written.keySet())
            + "'? conf/defaults.conf has them all");
  }
}
