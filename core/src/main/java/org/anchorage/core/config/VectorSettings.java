/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;
import org.anchorage.core.vectors.Element;

/**
 * How {@code embed} and {@code index} store vectors. Immutable.
 *
 * @param element how numbers are written; default float
 */
public record VectorSettings(Element element) implements Serializable {

  public static final Key ELEMENT = Key.mayChange("vectors.element");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(ELEMENT);

  static VectorSettings read(TypedValues value) {
    return new VectorSettings(value.choice(ELEMENT, Element.class));
  }
}
