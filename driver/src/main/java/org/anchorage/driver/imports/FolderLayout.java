/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/**
 * Reads classes and splits from paths: an image's class is the path of its folder. For example:
 *
 * <pre>
 *   fruit/apple/1.jpg          class fruit/apple, split train
 *   train/fruit/apple/1.jpg    class fruit/apple, split train
 *   test/fruit/pear/1.jpg      class fruit/pear, split test
 *   valid/fruit/fig/1.jpg      class fruit/fig, split validation
 *   train/1.jpg, test/1.jpg    classes train and test: they hold no folders
 *   notes.txt, .DS_Store       ignored
 *   ../etc/1.jpg, /etc/1.jpg   bad: leads out
 *   1.jpg                      bad: no class
 * </pre>
 *
 * <p>If there are folders of splits, images beside them belong to no split and are ignored.
 *
 * @param depth how many folders around all images are left out of class names
 * @param splits names of the folders that are splits
 * @param split of all images; null if folders name it
 * @param names how the paths are written
 */
record FolderLayout(int depth, Set<String> splits, @Nullable Split split, ImagePath.Names names)
    implements Serializable {

  /** Of paths without a rule: their folders are classes. */
  static final FolderLayout PLAIN = new FolderLayout(0, Set.of(), null, ImagePath.Names.PACKED);

  /** Returns what a path is. */
  Entry entry(Found found) {
    ImagePath path = ImagePath.of(found.path(), names);
    if (path.leadsOut()) {
      return new Bad(found.path(), Bad.Reason.UNSAFE_PATH, "The path leads out of its folder");
    }
    if (!path.isImage()) {
      return Ignored.file();
    }
    List<String> all = path.folders();
    List<String> folders = all.subList(Math.min(depth, all.size()), all.size());
    boolean inSplit = !folders.isEmpty() && splits.contains(folders.get(0));
    List<String> classFolders = inSplit ? folders.subList(1, folders.size()) : folders;
    if (classFolders.isEmpty()) {
      return new Bad(found.path(), Bad.Reason.UNLABELLED, "No folder names its class");
    }
    if (!splits.isEmpty() && !inSplit) {
      return new Ignored(1, Ignored.Why.LAYOUT, String.join("/", all.subList(0, depth + 1)));
    }
    Split named = inSplit ? Objects.requireNonNull(SplitNames.find(folders.get(0))) : Split.TRAIN;
    return new Listed(
        found.path(),
        String.join("/", classFolders),
        split == null ? named : split,
        found.place(),
        Map.of());
  }
}
