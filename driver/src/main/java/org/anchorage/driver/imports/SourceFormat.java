/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Layouts of labelled images. Written in lower case. */
public enum SourceFormat {
  /** One of the other formats, told from the names of files and folders. */
  AUTO {
    @Override
    Source source(Path path, Configuration hadoop) throws IOException {
      return detected(path, hadoop).source(path, hadoop);
    }
  },
  /** A directory with a folder per class. Folders train, val and test above them name the split. */
  FOLDERS {
    @Override
    Source source(Path path, Configuration hadoop) throws IOException {
      return new FolderSource(path, hadoop);
    }
  },
  /** A list of {@code path,label[,split]}, header optional; paths relative to the list. */
  CSV {
    @Override
    Source source(Path path, Configuration hadoop) throws IOException {
      return new CsvSource(path, hadoop);
    }
  },
  /** A directory with MNIST's file names, or its file of images; packed with gzip or not. */
  IDX {
    @Override
    Source source(Path path, Configuration hadoop) throws IOException {
      return idx(path, hadoop);
    }
  },
  /** A zip archive of folders, as under {@link #FOLDERS}. */
  ZIP {
    @Override
    Source source(Path path, Configuration hadoop) throws IOException {
      return ZipSource.of(path, hadoop);
    }
  },
  /**
   * A directory with Omniglot's two archives: background characters to train on, evaluation
   * characters to test on. A class is {@code Alphabet/characterNN}.
   */
  OMNIGLOT {
    @Override
    Source source(Path path, Configuration hadoop) throws IOException {
      Source train = ZipSource.of(new Path(path, OMNIGLOT_TRAIN), hadoop, Split.TRAIN);
      try {
        Source test = ZipSource.of(new Path(path, OMNIGLOT_TEST), hadoop, Split.TEST);
        return new SourceSequence("Omniglot at " + path, List.of(train, test));
      } catch (IOException | RuntimeException e) {
        train.close();
        throw e;
      }
    }
  };

  private static final String OMNIGLOT_TRAIN = "images_background.zip";
  private static final String OMNIGLOT_TEST = "images_evaluation.zip";
  private static final String IDX_IMAGES = "-images-idx3-ubyte";
  private static final String IDX_LABELS = "-labels-idx1-ubyte";

  abstract Source source(Path path, Configuration hadoop) throws IOException;

  /** Returns the name as users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a written name.
   *
   * @throws IllegalArgumentException if there is no such format
   */
  public static SourceFormat of(String written) {
    List<String> known = new ArrayList<>();
    for (SourceFormat format : values()) {
      if (format.toString().equals(written)) {
        return format;
      }
      known.add(format.toString());
    }
    throw new IllegalArgumentException(
        "No format is called '" + written + "'; use one of " + known);
  }

  /**
   * Opens the images at a path. They are listed, not read.
   *
   * @throws ImportException if there are none, or none in this format
   */
  public Source open(Path path, Configuration hadoop) {
    try {
      Path qualified = path.getFileSystem(hadoop).makeQualified(path);
      return source(qualified, hadoop);
    } catch (FileNotFoundException e) {
      throw new ImportException("There is nothing to import: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ImportException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static SourceFormat detected(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    FileStatus found = files.getFileStatus(path);
    String name = path.getName().toLowerCase(Locale.ROOT);
    if (found.isDirectory()) {
      List<String> names = new ArrayList<>();
      for (FileStatus child : files.listStatus(path)) {
        names.add(child.getPath().getName());
      }
      if (names.contains(OMNIGLOT_TRAIN) && names.contains(OMNIGLOT_TEST)) {
        return OMNIGLOT;
      }
      return names.stream().anyMatch(n -> n.contains(IDX_IMAGES)) ? IDX : FOLDERS;
    }
    if (name.endsWith(".zip")) {
      return ZIP;
    }
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.contains(IDX_IMAGES)) {
      return IDX;
    }
    throw new ImportException(
        "Cannot tell what " + path + " is; name its format: folders, csv, idx, zip or omniglot");
  }

  private static Source idx(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    Map<Split, Source> pairs = new EnumMap<>(Split.class);
    for (FileStatus candidate : files.listStatus(path)) {
      String name = candidate.getPath().getName();
      if (name.contains(IDX_IMAGES)) {
        Split split = name.contains("t10k") || name.contains("test") ? Split.TEST : Split.TRAIN;
        pairs.putIfAbsent(split, pair(candidate.getPath(), split, hadoop));
      }
    }
    if (pairs.isEmpty()) {
      throw new ImportException(
          "There are no IDX images at "
              + path
              + "; their files are called train"
              + IDX_IMAGES
              + " and t10k"
              + IDX_IMAGES
              + ", with or without .gz");
    }
    return new SourceSequence("IDX files at " + path, List.copyOf(pairs.values()));
  }

  private static Source pair(Path images, Split split, Configuration hadoop) throws IOException {
    String name = images.getName().replace(IDX_IMAGES, IDX_LABELS);
    String plain = name.replaceAll("\\.gz$", "");
    FileSystem files = images.getFileSystem(hadoop);
    @Nullable Path labels = null;
    for (String candidate : List.of(name, plain, plain + ".gz")) {
      Path path = new Path(images.getParent(), candidate);
      if (labels == null && files.exists(path)) {
        labels = path;
      }
    }
    if (labels == null) {
      throw new ImportException(
          "The images " + images + " have no labels beside them; put " + name + " there");
    }
    return new IdxSource(images, labels, split, hadoop);
  }
}
