/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options that a command needs unless a subcommand is named. Picocli asks for required options of a
 * command even then, so they are made optional, and the command asks for them itself.
 */
final class BesideSubcommands implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec spec) {
    for (OptionSpec option : List.copyOf(spec.options())) {
      if (option.required()) {
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).required(false).build());
      }
    }
    return spec;
  }

  /**
   * Refuses a command without subcommand that lacks an option.
   *
   * @param names of the options that it needs
   */
  static void require(CommandSpec spec, String... names) {
    List<String> missing =
        List.of(names).stream()
            .filter(name -> spec.commandLine().getParseResult().matchedOption(name) == null)
            .toList();
    if (!missing.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required options: "
              + String.join(", ", missing)
              + "; or name a command: "
              + String.join(", ", spec.subcommands().keySet()));
    }
  }
}
