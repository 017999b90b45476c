/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.ParameterLayout.Span;
import org.anchorage.core.architecture.names.Role;
import org.anchorage.core.architecture.names.Unit;

/**
 * Where the arrays of a unit lie in a network's flat vector. A trained batch normalisation is a
 * layer of its own there.
 */
final class UnitPlaces {

  private static final String NORM = "-norm";

  private final Map<String, Span> spans = new HashMap<>();

  UnitPlaces(ParameterLayout layout) {
    layout.spans().forEach(span -> spans.put(key(span.layer(), span.parameter()), span));
  }

  private static String key(String layer, String parameter) {
    return layer + "/" + parameter;
  }

  /** Returns the places of a unit, by role. */
  Map<Role, Span> of(Unit unit) {
    Map<Role, Span> places = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Span own = spans.get(key(unit.name(), role.parameter()));
      Span norm = spans.get(key(unit.name() + NORM, role.parameter()));
      if (own != null) {
        places.put(role, own);
      } else if (norm != null) {
        places.put(role, norm);
      }
    }
    if (!places.containsKey(Role.WEIGHTS)
        || (!places.containsKey(Role.BIAS) && !places.containsKey(Role.VARIANCE))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer %s has the parameters %s only; pass the layout of the same architecture",
              unit.name(),
              places.keySet()));
    }
    return places;
  }

  /** Copies a unit's arrays out of a network. */
  UnitArrays read(Unit unit, float[] network) {
    Map<Role, float[]> values = new EnumMap<>(Role.class);
    of(unit)
        .forEach(
            (role, span) -> values.put(role, Arrays.copyOfRange(network, span.from(), span.to())));
    return new UnitArrays(values, unit.epsilon());
  }

  /** Copies a unit's arrays into a network. */
  void write(Unit unit, UnitArrays arrays, float[] network) {
    Map<Role, Span> places = of(unit);
    UnitArrays fitting =
        places.containsKey(Role.BIAS) ? arrays.folded() : arrays.normalised(unit.epsilon());
    places.forEach(
        (role, span) -> {
          float[] values = fitting.of(role);
          if (values.length != span.to() - span.from()) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "Layer %s has %d %s, not %d; pass the layout of the same architecture",
                    unit.name(),
                    span.to() - span.from(),
                    role.parameter(),
                    values.length));
          }
          System.arraycopy(values, 0, network, span.from(), values.length);
        });
  }
}
