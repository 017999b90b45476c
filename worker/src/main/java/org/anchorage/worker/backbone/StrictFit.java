/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.architecture.names.Fits;
import org.anchorage.core.architecture.names.ForeignWeights;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.EncoderSettings;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * Holds a file of weights to the network of the settings: every tensor is there, in its shape, and
 * nothing but a classifier is left over.
 *
 * @param source the file as the user named it, for messages
 * @param tensors its shapes by name
 */
public record StrictFit(String source, Map<String, List<Integer>> tensors) {

  /**
   * Returns how the file fits.
   *
   * @throws ConfigurationException if it does not; it says what the file would fit
   */
  public Fit of(EncoderSettings encoder) {
    Fit fit = Fits.of(tensors, encoder.architecture(), encoder.backbone().multiplier());
    if (!fit.isComplete()) {
      throw refused("it does not fit " + fit.written() + ": " + difference(fit) + remedy());
    }
    BackboneSettings.BatchNorm asked = encoder.backbone().batchNorm();
    if (fit.convention().isFolded()
        && (asked == BackboneSettings.BatchNorm.FROZEN
            || asked == BackboneSettings.BatchNorm.TRAINED)) {
      throw new ConfigurationException(
          BackboneSettings.BATCH_NORM,
          asked == BackboneSettings.BatchNorm.FROZEN ? "frozen" : "trained",
          "the weights of "
              + source
              + " have batch normalisation folded in; use folded or auto, or other weights");
    }
    return fit;
  }

  private static String difference(Fit fit) {
    if (!fit.misshapen().isEmpty()) {
      Fit.Misshapen first = fit.misshapen().get(0);
      return String.format(
          Locale.ROOT,
          "tensor %s is %s, and %s is needed%s",
          first.name(),
          written(first.shape()),
          written(first.wanted().shape()),
          more(fit.misshapen().size() - 1, "misshapen"));
    }
    if (!fit.missing().isEmpty()) {
      Wanted first = fit.missing().get(0);
      return String.format(
          Locale.ROOT,
          "tensor %s of %s is missing%s",
          first.name(),
          written(first.shape()),
          more(fit.missing().size() - 1, "missing"));
    }
    return String.format(
        Locale.ROOT,
        "tensor %s is left over%s",
        fit.leftOver().get(0),
        more(fit.leftOver().size() - 1, "left over"));
  }

  private static String more(int count, String what) {
    return count == 0 ? "" : " (and " + count + " more are " + what + ")";
  }

  private String remedy() {
    String foreign = ForeignWeights.words(tensors.keySet()).orElse("");
    if (!foreign.isEmpty()) {
      return ". " + foreign;
    }
    return Fits.nearest(tensors)
        .filter(Fit::isComplete)
        .map(fit -> ". It fits " + fit.written() + ": use that, or other weights")
        .orElse(
            ". It fits no backbone of ours; ./anchorage weights " + source + " says what it has");
  }

  private ConfigurationException refused(String problem) {
    return new ConfigurationException(BackboneSettings.WEIGHTS, source, problem);
  }

  /** Returns a shape as messages write it: {@code 64 x 3 x 7 x 7}. */
  public static String written(List<Integer> shape) {
    return shape.isEmpty()
        ? "a single number"
        : shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }
}
