/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import org.anchorage.worker.weights.PickleObject.Storage;

/** The elements of a PyTorch file, in one of its two forms. */
interface Storages extends Closeable {

  /** Returns the object that describes the tensors. */
  Object described();

  /** Refuses a storage that the file does not hold whole. */
  void check(Storage storage) throws WeightFileException;

  ByteOrder order();

  /** Returns the bytes of a storage from one of them on. One such stream is read at a time. */
  InputStream from(Storage storage, long at) throws IOException;
}
