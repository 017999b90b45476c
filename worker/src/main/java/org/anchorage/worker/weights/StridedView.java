/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.List;
import org.anchorage.worker.weights.PickleObject.Tensor;

/** Where a tensor's elements lie in its storage: from an offset on, a stride apart by dimension. */
final class StridedView {

  private final Tensor tensor;
  private final long elements;
  private final long reach;

  private StridedView(Tensor tensor, long elements, long reach) {
    this.tensor = tensor;
    this.elements = elements;
    this.reach = reach;
  }

  /** Returns the view, which lies within its storage and repeats no values. */
  static StridedView of(TensorEntry entry, Tensor tensor) throws WeightFileException {
    List<Long> strides = tensor.strides();
    long held = tensor.storage().bytes() / tensor.type().bytes();
    String named = "has tensor " + entry.name() + " of shape " + entry.shape();
    if (strides.size() != tensor.shape().size()) {
      throw WeightFileException.damaged(named + " and " + strides.size() + " strides");
    }
    long elements = entry.elements();
    if (elements == 0) {
      return new StridedView(tensor, 0, 0);
    }
    long reach = 1;
    boolean inside = tensor.offset() >= 0 && tensor.offset() < held && elements <= held;
    for (int i = 0; i < strides.size() && inside; i++) {
      long steps = tensor.shape().get(i) - 1;
      long stride = strides.get(i);
      inside = steps == 0 || (stride >= 0 && stride <= (held - reach) / steps);
      reach += inside ? steps * stride : 0;
    }
    if (!inside || reach > held - tensor.offset()) {
      throw WeightFileException.damaged(
          named
              + " at offset "
              + tensor.offset()
              + " with strides "
              + strides
              + ", which reaches past its storage of "
              + held);
    }
    return new StridedView(tensor, elements, reach);
  }

  /** Returns the elements from the first to the last in the storage, those between included. */
  long reach() {
    return reach;
  }

  /** Returns the first element's place in bytes of the storage. */
  long firstByte() {
    return tensor.offset() * tensor.type().bytes();
  }

  /** Returns the elements in row-major order, from those of the {@link #reach()}. */
  float[] gathered(float[] span) {
    if (isRowMajor()) {
      return span;
    }
    float[] values = new float[Math.toIntExact(elements)];
    int rank = tensor.shape().size();
    long[] index = new long[rank];
    long at = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = span[(int) at];
      for (int d = rank - 1; d >= 0; d--) {
        at += tensor.strides().get(d);
        if (++index[d] < tensor.shape().get(d)) {
          break;
        }
        at -= index[d] * tensor.strides().get(d);
        index[d] = 0;
      }
    }
    return values;
  }

  private boolean isRowMajor() {
    long stride = 1;
    for (int i = tensor.shape().size() - 1; i >= 0; i--) {
      long side = tensor.shape().get(i);
      if (side > 1 && tensor.strides().get(i) != stride) {
        return elements == 0;
      }
      stride *= side;
    }
    return true;
  }
}
