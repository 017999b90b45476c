/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.anchorage.driver.artifact.FiniteNumbers;

/**
 * Epoch records as JSON, one line each. JSON has no NaN: a value that is not finite is written as
 * null and read as NaN.
 *
 * <p>Thread-safe.
 */
public final class EpochRecordParser {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              FiniteNumbers.module()
                  .addDeserializer(Double.class, new NullIsNan())
                  .addDeserializer(double.class, new NullIsNan()))
          .build();

  /** Only runs that are mined beside training have it. */
  private static final String PLANNED_BY = "planned_by";

  private static final String MINING = "mining";

  /** Records of earlier versions do not have it. */
  private static final String SEARCH = "search";

  private EpochRecordParser() {}

  /** Returns a record as one line of JSON, without a line break. */
  public static String toJson(EpochRecord epoch) {
    try {
      return MAPPER.writeValueAsString(epoch);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Epoch " + epoch.epoch() + " cannot be written as JSON", e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if a key is missing, unknown or has a value of a wrong kind
   */
  public static EpochRecord fromJson(String json) {
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (tree instanceof ObjectNode epoch && !epoch.has(PLANNED_BY)) {
        epoch.putNull(PLANNED_BY);
      }
      if (tree.path(MINING) instanceof ObjectNode mining && !mining.has(SEARCH)) {
        mining.putNull(SEARCH);
      }
      return MAPPER.treeToValue(tree, EpochRecord.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Not an epoch record (" + e.getOriginalMessage() + "): " + json, e);
    }
  }

  private static final class NullIsNan extends StdDeserializer<Double> {
    NullIsNan() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return _parseDoublePrimitive(json, context);
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }
  }
}
