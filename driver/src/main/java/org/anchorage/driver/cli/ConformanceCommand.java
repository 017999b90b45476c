/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.anchorage.driver.conformance.ConformanceStage;
import org.anchorage.driver.conformance.Outcome;
import org.anchorage.driver.conformance.Outcome.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks losses, miners and metrics against reference vectors. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description =
        "Check losses, miners and metrics against reference vectors; exits 1 if a case is off.")
final class ConformanceCommand implements Callable<Integer> {

  /** Which cases to show. */
  enum Shown {
    ALL,
    FAILED
  }

  /** The result of one subject. */
  record Count(int cases, int passed, int decidedOtherwise, double largestDifference) {

    private static Count of(List<Outcome> outcomes) {
      return new Count(
          outcomes.size(),
          (int) outcomes.stream().filter(Outcome::passed).count(),
          (int) outcomes.stream().filter(o -> o.verdict() == Verdict.DECIDED_OTHERWISE).count(),
          outcomes.stream().mapToDouble(Outcome::difference).max().orElse(0));
    }
  }

  /** What the command writes as JSON. */
  record Result(int cases, int passed, Map<String, Count> subjects, List<Outcome> failed) {}

  @Mixin private Output output = new Output();

  @Option(
      names = "--show",
      paramLabel = "WHICH",
      description = "Cases to show: all (default) or failed.")
  private Shown show = Shown.ALL;

  @Parameters(paramLabel = "DIR", description = "A folder of reference vectors (.json).")
  private Path folder = Path.of("");

  @Override
  public Integer call() {
    List<Outcome> outcomes = ConformanceStage.run(folder);
    output.say("%-48s %-28s %-28s %10s", "case", "expected", "got", "difference");
    for (Outcome outcome : outcomes) {
      if (show == Shown.ALL || !outcome.passed()) {
        output.say("%s", row(outcome));
      }
    }
    Map<String, List<Outcome>> bySubject =
        outcomes.stream()
            .collect(Collectors.groupingBy(Outcome::subject, TreeMap::new, Collectors.toList()));
    Map<String, Count> counts = new TreeMap<>();
    output.say("");
    output.say("%-36s %6s %6s %10s", "subject", "cases", "passed", "difference");
    bySubject.forEach(
        (subject, of) -> {
          Count count = Count.of(of);
          counts.put(subject, count);
          output.say(
              "%-36s %6d %6d %10.1e",
              subject, count.cases(), count.passed(), count.largestDifference());
        });
    List<Outcome> failed = outcomes.stream().filter(outcome -> !outcome.passed()).toList();
    int passed = outcomes.size() - failed.size();
    output.say("%-36s %6d %6d", "all", outcomes.size(), passed);
    output.writeResult(new Result(outcomes.size(), passed, counts, failed));
    return failed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static String row(Outcome outcome) {
    String mark =
        switch (outcome.verdict()) {
          case EQUAL -> "";
          case DECIDED_OTHERWISE -> "  (on purpose)";
          case OFF -> "  OFF";
          case UNKNOWN -> "  UNKNOWN";
        };
    return String.format(
            Locale.ROOT,
            "%-48s %-28s %-28s %10.1e",
            outcome.id(),
            outcome.expected(),
            outcome.got(),
            outcome.difference())
        + mark;
  }
}
