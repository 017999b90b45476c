/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle of tensors is made of, beside texts, numbers, lists and dicts: records without
 * behaviour.
 */
sealed interface PickleObject {

  /** Values that no reader of weights looks at. */
  enum Constant implements PickleObject {
    NONE,
    BYTES,
    SET
  }

  /** A tuple. */
  record Tuple(List<Object> parts) implements PickleObject {}

  /** One of the names that a pickle of tensors may use. */
  record Name(TorchName is, @Nullable ElementType type) implements PickleObject {}

  /**
   * Some elements of the file.
   *
   * @param key their name in the file
   * @param begin the first of them that belongs here, counted in elements
   */
  record Storage(String key, ElementType type, long begin, long elements) implements PickleObject {

    long bytes() {
      return elements * type.bytes();
    }
  }

  /**
   * A view of a storage.
   *
   * @param offset the place of the first element, counted in elements of the tensor's type
   */
  record Tensor(
      Storage storage, ElementType type, long offset, List<Long> shape, List<Long> strides)
      implements PickleObject {}
}
