/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights that Keras wrote as HDF5. The file is mapped into memory, so that the library can follow
 * neither a length beyond it nor a link to another file.
 */
final class KerasFile implements TensorFile {

  private final Map<TensorEntry, HdfTensor> tensors;

  private KerasFile(Map<TensorEntry, HdfTensor> tensors) {
    this.tensors = tensors;
  }

  static KerasFile open(Path path) throws IOException {
    ByteBuffer bytes;
    try (LocalFile file = LocalFile.open(path)) {
      bytes = file.mapped();
    }
    long length = bytes.limit();
    return guarded(
        () -> {
          Map<TensorEntry, HdfTensor> tensors = new LinkedHashMap<>();
          HdfFile file = HdfFile.fromByteBuffer(bytes);
          checkLength(file, length);
          Map<String, Dataset> named = KerasLayout.tensors(file);
          for (Map.Entry<String, Dataset> one : named.entrySet()) {
            HdfTensor tensor = HdfTensor.of(one.getKey(), one.getValue(), length);
            tensors.put(tensor.entry(), tensor);
          }
          return new KerasFile(tensors);
        });
  }

  /** The library does not compare these. */
  private static void checkLength(HdfFile file, long length) throws WeightFileException {
    long claimed = file.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    if (claimed > length) {
      throw WeightFileException.damaged(
          "is an HDF5 file that is cut short: it has " + length + " bytes of " + claimed);
    }
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.KERAS;
  }

  @Override
  public List<TensorEntry> tensors() {
    return new ArrayList<>(tensors.keySet());
  }

  @Override
  public float[] read(TensorEntry entry) throws IOException {
    HdfTensor tensor = tensors.get(entry);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor " + entry);
    }
    return guarded(tensor::values);
  }

  @Override
  public void close() {}

  private interface Reading<T> {
    T result() throws WeightFileException;
  }

  /** Damage shows in the library as exceptions of many kinds, and as endless recursion. */
  private static <T> T guarded(Reading<T> reading) throws WeightFileException {
    try {
      return reading.result();
    } catch (RuntimeException | StackOverflowError e) {
      throw new WeightFileException(
          "is an HDF5 file that is damaged or cut short ("
              + e
              + "); "
              + WeightFileException.GET_AGAIN,
          e);
    }
  }
}
