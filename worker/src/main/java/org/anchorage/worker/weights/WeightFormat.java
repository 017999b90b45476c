/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

/**
 * The formats of weight files that can be read. A file's content tells its format, not its name.
 */
public enum WeightFormat {
  /** A JSON header and raw little-endian tensors: timm, Hugging Face. */
  SAFETENSORS("safetensors"),

  /** What {@code torch.save} writes for a state dict, as a zip archive or in the older form. */
  TORCH("PyTorch"),

  /** HDF5 as Keras writes it: {@code .h5} and {@code .weights.h5}. */
  KERAS("Keras HDF5");

  private final String written;

  WeightFormat(String written) {
    this.written = written;
  }

  /** Returns the name as messages write it. */
  public String written() {
    return written;
  }
}
