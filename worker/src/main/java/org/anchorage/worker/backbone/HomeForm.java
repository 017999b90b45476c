/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.architecture.EncoderShape.Norms;
import org.anchorage.core.architecture.names.Fit;
import org.anchorage.core.config.BackboneSettings;
import org.anchorage.core.config.value.Key;

/**
 * The form in which a backbone learnt its weights: what {@code auto} becomes. The names of the
 * tensors tell the framework, and so the form. A file that {@code ./anchorage export} wrote says it
 * itself.
 *
 * @param batchNorm as {@code encoder.batch-norm} has it
 * @param padding as {@code encoder.padding} has it
 * @param input as {@code encoder.input} has it
 */
public record HomeForm(String batchNorm, String padding, String input) {

  /** Key of the word that says which program wrote a file. */
  public static final String PRODUCER = "producer";

  /** Word of our own files under {@link #PRODUCER}. */
  public static final String OURS = "anchorage";

  /** Keys of the padding and of the input in our own files. */
  public static final String PADDING = "padding";

  public static final String INPUT = "input";

  /**
   * Returns the form of a file's weights.
   *
   * @param words what the file says about itself
   */
  public static HomeForm of(Fit fit, Map<String, String> words) {
    Norms norms = fit.convention().isFolded() ? Norms.FOLDED : Norms.FROZEN;
    Map<String, String> own = OURS.equals(words.get(PRODUCER)) ? words : Map.of();
    return new HomeForm(
        written(norms),
        own.getOrDefault(PADDING, written(fit.convention().padding())),
        own.getOrDefault(INPUT, fit.convention().input()));
  }

  /** Returns the words that say what is left to the weights, {@code key=value} each. */
  public List<String> decided(BackboneSettings asked) {
    List<String> words = new ArrayList<>();
    decide(words, BackboneSettings.BATCH_NORM, asked.batchNorm(), batchNorm);
    decide(words, BackboneSettings.PADDING, asked.padding(), padding);
    decide(words, BackboneSettings.INPUT, asked.input(), input);
    return words;
  }

  private static void decide(List<String> words, Key key, Enum<?> asked, String home) {
    if (written(asked).equals("auto")) {
      words.add(key.path() + "=" + home);
    }
  }

  /**
   * Returns a sentence for each setting that makes the backbone see other than it learnt. No error
   * shows it; untouched features lose points of recall.
   */
  public List<String> departures(BackboneSettings asked) {
    List<String> sentences = new ArrayList<>();
    depart(sentences, BackboneSettings.PADDING, asked.padding(), padding);
    depart(sentences, BackboneSettings.INPUT, asked.input(), input);
    return sentences;
  }

  private static void depart(List<String> sentences, Key key, Enum<?> asked, String home) {
    String written = written(asked);
    if (!written.equals("auto") && !written.equals(home)) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%s = %s, and the weights were trained with %s. This costs points of recall; use"
                  + " auto",
              key.path(),
              written,
              home));
    }
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
