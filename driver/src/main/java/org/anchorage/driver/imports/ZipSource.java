/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Image files in a zip archive, one folder per class. Nothing is unpacked to disk, so an entry that
 * would climb out of the archive does no harm. It is listed as bad all the same.
 */
final class ZipSource implements Source {

  private final Path archive;
  private final LocalCopy copy;
  private final ZipFile zip;
  private final FolderLayout layout;

  private ZipSource(
      Path archive,
      Configuration hadoop,
      FolderLayout.Wrapping wrapping,
      UnaryOperator<FolderLayout> arrange)
      throws IOException {
    this.archive = archive;
    this.copy = LocalCopy.of(archive, hadoop);
    try {
      this.zip = open();
      this.layout = arrange.apply(FolderLayout.of(names(), wrapping));
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** The archive's own folders name the splits, if any. */
  static ZipSource of(Path archive, Configuration hadoop) throws IOException {
    return new ZipSource(archive, hadoop, FolderLayout.Wrapping.STRIPPED, layout -> layout);
  }

  /** The whole archive is one split, in a folder of its own name. */
  static ZipSource of(Path archive, Configuration hadoop, Split split) throws IOException {
    return new ZipSource(
        archive, hadoop, FolderLayout.Wrapping.ONE_STRIPPED, layout -> layout.in(split));
  }

  /** Opens the archive. Reads names that are not UTF-8, as in old archives, byte by byte. */
  private ZipFile open() throws IOException {
    try {
      return new ZipFile(copy.file().toFile());
    } catch (ZipException e) {
      try {
        return new ZipFile(copy.file().toFile(), StandardCharsets.ISO_8859_1);
      } catch (ZipException again) {
        throw new ImportException(
            "Cannot read "
                + archive
                + " as a zip archive: "
                + again.getMessage()
                + "; is it whole?",
            again);
      }
    }
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
      ZipEntry entry = e.nextElement();
      if (!entry.isDirectory()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  @Override
  public String description() {
    return "archive " + archive;
  }

  @Override
  public long estimatedCount() {
    return (long) layout.images().size() + layout.bad().size();
  }

  @Override
  public Set<String> classes(Split split) {
    return Listed.classes(layout.images(), split);
  }

  @Override
  public void read(Sink sink) throws IOException {
    sink.ignored(layout.ignored());
    for (Bad bad : layout.bad()) {
      sink.bad(bad);
    }
    for (Listed image : layout.images()) {
      @Nullable ZipEntry entry = zip.getEntry(image.id());
      if (entry == null) {
        sink.bad(new Bad(image.id(), Bad.Reason.MISSING, "The archive lost this entry"));
        continue;
      }
      byte[] encoded;
      try (InputStream input = zip.getInputStream(entry)) {
        encoded = EncodedBytes.read(input);
        checkSum(entry, encoded);
      } catch (IOException e) {
        String detail = "The archive is damaged here: " + e.getMessage();
        sink.bad(new Bad(image.id(), Bad.Reason.CORRUPT, detail));
        continue;
      }
      EncodedBytes.bring(encoded, image, sink);
    }
  }

  /** Checks the CRC; Java does so only when it reads an archive as a stream. */
  private static void checkSum(ZipEntry entry, byte[] encoded) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(encoded);
    if (encoded.length == entry.getSize() && crc.getValue() != entry.getCrc()) {
      throw new ZipException("the check sum does not match, or the entry is encrypted");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
    copy.close();
  }
}
