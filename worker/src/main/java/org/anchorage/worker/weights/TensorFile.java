/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tensors by name in one local file. Opening reads the names, types and shapes, and checks all of
 * them against the file's length. Values are read when asked, one tensor at a time. Nothing in a
 * file is run, and no class is loaded by a name from it. Not thread-safe.
 */
public interface TensorFile extends Closeable {

  /** Returns the file's format. */
  WeightFormat format();

  /**
   * Returns the tensors in the file's order. Names are unique. Those of PyTorch and safetensors
   * lose the prefixes {@code module.}, {@code _orig_mod.}, {@code model.}, {@code backbone.} and
   * {@code encoder.} if every name has them. Those of Keras are {@code layer/variable}, without
   * {@code :0}, and for Keras 3 {@code layer/vars/0}.
   */
  List<TensorEntry> tensors();

  /** Returns what the file says about itself, by key. Only safetensors has a place for it. */
  default Map<String, String> words() {
    return Map.of();
  }

  /**
   * Reads a tensor's values. Values that are not finite are returned as they are: the caller
   * refuses them. Elements of F64 are rounded to the nearest float.
   *
   * @param entry one of {@link #tensors()}
   * @return the values, row-major
   * @throws WeightFileException if the tensor's type holds no weights, or if the file is damaged
   * @throws IllegalArgumentException if the entry is not of this file
   */
  float[] read(TensorEntry entry) throws IOException;

  /**
   * Opens a file of any {@link WeightFormat}, told by its content.
   *
   * @param file a local file
   * @throws WeightFileException if there is no such file, or if it is of another kind, damaged, or
   *     holds more than tensors
   */
  static TensorFile open(Path file) throws WeightFileException {
    return OpenedFile.open(file);
  }
}
