/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Span;

/**
 * A network's parameters by layer and name.
 *
 * @param spans by layer, then by parameter
 * @param values the flat vector
 */
public record LayerParameters(Map<String, Map<String, Span>> spans, float[] values) {

  /**
   * Sorts a network's parameters.
   *
   * @param layout where they lie
   * @param values the flat vector, which is not copied; numbers may follow those of the layout
   */
  public static LayerParameters of(ParameterLayout layout, float[] values) {
    Map<String, Map<String, Span>> spans = new HashMap<>();
    for (Span span : layout.spans()) {
      spans.computeIfAbsent(span.layer(), layer -> new HashMap<>()).put(span.parameter(), span);
    }
    return new LayerParameters(spans, values);
  }

  /**
   * Returns a copy of one array.
   *
   * @throws IllegalArgumentException if the layer has no such parameters
   */
  public float[] of(String layer, String parameter) {
    Span span = spans.getOrDefault(layer, Map.of()).get(parameter);
    if (span == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer %s has no parameters %s; pass the layout of the same network",
              layer,
              parameter));
    }
    return Arrays.copyOfRange(values, span.from(), span.to());
  }

  /**
   * Returns the one number that a layer learns.
   *
   * @throws IllegalArgumentException if it learns another number of arrays
   */
  public float number(String layer) {
    Map<String, Span> own = spans.getOrDefault(layer, Map.of());
    if (own.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Layer %s has the parameters %s, not one number", layer, own.keySet()));
    }
    return of(layer, own.keySet().iterator().next())[0];
  }
}
