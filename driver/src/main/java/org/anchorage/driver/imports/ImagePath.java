/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/**
 * A path in parts, with {@code /} or {@code \} between them.
 *
 * @param parts folders and the name of the file
 */
record ImagePath(List<String> parts) {

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

  static ImagePath of(String path) {
    return new ImagePath(Arrays.asList(path.replace('\\', '/').split("/", -1)));
  }

  /** Returns the split that a folder's name names, or null. */
  static @Nullable Split split(String folder) {
    return SPLITS.get(folder.toLowerCase(Locale.ROOT));
  }

  /** Returns whether a name's end, without the dot, is that of images. */
  static boolean isImage(String extension) {
    return IMAGES.contains(extension.toLowerCase(Locale.ROOT));
  }

  boolean leadsOut() {
    return parts.get(0).isEmpty()
        || (DRIVE.matcher(parts.get(0)).matches() && parts.size() > 1)
        || parts.contains("..");
  }

  boolean isImage() {
    for (String part : parts) {
      if (part.startsWith(".") || part.equals("__MACOSX")) {
        return false;
      }
    }
    String name = parts.get(parts.size() - 1);
    return name.indexOf('.') > 0 && isImage(name.substring(name.lastIndexOf('.') + 1));
  }

  List<String> folders() {
    return parts.subList(0, parts.size() - 1);
  }
}
