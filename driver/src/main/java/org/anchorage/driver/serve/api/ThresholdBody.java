/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;

/**
 * What is too far to be a result: a number, or {@code precision=P} as on the command line.
 *
 * @param value Euclidean distance, or a precision
 * @param precision whether it is a precision
 */
@JsonDeserialize(using = ThresholdBody.Reader.class)
public record ThresholdBody(double value, boolean precision) {

  private static final String PRECISION = "precision=";

  /** Reads it. What else may be there, such as long lists, is passed over and not kept. */
  static final class Reader extends JsonDeserializer<ThresholdBody> {
    @Override
    public ThresholdBody deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      JsonToken token = parser.currentToken();
      if (token.isNumeric()) {
        return new ThresholdBody(parser.getDoubleValue(), false);
      }
      String written = token == JsonToken.VALUE_STRING ? parser.getText() : "";
      if (written.startsWith(PRECISION)) {
        try {
          return new ThresholdBody(Double.parseDouble(written.substring(PRECISION.length())), true);
        } catch (NumberFormatException e) {
          throw wrong(parser);
        }
      }
      JsonParser unused = parser.skipChildren();
      throw wrong(parser);
    }

    private static MismatchedInputException wrong(JsonParser parser) {
      return MismatchedInputException.from(parser, ThresholdBody.class, "no threshold");
    }
  }
}
