/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

/** The types of a tensor's elements, named as safetensors names them. */
public enum ElementType {
  F64(8, true),
  F32(4, true),
  F16(2, true),
  /** The upper half of an F32. */
  BF16(2, true),
  F8_E4M3(1, false),
  F8_E5M2(1, false),
  I64(8, false),
  I32(4, false),
  I16(2, false),
  I8(1, false),
  U64(8, false),
  U32(4, false),
  U16(2, false),
  U8(1, false),
  BOOL(1, false);

  private final int bytes;
  private final boolean weight;

  ElementType(int bytes, boolean weight) {
    this.bytes = bytes;
    this.weight = weight;
  }

  /** Returns the bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns whether tensors of this type can be read as weights. Tensors of other types, such as
   * {@code num_batches_tracked}, are listed and not read.
   */
  public boolean isWeight() {
    return weight;
  }
}
