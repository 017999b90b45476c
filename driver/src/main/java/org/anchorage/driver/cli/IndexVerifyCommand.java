/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.index.log.Verification;
import org.anchorage.driver.session.Sparks;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Reads all of an index, and says what is wrong with it. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Read all of an index: the checksums of its files, the batches of its log, its ids and rows.",
      "Exits 0 if all is well, 1 if something is wrong."
    })
final class IndexVerifyCommand implements Callable<Integer> {

  @Mixin IndexOption index = new IndexOption();
  @Mixin Output output = new Output();

  @Override
  public Integer call() {
    Verification.Result result = new Verification(index.path(), Sparks.hadoop()).run();
    List<String> problems = result.problems();
    problems.forEach(problem -> output.say("%s", problem));
    output.say(
        problems.isEmpty()
            ? "%s is whole: %s, %s of the log, %s"
            : "%s is damaged (looked at: %s, %s of the log, %s)",
        index.index,
        Count.of(result.files(), "file"),
        Count.of(result.batches(), "batch"),
        Count.of(result.items(), "item"));
    output.writeResult(
        Map.of(
            "whole",
            problems.isEmpty(),
            "problems",
            problems,
            "files",
            result.files(),
            "batches",
            result.batches(),
            "items",
            result.items()));
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
