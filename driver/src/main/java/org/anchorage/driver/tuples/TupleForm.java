/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.anchorage.core.config.value.ConfigurationException;

/** The rows of an export: those of sentence-transformers' {@code mine_hard_negatives}. */
public enum TupleForm {
  /** A row a negative: {@code anchor}, {@code positive}, {@code negative}. */
  TRIPLETS,

  /**
   * A row an anchor: {@code anchor}, {@code positive}, {@code negative_1} to {@code negative_n}.
   * Anchors with fewer negatives are left out.
   */
  N_TUPLES,

  /** A row a positive or negative: {@code anchor}, {@code candidate}, {@code label} (1 or 0). */
  LABELLED_PAIRS;

  /** Returns the name as users type it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the form of a name.
   *
   * @throws ConfigurationException if there is none
   */
  public static TupleForm named(String written) {
    return Arrays.stream(values())
        .filter(form -> form.written().equalsIgnoreCase(written))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "--export",
                    written,
                    "use one of "
                        + Arrays.stream(values())
                            .map(TupleForm::written)
                            .collect(Collectors.joining(", "))));
  }
}
