/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.weights.StoredFile;
import org.anchorage.driver.weights.WeightReport;
import org.anchorage.driver.weights.WeightReport.Backbone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a file of weights holds. */
@Command(
    name = "weights",
    mixinStandardHelpOptions = true,
    description = {
      "Say what a file of pretrained weights holds, and which backbone it fits.",
      "Exits 0 if it fits one, 1 if it does not, 2 if there is no such file."
    })
final class WeightsCommand implements Callable<Integer> {

  private static final int SHOWN = 10;

  /** The end of the names of PyTorch's counters, one for each batch normalisation. */
  private static final String COUNTER = "num_batches_tracked";

  @Mixin Output output = new Output();

  @Parameters(
      paramLabel = "FILE",
      description =
          "Weights: safetensors, a state dict of PyTorch, or .h5 of Keras, on any filesystem.")
  String file = "";

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "The backbone to hold it to, as in encoder.name (default: the nearest).")
  @Nullable String architecture;

  @Override
  public Integer call() throws IOException {
    Optional<Architecture> wanted = Optional.ofNullable(architecture).map(WeightsCommand::backbone);
    try (StoredFile stored = StoredFile.open("FILE", file, Sparks.hadoop())) {
      WeightReport report = WeightReport.of(stored, wanted);
      say(report);
      output.writeResult(report);
      return report.fits() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static Architecture backbone(String name) {
    return Architectures.backbones().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new ConfigurationException("--architecture", name, "use one of " + names()));
  }

  private static List<String> names() {
    return Architectures.backbones().stream().map(Architecture::name).toList();
  }

  private void say(WeightReport report) {
    output.say("%-12s %s", "File", report.file());
    output.say(
        "%-12s %s, %,d tensors, %,d parameters",
        "Format", report.format(), report.tensors(), report.parameters());
    output.say("%-12s %s", "SHA-256", report.sha256());
    Backbone backbone = report.backbone();
    if (backbone == null) {
      output.say("%-12s no backbone: none of the tensors has a name that is known", "Fits");
    } else {
      say(backbone, report.fits());
      output.say("%-12s %,d", "Matched", report.matched());
      list("Missing", report.missing());
      list("Misshapen", report.misshapen());
      List<String> head = report.head().stream().filter(name -> !name.endsWith(COUNTER)).toList();
      list("Head", head);
      if (!head.isEmpty()) {
        output.say("%-12s   (not read: a run draws its own head)", "");
      }
    }
    list("Left over", report.leftOver());
    if (!report.remark().isEmpty()) {
      output.say("%s", report.remark());
    }
    if (backbone != null && report.fits()) {
      output.say(
          "Start a run from it: ./anchorage train --conf conf/retrieval-photos.conf %s corpus=CORPUS"
              + " run=RUN",
          backbone.words());
      output.say(
          "With embedding.head = linear, embedding.dim may be any other number. Leave encoder.padding"
              + " and encoder.input at auto: other values are not refused, and cost recall.");
    } else if (backbone != null && report.remark().isEmpty()) {
      output.say(
          "It fits %s: the lists above say what is missing in it, and what is left over",
          architecture == null
              ? String.format(Locale.ROOT, "no backbone of ours (%s)", String.join(", ", names()))
              : "no " + architecture);
    }
  }

  private void say(Backbone backbone, boolean fits) {
    output.say(
        "%-12s %s, multiplier %s",
        fits ? "Fits" : "Nearest", backbone.name(), backbone.multiplier());
    output.say("%-12s %s", "Names", backbone.names());
    output.say("%-12s %s", "Batch norm", backbone.batchNorm());
    output.say("%-12s %s", "Padding", backbone.padding());
    output.say("%-12s %s", "Input", backbone.input());
    output.say("%-12s %,d", "Features", backbone.features());
  }

  private void list(String what, List<String> names) {
    output.say("%-12s %,d", what, names.size());
    names.stream().limit(SHOWN).forEach(name -> output.say("%-12s   %s", "", name));
    if (names.size() > SHOWN) {
      output.say("%-12s   ... and %,d more", "", names.size() - SHOWN);
    }
  }
}
