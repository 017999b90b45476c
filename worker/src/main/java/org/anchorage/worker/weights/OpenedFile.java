/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

/** A file of some format, with the checks that all formats share and the path in each message. */
final class OpenedFile implements TensorFile {

  /** The longest array of the JVM. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private final Path path;
  private final TensorFile file;
  private final Set<TensorEntry> known;

  private OpenedFile(Path path, TensorFile file) {
    this.path = path;
    this.file = file;
    this.known = new HashSet<>(file.tensors());
  }

  static TensorFile open(Path path) throws WeightFileException {
    try {
      TensorFile file =
          switch (FileKind.of(path)) {
            case SAFETENSORS -> Safetensors.open(path);
            case ZIP -> TorchFile.of(TorchZip.open(path));
            case PICKLE -> TorchFile.of(TorchLegacy.open(path));
            case HDF5 -> KerasFile.open(path);
          };
      return new OpenedFile(path, file);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  private static WeightFileException named(Path path, IOException e) {
    if (e instanceof WeightFileException known) {
      return known.in(path);
    }
    return e instanceof ZipException || e instanceof EOFException
        ? WeightFileException.damaged("is a zip archive that is damaged (" + e.getMessage() + ")")
            .in(path)
        : new WeightFileException("The weight file " + path + " cannot be read: " + e, e);
  }

  @Override
  public WeightFormat format() {
    return file.format();
  }

  @Override
  public List<TensorEntry> tensors() {
    return file.tensors();
  }

  @Override
  public Map<String, String> words() {
    return file.words();
  }

  @Override
  public float[] read(TensorEntry entry) throws IOException {
    if (!known.contains(entry)) {
      throw new IllegalArgumentException(entry + " is not a tensor of " + path);
    }
    try {
      if (!entry.type().isWeight()) {
        throw new WeightFileException(
            "has tensor "
                + entry.name()
                + " as "
                + entry.type()
                + ", and weights are F32, F16, BF16 or F64; convert it to F32");
      }
      if (entry.elements() > LONGEST) {
        throw new WeightFileException(
            "has tensor "
                + entry.name()
                + " with "
                + entry.elements()
                + " elements, and an array holds "
                + LONGEST
                + " at most; split the tensor");
      }
      return file.read(entry);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
