/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.config.ImportColumns;
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
    Source source(Path path, Opening with) throws IOException {
      return detected(path, with.hadoop()).source(path, with);
    }
  },
  /** A directory with a folder per class. Folders train, val and test above them name the split. */
  FOLDERS {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return new FolderSource(path, with.hadoop());
    }
  },
  /** A list of {@code path,label[,split]}, header optional; paths relative to the list. */
  CSV {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return new CsvSource(path, with.hadoop());
    }
  },
  /** A directory with MNIST's file names, or its file of images; packed with gzip or not. */
  IDX {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return idx(path, with.hadoop());
    }
  },
  /** A zip archive of folders, as under {@link #FOLDERS}. */
  ZIP {
    @Override
    Source source(Path path, Opening with) throws IOException {
      List<String> archives = FilePattern.files(path, List.of(".zip"), with.hadoop());
      return new ZipSource(
          "archive " + path,
          archives,
          Collections.nCopies(
              archives.size(),
              new FolderRule(FolderRule.Wrapping.STRIPPED, null, ImagePath.Names.PACKED)));
    }
  },
  /**
   * A directory with Omniglot's two archives: background characters to train on, evaluation
   * characters to test on. A class is {@code Alphabet/characterNN}.
   */
  OMNIGLOT {
    @Override
    Source source(Path path, Opening with) throws IOException {
      for (String archive : List.of(OMNIGLOT_TRAIN, OMNIGLOT_TEST)) {
        path.getFileSystem(with.hadoop()).getFileStatus(new Path(path, archive));
      }
      return new ZipSource(
          "Omniglot at " + path,
          List.of(path + "/" + OMNIGLOT_TRAIN, path + "/" + OMNIGLOT_TEST),
          List.of(
              new FolderRule(FolderRule.Wrapping.ONE_STRIPPED, Split.TRAIN, ImagePath.Names.PACKED),
              new FolderRule(
                  FolderRule.Wrapping.ONE_STRIPPED, Split.TEST, ImagePath.Names.PACKED)));
    }
  },
  /** Tar archives of folders, as under {@link #FOLDERS}. */
  TAR {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return TarSource.folders(path.toString(), tars(path, with.hadoop()));
    }
  },
  /** Tar archives whose files of one base name are a sample: {@code .jpg}, {@code .cls}. */
  WEBDATASET {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return TarSource.samples(path.toString(), tars(path, with.hadoop()));
    }
  },
  /** Parquet files with a column of images and one of labels. */
  PARQUET {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return TableSource.parquet(
          path.toString(),
          FilePattern.files(path, List.of(".parquet"), with.hadoop()),
          with.columns());
    }
  },
  /** TensorFlow's records, each a {@code tf.Example} with an image and a label. */
  TFRECORD {
    @Override
    Source source(Path path, Opening with) throws IOException {
      return new TfRecordSource(
          path.toString(),
          FilePattern.files(path, List.of(TFRECORD_FILE), with.hadoop()),
          with.columns());
    }
  };

  /**
   * What sources are opened with.
   *
   * @param hadoop for files
   * @param columns of tables and records
   */
  record Opening(Configuration hadoop, ImportColumns columns) {}

  private static final String OMNIGLOT_TRAIN = "images_background.zip";
  private static final String OMNIGLOT_TEST = "images_evaluation.zip";
  private static final String IDX_IMAGES = "-images-idx3-ubyte";
  private static final String TFRECORD_FILE = ".tfrecord";
  private static final String IDX_LABELS = "-labels-idx1-ubyte";

  abstract Source source(Path path, Opening with) throws IOException;

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
    return open(path, hadoop, ImportColumns.USUAL);
  }

  /** As {@link #open(Path, Configuration)}, with columns for tables and records. */
  public Source open(Path path, Configuration hadoop, ImportColumns columns) {
    try {
      Path qualified = path.getFileSystem(hadoop).makeQualified(path);
      return source(qualified, new Opening(hadoop, columns));
    } catch (FileNotFoundException e) {
      throw new ImportException("There is nothing to import: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ImportException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static SourceFormat detected(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    if (FilePattern.isPattern(path.toString())) {
      return ofFile(path, FilePattern.files(path, List.of(), hadoop).get(0), hadoop);
    }
    if (files.getFileStatus(path).isDirectory()) {
      List<String> names = new ArrayList<>();
      for (FileStatus child : files.listStatus(path)) {
        names.add(child.getPath().getName());
      }
      if (names.contains(OMNIGLOT_TRAIN) && names.contains(OMNIGLOT_TEST)) {
        return OMNIGLOT;
      }
      if (names.stream().anyMatch(n -> n.contains(IDX_IMAGES))) {
        return IDX;
      }
      for (String child : names) {
        String low = child.toLowerCase(Locale.ROOT);
        if (low.endsWith(".tar") || low.endsWith(".parquet") || low.contains(TFRECORD_FILE)) {
          return ofFile(path, path + "/" + child, hadoop);
        }
      }
      return FOLDERS;
    }
    return ofFile(path, path.toString(), hadoop);
  }

  /** Tells the format from one of the files at a path. */
  private static SourceFormat ofFile(Path path, String file, Configuration hadoop)
      throws IOException {
    String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.endsWith(".zip")) {
      return ZIP;
    }
    if (name.endsWith(".csv")) {
      return CSV;
    }
    if (name.contains(IDX_IMAGES)) {
      return IDX;
    }
    if (name.endsWith(".tar")) {
      return TarSource.hasSamples(file, hadoop) ? WEBDATASET : TAR;
    }
    if (name.endsWith(".parquet")) {
      return PARQUET;
    }
    if (name.contains(TFRECORD_FILE)) {
      return TFRECORD;
    }
    if (status(file, hadoop).isFile()) {
      Packed.refuse(file, hadoop);
    }
    throw new ImportException(
        "Cannot tell what "
            + path
            + " is; name its format: folders, csv, idx, zip, omniglot, tar, webdataset, parquet or"
            + " tfrecord");
  }

  private static FileStatus status(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem(hadoop).getFileStatus(path);
  }

  /** Returns the archives at a path. One whose name says that it is packed is refused at once. */
  private static List<String> tars(Path path, Configuration hadoop) throws IOException {
    List<String> archives = FilePattern.files(path, List.of(".tar", ".tgz"), hadoop);
    for (String archive : archives) {
      if (!archive.toLowerCase(Locale.ROOT).endsWith(".tar")) {
        Packed.refuse(archive, hadoop);
      }
    }
    return archives;
  }

  private static Source idx(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    Map<Split, IdxSource.Pair> pairs = new EnumMap<>(Split.class);
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
    return new IdxSource("IDX files at " + path, List.copyOf(pairs.values()));
  }

  private static IdxSource.Pair pair(Path images, Split split, Configuration hadoop)
      throws IOException {
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
    return new IdxSource.Pair(images.toString(), labels.toString(), split);
  }
}
