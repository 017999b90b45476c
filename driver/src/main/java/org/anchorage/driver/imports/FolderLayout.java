/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anchorage.core.corpus.Split;

/**
 * Reads classes and splits from paths: an image's class is the path of its folder. For example:
 *
 * <pre>
 *   fruit/apple/1.jpg          class fruit/apple, split train
 *   train/fruit/apple/1.jpg    class fruit/apple, split train
 *   test/fruit/pear/1.jpg      class fruit/pear, split test
 *   train/1.jpg, test/1.jpg    classes train and test: they hold no folders
 *   notes.txt, .DS_Store       ignored
 *   ../etc/1.jpg, /etc/1.jpg   bad: leads out
 *   1.jpg                      bad: no class
 * </pre>
 *
 * <p>If there are folders of splits, images beside them belong to no split and are ignored.
 *
 * @param images that were found, those of one split and class together
 * @param bad images that cannot be imported
 * @param ignored number of other files
 */
record FolderLayout(List<Listed> images, List<Bad> bad, long ignored) {

  private static final Set<String> IMAGES =
      Set.of(
          "jpg",
          "jpeg",
          "jpe",
          "jfif",
          "png",
          "gif",
          "bmp",
          "dib",
          "webp",
          // Not supported. They are listed as bad, because skipping them would hide them.
          "tif",
          "tiff",
          "heic",
          "heif",
          "avif",
          "jp2",
          "jxl",
          "ppm",
          "pgm");

  private static final Map<String, Split> SPLITS =
      Map.of(
          "train", Split.TRAIN,
          "val", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST);

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

  /** How many folders around all images are left out of class names. */
  enum Wrapping {
    /** None: the user named the folder above the classes. */
    KEPT(0),
    /** One at most: the archive's own name. */
    ONE_STRIPPED(1),
    /** All: archives may wrap their folders several times. */
    STRIPPED(Integer.MAX_VALUE);

    private final int most;

    Wrapping(int most) {
      this.most = most;
    }
  }

  /** Reads paths relative to a root, with {@code /} or {@code \} between their parts. */
  static FolderLayout of(Collection<String> paths, Wrapping wrapping) {
    List<Bad> bad = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    long ignored = 0;
    for (String path : paths) {
      List<String> parts = Arrays.asList(path.replace('\\', '/').split("/", -1));
      if (leadsOut(parts)) {
        bad.add(new Bad(path, Bad.Reason.UNSAFE_PATH, "The path leads out of its folder"));
      } else if (!isImage(parts)) {
        ignored++;
      } else {
        named.add(new Named(path, parts));
      }
    }
    int depth = wrapped(named, wrapping.most);
    Set<String> splits = splits(named, depth);
    List<Listed> images = new ArrayList<>();
    for (Named image : named) {
      List<String> folders = image.parts.subList(depth, image.parts.size() - 1);
      boolean inSplit = !folders.isEmpty() && splits.contains(folders.get(0));
      List<String> classFolders = inSplit ? folders.subList(1, folders.size()) : folders;
      if (classFolders.isEmpty()) {
        String detail = "No folder names its class";
        bad.add(new Bad(image.path, Bad.Reason.UNLABELLED, detail));
      } else if (splits.isEmpty() || inSplit) {
        Split split = inSplit ? split(folders.get(0), Split.TRAIN) : Split.TRAIN;
        images.add(new Listed(image.path, String.join("/", classFolders), split, Map.of()));
      } else {
        ignored++;
      }
    }
    images.sort(Listed.ORDER);
    return new FolderLayout(images, bad, ignored);
  }

  /** Returns the same layout with every image in one split. */
  FolderLayout in(Split split) {
    List<Listed> moved =
        images.stream()
            .map(i -> new Listed(i.id(), i.className(), split, i.attributes()))
            .sorted(Listed.ORDER)
            .toList();
    return new FolderLayout(moved, bad, ignored);
  }

  private record Named(String path, List<String> parts) {}

  private static boolean leadsOut(List<String> parts) {
    return parts.get(0).isEmpty()
        || (DRIVE.matcher(parts.get(0)).matches() && parts.size() > 1)
        || parts.contains("..");
  }

  private static boolean isImage(List<String> parts) {
    for (String part : parts) {
      if (part.startsWith(".") || part.equals("__MACOSX")) {
        return false;
      }
    }
    String name = parts.get(parts.size() - 1);
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.indexOf('.') > 0 && IMAGES.contains(extension);
  }

  /** Returns how many folders around all images are left out; one always names the class. */
  private static int wrapped(List<Named> named, int most) {
    int depth = 0;
    while (depth < most && !named.isEmpty()) {
      int level = depth;
      String common = named.get(0).parts.get(Math.min(level, named.get(0).parts.size() - 1));
      boolean shared =
          !SPLITS.containsKey(common.toLowerCase(Locale.ROOT))
              && named.stream()
                  .allMatch(n -> n.parts.size() > level + 2 && n.parts.get(level).equals(common));
      if (!shared) {
        break;
      }
      depth++;
    }
    return depth;
  }

  private static Set<String> splits(List<Named> named, int depth) {
    Set<String> splits = new HashSet<>();
    for (Named image : named) {
      String top = image.parts.get(Math.min(depth, image.parts.size() - 1));
      if (image.parts.size() > depth + 2 && SPLITS.containsKey(top.toLowerCase(Locale.ROOT))) {
        splits.add(top);
      }
    }
    return splits;
  }

  private static Split split(String folder, Split otherwise) {
    return SPLITS.getOrDefault(folder.toLowerCase(Locale.ROOT), otherwise);
  }
}
