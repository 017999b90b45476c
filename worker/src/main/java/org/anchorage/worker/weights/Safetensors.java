/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The format of Hugging Face: the header's length in 8 bytes, a header in JSON, and the tensors,
 * little-endian, without gaps.
 */
final class Safetensors implements TensorFile {

  /** The longest header, as the library of Hugging Face has it. */
  static final long LONGEST_HEADER = 100_000_000;

  private final LocalFile file;
  private final Map<TensorEntry, Long> places;
  private final Map<String, String> words;

  private Safetensors(LocalFile file) throws IOException {
    this.file = file;
    long header = file.bytes(0, Long.BYTES, "the header's length").getLong();
    if (header < 0 || header > LONGEST_HEADER) {
      throw WeightFileException.damaged(
          "claims a header of "
              + Long.toUnsignedString(header)
              + " bytes, and the longest has "
              + LONGEST_HEADER);
    }
    byte[] json = file.bytes(Long.BYTES, (int) header, "the header").array();
    long data = Long.BYTES + header;
    SafetensorsHeader.Content content = SafetensorsHeader.read(json, file.length() - data);
    this.places = places(content.tensors(), data);
    this.words = content.words();
  }

  static Safetensors open(Path path) throws IOException {
    LocalFile file = LocalFile.open(path);
    try {
      return new Safetensors(file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static Map<TensorEntry, Long> places(List<SafetensorsPlaces.Placed> tensors, long data) {
    int prefix = SharedPrefix.length(tensors.stream().map(t -> t.entry().name()).toList());
    Map<TensorEntry, Long> places = new LinkedHashMap<>();
    for (SafetensorsPlaces.Placed tensor : tensors) {
      TensorEntry entry = tensor.entry();
      places.put(
          new TensorEntry(entry.name().substring(prefix), entry.type(), entry.shape()),
          data + tensor.begin());
    }
    return places;
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.SAFETENSORS;
  }

  @Override
  public List<TensorEntry> tensors() {
    return new ArrayList<>(places.keySet());
  }

  @Override
  public Map<String, String> words() {
    return Map.copyOf(words);
  }

  @Override
  public float[] read(TensorEntry entry) throws IOException {
    Long at = places.get(entry);
    if (at == null) {
      throw new IllegalArgumentException("no tensor " + entry);
    }
    return new FloatDecoder(entry.type(), ByteOrder.LITTLE_ENDIAN)
        .read(file.from(at), Math.toIntExact(entry.elements()));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
