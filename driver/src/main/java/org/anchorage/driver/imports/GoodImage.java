/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;

/**
 * An inspected image on its way into a shard.
 *
 * @param item its row of the catalogue, without a place
 * @param encoded its bytes
 */
record GoodImage(Item item, byte[] encoded) {

  void write(DataOutputStream out) throws IOException {
    out.writeBoolean(true);
    Text.writeString(out, item.id());
    Text.writeString(out, item.className());
    Text.writeString(out, item.split().written());
    out.writeInt(item.width());
    out.writeInt(item.height());
    Text.writeString(out, item.sha256());
    out.writeInt(item.attributes().size());
    for (Map.Entry<String, String> entry : new TreeMap<>(item.attributes()).entrySet()) {
      Text.writeString(out, entry.getKey());
      Text.writeString(out, entry.getValue());
    }
    out.writeInt(encoded.length);
    out.write(encoded);
  }

  /** Marks the end, so that a file that is cut short is noticed. */
  static void writeEnd(DataOutputStream out) throws IOException {
    out.writeBoolean(false);
  }

  /** Returns the next image, or null at the end. */
  static @Nullable GoodImage read(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String id = Text.readString(in);
    String className = Text.readString(in);
    Split split = Split.of(Text.readString(in));
    int width = in.readInt();
    int height = in.readInt();
    String sha256 = Text.readString(in);
    Map<String, String> attributes = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = Text.readString(in);
      attributes.put(key, Text.readString(in));
    }
    byte[] encoded = new byte[in.readInt()];
    in.readFully(encoded);
    return new GoodImage(
        new Item(id, className, split, "", 0, width, height, sha256, attributes), encoded);
  }
}
