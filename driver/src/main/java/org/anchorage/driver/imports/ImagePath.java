/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A path in parts.
 *
 * @param parts folders and the name of the file
 * @param names how they are written
 */
record ImagePath(List<String> parts, Names names) {

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
          "tif",
          "tiff",
          "pbm",
          "pgm",
          "pnm",
          "ppm",
          // Not read. They are listed as bad, by name, because skipping them would hide them.
          "heic",
          "heif",
          "avif",
          "jp2",
          "jxl",
          "svg",
          "psd",
          "cr2",
          "cr3",
          "nef",
          "arw",
          "dng",
          "raf",
          "orf",
          "rw2");

  /** Folders in lower case in which systems keep thumbnails, deleted files and what they found. */
  private static final Set<String> SYSTEM =
      Set.of(
          "__macosx",
          "@eadir",
          "#recycle",
          "#snapshot",
          "@recycle",
          "@recently-snapshot",
          "lost+found",
          "$recycle.bin",
          "recycler",
          "system volume information");

  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");

  /** How names are written. */
  enum Names {
    /** As a file system has them: only {@code /} is no letter of a name. */
    PLAIN,
    /**
     * As zip archives of any system have them: {@code \\} divides as well, and there are drives.
     */
    PACKED
  }

  static ImagePath of(String path, Names names) {
    String divided = names == Names.PACKED ? path.replace('\\', '/') : path;
    return new ImagePath(Arrays.asList(divided.split("/", -1)), names);
  }

  /** Returns whether a name is that of a hidden file, or of a folder that a system keeps. */
  static boolean isSystem(String name) {
    return name.startsWith(".") || SYSTEM.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Returns whether a name's end, without the dot, is that of images. */
  static boolean isImage(String extension) {
    return IMAGES.contains(extension.toLowerCase(Locale.ROOT));
  }

  boolean leadsOut() {
    return parts.get(0).isEmpty()
        || (names == Names.PACKED && parts.size() > 1 && DRIVE.matcher(parts.get(0)).matches())
        || parts.contains("..");
  }

  boolean isImage() {
    for (String part : parts) {
      if (isSystem(part)) {
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
