/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;

/**
 * Writes a number that is not finite as null: JSON has no NaN, and a reader of numbers must not
 * find the word. Stateless and thread-safe.
 */
public final class FiniteNumbers {

  private FiniteNumbers() {}

  /** Returns a module of Jackson. */
  public static SimpleModule module() {
    return new SimpleModule()
        .addSerializer(Double.class, new FiniteOrNull())
        .addSerializer(double.class, new FiniteOrNull());
  }

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }
}
