/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.Refusal;
import org.anchorage.driver.serve.http.Reply;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON. What is wrong is told by the names of fields alone. Stateless. */
final class Json {

  private static final int MOST_DEPTH = 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          // The body is bounded, and an image is one string.
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // Names that a stranger sends would be kept for later bodies.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private Json() {}

  /**
   * Reads a body. What it says takes the request's memory.
   *
   * @throws Refusal if it is not JSON, has an unknown field, or a value of the wrong type; if it
   *     has too many values, or there is no memory for them
   */
  static <T> T read(Asked asked, Class<T> type) {
    Utf8.require("The JSON", asked.body());
    JsonCost.take(asked.body(), asked.memory());
    try {
      T value = MAPPER.readValue(asked.body(), type);
      if (value == null) {
        throw Refusal.of("bad_json", "The body is null; send an object");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw refusal(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads an object whose fields came one by one.
   *
   * @throws Refusal as {@link #read(Asked, Class)}
   */
  static <T> T read(JsonNode fields, Class<T> type) {
    try {
      return MAPPER.treeToValue(fields, type);
    } catch (JsonProcessingException e) {
      throw refusal(e);
    }
  }

  /** Reads a value that came as text; null if it is no JSON. */
  static @Nullable JsonNode value(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /**
   * Returns an answer of status 200. It takes the request's memory.
   *
   * @throws Refusal if there is no memory, or it becomes too long
   */
  static Reply reply(Object answer, Asked asked) {
    try {
      MAPPER.writeValue(asked.memory().answer(), answer);
      return Reply.written(Reply.JSON, asked);
    } catch (IOException e) {
      // Jackson wraps what is thrown while it writes.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof Refusal refusal) {
          throw refusal;
        }
      }
      throw new IllegalStateException("An answer cannot be written", e);
    }
  }

  private static Refusal refusal(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      Collection<Object> known = unknown.getKnownPropertyIds();
      List<String> names =
          known == null ? List.of() : known.stream().map(String::valueOf).sorted().toList();
      return Refusal.of(
          "unknown_field",
          String.format(
              Locale.ROOT,
              "There is no field '%s'; there are %s",
              path(unknown),
              String.join(", ", names)));
    }
    if (e instanceof MismatchedInputException wrong && !wrong.getPath().isEmpty()) {
      return Refusal.of("wrong_type", "'" + path(wrong) + "' must be " + expected(wrong));
    }
    if (e instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
      boolean tooLarge = wrong.getCause() instanceof InputCoercionException;
      return Refusal.of(
          "wrong_value",
          "'"
              + path(wrong)
              + (tooLarge ? "' is too large" : "' cannot be read; look at its value"));
    }
    JsonLocation at = e.getLocation();
    return Refusal.of(
        "bad_json",
        "The body is not a JSON object that can be read"
            + (at == null || at.getLineNr() < 0
                ? ""
                : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
            + "; send an object of the fields that /openapi.json lists");
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : "." + at.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String expected(MismatchedInputException e) {
    @Nullable Class<?> type = e.getTargetType();
    boolean within = e.getPath().get(e.getPath().size() - 1).getFieldName() == null;
    return type == float[].class && within ? "a number" : expected(type);
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == byte[].class) {
      return "an image in base64; a URL is never fetched";
    }
    if (type == Integer.class || type == int.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class || type == float.class) {
      return "a number";
    }
    if (type == String.class) {
      return "text";
    }
    if (type == float[].class) {
      return "a list of numbers";
    }
    if (type == ThresholdBody.class) {
      return "a distance, or a precision, e.g. \"precision=0.95\"";
    }
    if (type != null && Map.class.isAssignableFrom(type)) {
      return "an object of texts by name, e.g. {\"colour\": \"red\"}";
    }
    return type != null && List.class.isAssignableFrom(type) ? "a list" : "an object";
  }
}
