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
import java.util.List;
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

  /** A tensor from {@code begin} to {@code end}, in bytes behind the header. */
  record Placed(TensorEntry entry, long begin, long end) {}

  private final JsonParser json;
  private final List<Placed> tensors = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private SafetensorsHeader(JsonParser json) {
    this.json = json;
  }

  /** Returns the tensors in the order of their places, which fill the bytes behind the header. */
  static List<Placed> read(byte[] header, long dataBytes) throws IOException {
    try (JsonParser json = JSON.createParser(header)) {
      SafetensorsHeader read = new SafetensorsHeader(json);
      read.all();
      read.tensors.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
      read.checkPlaces(dataBytes);
      return read.tensors;
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
        json.skipChildren();
      } else {
        tensors.add(tensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw WeightFileException.damaged("has a header with text behind its end");
    }
  }

  private Placed tensor(String name) throws IOException {
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
    return new Placed(entry, place.get(0), place.get(1));
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

  private void checkPlaces(long dataBytes) throws WeightFileException {
    long next = 0;
    for (Placed tensor : tensors) {
      TensorEntry entry = tensor.entry();
      String where = "tensor " + entry.name() + " at bytes " + tensor.begin + " to " + tensor.end;
      if (tensor.begin != next) {
        throw WeightFileException.damaged(
            "places " + where + ", and the tensor before it ends at " + next);
      }
      if (tensor.end - tensor.begin != entry.bytes()) {
        throw WeightFileException.damaged(
            "places "
                + where
                + ", and "
                + entry.type()
                + " "
                + entry.shape()
                + " takes "
                + entry.bytes());
      }
      if (tensor.end > dataBytes) {
        throw WeightFileException.damaged(
            "places " + where + ", and has " + dataBytes + " bytes of tensors");
      }
      next = tensor.end;
    }
    if (next != dataBytes) {
      throw WeightFileException.damaged(
          "has " + dataBytes + " bytes of tensors, and its header places " + next);
    }
  }
}
