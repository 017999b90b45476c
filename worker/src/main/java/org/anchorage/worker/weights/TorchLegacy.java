/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.worker.weights.PickleObject.Storage;

/**
 * The form that PyTorch wrote before version 1.6: five pickles (a magic number, the protocol, the
 * system, the object, the storages' keys), then the storages, each behind its number of elements.
 */
final class TorchLegacy implements Storages {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final LocalFile file;
  private final Object described;
  private final Map<String, Long> places;

  private TorchLegacy(LocalFile file, Object described, Map<String, Long> places) {
    this.file = file;
    this.described = described;
    this.places = places;
  }

  static TorchLegacy open(Path path) throws IOException {
    LocalFile file = LocalFile.open(path);
    try {
      PickleInput in = new PickleInput(new BufferedInputStream(file.from(0)), file.length());
      Map<String, Storage> storages = new HashMap<>();
      checkHead(in, storages);
      Object described = Unpickler.read(in, storages);
      List<?> keys = PickleStack.cast(Unpickler.read(in, storages), List.class);
      return new TorchLegacy(file, described, places(file, in.position(), keys, storages));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static void checkHead(PickleInput in, Map<String, Storage> storages) throws IOException {
    if (!Unpickler.read(in, storages).equals(MAGIC)) {
      throw new WeightFileException(
          "is a pickle that torch.save did not write; " + WeightFileException.SAVE_TENSORS);
    }
    Object protocol = Unpickler.read(in, storages);
    if (!protocol.equals(PROTOCOL)) {
      throw WeightFileException.damaged("is of a protocol that is not " + PROTOCOL);
    }
    Unpickler.read(in, storages); // byte order and sizes: storages are little-endian always
  }

  private static Map<String, Long> places(
      LocalFile file, long begin, List<?> keys, Map<String, Storage> storages) throws IOException {
    Map<String, Long> places = new HashMap<>();
    long at = begin;
    for (Object key : keys) {
      Storage storage = key instanceof String ? storages.get(key) : null;
      if (storage == null) {
        throw WeightFileException.damaged("has a storage that no tensor uses");
      }
      String what = "storage " + key;
      long elements = file.bytes(at, Long.BYTES, what).getLong();
      if (elements != storage.elements()) {
        throw WeightFileException.damaged(
            "has " + what + " of " + elements + " elements, and claims " + storage.elements());
      }
      at += Long.BYTES;
      if (storage.bytes() > file.length() - at) {
        throw WeightFileException.damaged(
            "ends within " + what + ": " + (file.length() - at) + " bytes of " + storage.bytes());
      }
      places.put(storage.key(), at);
      at += storage.bytes();
    }
    return places;
  }

  @Override
  public Object described() {
    return described;
  }

  @Override
  public void check(Storage storage) throws WeightFileException {
    if (!places.containsKey(storage.key())) {
      throw WeightFileException.damaged("does not hold storage " + storage.key());
    }
  }

  @Override
  public ByteOrder order() {
    return ByteOrder.LITTLE_ENDIAN;
  }

  @Override
  public InputStream from(Storage storage, long at) throws IOException {
    long begin = places.getOrDefault(storage.key(), 0L) + storage.begin() * storage.type().bytes();
    return file.from(begin + at);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
