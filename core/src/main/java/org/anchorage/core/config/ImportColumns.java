/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The columns of a table, or the features of a {@code tf.Example}, that an import reads. Each is a
 * name, or {@code auto} (default) for the first of the usual names that is there. Immutable.
 *
 * @param image of the encoded images; usual: {@code image}, {@code image/encoded}
 * @param label of the classes; usual: {@code label}, {@code image/class/text}, {@code
 *     image/class/label}
 * @param split of the splits; usual: {@code split}
 * @param id of the ids; usual: {@code id}
 */
public record ImportColumns(String image, String label, String split, String id)
    implements Serializable {

  public static final Key IMAGE = Key.fixed("import.image-column");
  public static final Key LABEL = Key.fixed("import.label-column");
  public static final Key SPLIT = Key.fixed("import.split-column");
  public static final Key ID = Key.fixed("import.id-column");

  /** The usual names. */
  public static final ImportColumns USUAL = new ImportColumns("auto", "auto", "auto", "auto");

  static ImportColumns read(TypedValues value) {
    return new ImportColumns(
        value.text(IMAGE), value.text(LABEL), value.text(SPLIT), value.text(ID));
  }

  /** Returns the names to look for images under, in order. */
  public List<String> images() {
    return names(image, "image", "image/encoded");
  }

  /** Returns the names to look for classes under, in order. */
  public List<String> labels() {
    return names(label, "label", "image/class/text", "image/class/label");
  }

  /** Returns the names to look for splits under, in order. */
  public List<String> splits() {
    return names(split, "split");
  }

  /** Returns the names to look for ids under, in order. */
  public List<String> ids() {
    return names(id, "id");
  }

  private static List<String> names(String written, String... usual) {
    return written.equals("auto") ? List.of(usual) : List.of(written);
  }
}
