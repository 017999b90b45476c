/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The header of a safetensors file: each tensor's type, shape and place, all of them checked. */
final class SafetensorsHeader {

  static final String METADATA = "__metadata__";

  /** Names come from a file, so they are not kept beyond it. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /**
   * All of a header.
   *
   * @param tensors in the order of their places
   * @param words about the file, by key
   */
  record Content(List<SafetensorsPlaces.Placed> tensors, Map<String, String> words) {}

  private final JsonParser json;
  private final List<SafetensorsPlaces.Placed> tensors = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> words = new LinkedHashMap<>();

  private SafetensorsHeader(JsonParser json) {
    this.json = json;
  }

  /** Returns the header's content; the tensors fill the bytes behind the header. */
  static Content read(byte[] header, long dataBytes) throws IOException {
    try (JsonParser json = JSON.createParser(header)) {
      SafetensorsHeader read = new SafetensorsHeader(json);
      read.all();
      read.tensors.sort(
          Comparator.comparingLong(SafetensorsPlaces.Placed::begin)
              .thenComparingLong(SafetensorsPlaces.Placed::end));
      SafetensorsPlaces.check(read.tensors, dataBytes);
      return new Content(read.tensors, read.words);
    } catch (JsonProcessingException e) {
      throw WeightFileException.damaged(
          "has a header that is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
  }

  private void all() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (!names.add(name)) {
        throw WeightFileException.damaged("has two tensors " + name);
      }
      if (name.equals(METADATA)) {
        words();
      } else {
        tensors.add(tensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw WeightFileException.damaged("has a header with text behind its end");
    }
  }

  /** Nothing depends on these words' form, so others than texts are skipped. */
  private void words() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      if (json.nextToken() == JsonToken.VALUE_STRING) {
        words.put(key, json.getText());
      } else {
        json.skipChildren();
      }
    }
  }

  private SafetensorsPlaces.Placed tensor(String name) throws IOException {
    expect(json.currentToken(), JsonToken.START_OBJECT, "tensor " + name);
    String type = "";
    List<Long> shape = null;
    List<Long> place = List.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> type = json.getText();
        case "shape" -> shape = numbers(name + "'s shape");
        case "data_offsets" -> place = numbers(name + "'s offsets");
        default -> json.skipChildren();
      }
    }
    if (shape == null || place.size() != 2) {
      throw WeightFileException.damaged("gives tensor " + name + " no shape or no two offsets");
    }
    TensorEntry entry = TensorEntry.claimed(name, type(name, type), shape);
    return new SafetensorsPlaces.Placed(entry, place.get(0), place.get(1));
  }

  private static ElementType type(String name, String type) throws WeightFileException {
    for (ElementType known : ElementType.values()) {
      if (known.name().equals(type)) {
        return known;
      }
    }
    throw new WeightFileException(
        "has tensor " + name + " of the unknown type \"" + type + "\"; convert it to F32");
  }

  private List<Long> numbers(String what) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, what);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, "a number of " + what);
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private static void expect(JsonToken found, JsonToken wanted, String what)
      throws WeightFileException {
    if (found != wanted) {
      throw WeightFileException.damaged(
          "has a header where " + what + " is " + found + " and not " + wanted);
    }
  }
}
