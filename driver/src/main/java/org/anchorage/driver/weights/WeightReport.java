/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.EncoderShape;
import org.anchorage.core.architecture.Layer;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.architecture.names.Fits;
import org.anchorage.core.architecture.names.ForeignWeights;
import org.anchorage.core.architecture.names.Wanted;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.worker.backbone.BackboneReader;
import org.anchorage.worker.backbone.HomeForm;
import org.anchorage.worker.backbone.StrictFit;
import org.anchorage.worker.weights.TensorEntry;
import org.anchorage.worker.weights.TensorFile;
import org.jspecify.annotations.Nullable;

/**
 * What a file of weights holds, and which backbone it fits.
 *
 * @param file as the user named it
 * @param format of the file
 * @param sha256 of the file
 * @param tensors how many it holds
 * @param parameters how many numbers these hold
 * @param fits whether a backbone finds all it needs, nothing but a head is left over, and every
 *     weight can be used
 * @param backbone the backbone that it fits, or the nearest; null if there is none
 * @param matched how many tensors the backbone takes
 * @param missing what the backbone needs and the file has not, with shapes
 * @param misshapen what has another shape, with both
 * @param head what is not read: a classifier, a head, counters
 * @param leftOver all else
 * @param remark which weight cannot be used, or what the file is, if it is known and fits nothing;
 *     otherwise empty
 */
public record WeightReport(
    String file,
    String format,
    String sha256,
    int tensors,
    long parameters,
    boolean fits,
    @Nullable Backbone backbone,
    int matched,
    List<String> missing,
    List<String> misshapen,
    List<String> head,
    List<String> leftOver,
    String remark) {

  /**
   * A backbone as settings describe it.
   *
   * @param name {@code encoder.name}
   * @param multiplier {@code encoder.multiplier}
   * @param names the framework whose names the tensors have
   * @param batchNorm what {@code encoder.batch-norm = auto} becomes
   * @param padding what {@code encoder.padding = auto} becomes
   * @param input what {@code encoder.input = auto} becomes
   * @param features numbers that the head reads
   * @param words settings to type, of a run whose embedding is the features
   */
  public record Backbone(
      String name,
      double multiplier,
      String names,
      String batchNorm,
      String padding,
      String input,
      int features,
      String words) {}

  /**
   * Looks at a file.
   *
   * @param architecture to hold it to; empty for any
   * @throws IOException if it is no file of weights, or damaged
   */
  public static WeightReport of(StoredFile stored, Optional<Architecture> architecture)
      throws IOException {
    try (TensorFile file = stored.tensors()) {
      Map<String, List<Integer>> shapes = BackboneReader.shapes(file);
      Optional<Fit> fit =
          architecture.isPresent()
              ? Fits.nearest(shapes, architecture.get())
              : Fits.nearest(shapes);
      boolean complete = fit.map(Fit::isComplete).orElse(false);
      String damage = complete ? damage(stored, file, fit.orElseThrow()) : "";
      return new WeightReport(
          stored.uri(),
          file.format().written(),
          stored.sha256(),
          shapes.size(),
          file.tensors().stream().mapToLong(TensorEntry::elements).sum(),
          complete && damage.isEmpty(),
          fit.map(each -> backbone(each, HomeForm.of(each, file.words()), stored.uri()))
              .orElse(null),
          fit.map(each -> each.matched().size()).orElse(0),
          fit.map(each -> each.missing().stream().map(WeightReport::written).toList())
              .orElse(List.of()),
          fit.map(each -> each.misshapen().stream().map(WeightReport::written).toList())
              .orElse(List.of()),
          fit.map(Fit::head).orElse(List.of()),
          fit.map(Fit::leftOver).orElseGet(() -> List.copyOf(shapes.keySet())),
          complete ? damage : ForeignWeights.words(shapes.keySet()).orElse(""));
    }
  }

  /** Reads every weight: a shape does not tell that a number is NaN, or a check sum wrong. */
  private static String damage(StoredFile stored, TensorFile file, Fit fit) {
    try {
      new BackboneReader(stored.uri(), file, fit).check();
      return "";
    } catch (IOException e) {
      return "No run can start from it: " + stored.message(e);
    } catch (ConfigurationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Backbone backbone(Fit fit, HomeForm home, String uri) {
    EncoderShape shape =
        new EncoderShape(
            1,
            fit.multiplier(),
            EncoderShape.Norms.FROZEN,
            fit.convention().padding(),
            Layer.Pooling.AVERAGE,
            EncoderShape.Head.LINEAR,
            2,
            EncoderShape.Length.UNIT);
    int features = fit.architecture().features(shape);
    return new Backbone(
        fit.architecture().name(),
        fit.multiplier(),
        fit.convention().written(),
        home.batchNorm(),
        home.padding(),
        home.input(),
        features,
        fit.written() + " encoder.weights=" + quoted(uri) + " embedding.dim=" + features);
  }

  /** Returns a word as a shell reads it. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String written(Wanted wanted) {
    return wanted.name() + ": " + StrictFit.written(wanted.shape());
  }

  private static String written(Fit.Misshapen misshapen) {
    return String.format(
        Locale.ROOT,
        "%s: %s, wanted %s",
        misshapen.name(),
        StrictFit.written(misshapen.shape()),
        StrictFit.written(misshapen.wanted().shape()));
  }
}
