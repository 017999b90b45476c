/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;

/**
 * How many lists a search looks into: a word or a whole number.
 *
 * @param written the word or the number; empty if it was neither
 * @param number whether it is a number
 */
@JsonDeserialize(using = EffortBody.Reader.class)
public record EffortBody(String written, boolean number) {

  /** Reads it. What else may be there, such as long lists, is passed over and not kept. */
  static final class Reader extends JsonDeserializer<EffortBody> {
    @Override
    public EffortBody deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      boolean number = parser.hasToken(JsonToken.VALUE_NUMBER_INT);
      if (number || parser.hasToken(JsonToken.VALUE_STRING)) {
        return new EffortBody(parser.getText(), number);
      }
      JsonParser unused = parser.skipChildren();
      return new EffortBody("", false);
    }
  }
}
