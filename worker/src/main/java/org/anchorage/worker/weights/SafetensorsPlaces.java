/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.List;

/** Where the tensors of a safetensors file lie. Stateless. */
final class SafetensorsPlaces {

  /** A tensor from {@code begin} to {@code end}, in bytes behind the header. */
  record Placed(TensorEntry entry, long begin, long end) {}

  private SafetensorsPlaces() {}

  /** Checks that tensors, in the order of their places, fill the bytes without gaps. */
  static void check(List<Placed> tensors, long dataBytes) throws WeightFileException {
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
