/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SparkSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.doctor.Examination;
import org.anchorage.driver.doctor.Finding;
import org.anchorage.driver.doctor.State;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what this machine or cluster offers. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Say what this machine or cluster offers, with a remedy for each problem.")
final class DoctorCommand implements Callable<Integer> {

  /** A finding as JSON: the state in small letters. */
  record Line(String subject, String state, String found, String remedy) {}

  /** What the command writes as JSON. */
  record Result(String state, List<Line> findings) {}

  @Mixin SettingsOptions options = new SettingsOptions();
  @Mixin Output output = new Output();

  @Option(
      names = "--master",
      paramLabel = "MASTER",
      description = "Short for spark.master, unless spark-submit set one, e.g. spark://host:7077.")
  @Nullable String master;

  @Option(
      names = "--filesystem",
      paramLabel = "URI",
      description = "A directory for corpora or runs: doctor writes a small file there.")
  @Nullable String filesystem;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "Most seconds to wait for Spark (default ${DEFAULT-VALUE}).")
  int patience = 120;

  @Override
  public Integer call() {
    if (patience < 1) {
      throw new ConfigurationException("--patience", patience, "it must be at least 1");
    }
    Settings all = options.read().typed();
    SparkSettings settings = all.spark();
    String given = master;
    Examination examination =
        Examination.of(
            given == null
                ? settings
                : new SparkSettings(given, settings.properties(), settings.memory()),
            all.encoder().engine(),
            Optional.ofNullable(filesystem),
            Duration.ofSeconds(patience));
    List<Finding> findings = examination.findings();
    for (Finding finding : findings) {
      output.say("%-8s %-20s %s", word(finding.state()), finding.subject(), finding.found());
      if (!finding.remedy().isEmpty()) {
        output.say("%-8s %-20s   %s", "", "", finding.remedy());
      }
    }
    State worst = Examination.worst(findings);
    output.writeResult(
        new Result(
            word(worst),
            findings.stream()
                .map(f -> new Line(f.subject(), word(f.state()), f.found(), f.remedy()))
                .toList()));
    return worst == State.PROBLEM ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
