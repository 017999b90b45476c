/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.anchorage.worker.weights.PickleObject.Storage;

/**
 * The form that PyTorch writes since version 1.6: a zip archive without compression, with a pickle
 * {@code data.pkl} and an entry {@code data/KEY} for each storage. PyTorch leaves the check sums
 * alone. Here each storage is checked before its first tensor is read.
 */
final class TorchZip implements Storages {

  private static final int CHUNK = 1 << 18;

  private final ZipFile zip;
  private final String folder;
  private final Object described;
  private final ByteOrder order;
  private final Set<String> checked = new HashSet<>();

  private TorchZip(ZipFile zip) throws IOException {
    this.zip = zip;
    String pickle = ZipContent.pickle(zip);
    this.folder = pickle.substring(0, pickle.length() - ZipContent.PICKLE.length());
    ZipEntry entry = entry(ZipContent.PICKLE);
    checkSum(entry);
    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
      this.described = Unpickler.read(new PickleInput(in, entry.getSize()), new HashMap<>());
    }
    this.order = byteOrder();
  }

  static TorchZip open(Path path) throws IOException {
    ZipFile zip = ZipContent.open(path);
    try {
      return new TorchZip(zip);
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  /** Returns an entry that is stored as it is, so that no more is read than the file has. */
  private ZipEntry entry(String name) throws WeightFileException {
    ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw WeightFileException.damaged("is a zip archive without " + folder + name);
    }
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw new WeightFileException(
          "is a zip archive with "
              + entry.getName()
              + " compressed, as torch.save never writes it; "
              + WeightFileException.SAVE_TENSORS);
    }
    return entry;
  }

  private ByteOrder byteOrder() throws IOException {
    if (zip.getEntry(folder + "byteorder") == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    try (InputStream in = zip.getInputStream(entry("byteorder"))) {
      String order = new String(in.readNBytes(Long.BYTES), StandardCharsets.ISO_8859_1).strip();
      return switch (order) {
        case "little" -> ByteOrder.LITTLE_ENDIAN;
        case "big" -> ByteOrder.BIG_ENDIAN;
        default -> throw WeightFileException.damaged("has the unknown byte order " + order);
      };
    }
  }

  @Override
  public Object described() {
    return described;
  }

  @Override
  public void check(Storage storage) throws WeightFileException {
    ZipEntry entry = entry("data/" + storage.key());
    if (entry.getSize() != storage.bytes()) {
      throw WeightFileException.damaged(
          "has "
              + entry.getName()
              + " of "
              + entry.getSize()
              + " bytes, and claims "
              + storage.bytes());
    }
  }

  @Override
  public ByteOrder order() {
    return order;
  }

  @Override
  public InputStream from(Storage storage, long at) throws IOException {
    ZipEntry entry = entry("data/" + storage.key());
    if (!checked.contains(storage.key())) {
      checkSum(entry);
      checked.add(storage.key());
    }
    InputStream in = zip.getInputStream(entry);
    in.skipNBytes(at);
    return in;
  }

  private void checkSum(ZipEntry entry) throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; ) {
        read = in.read(chunk);
      }
    }
    if (sum.getValue() != entry.getCrc() && entry.getCrc() != 0) {
      throw WeightFileException.damaged(
          "is damaged in " + entry.getName() + ": its check sum does not match");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
