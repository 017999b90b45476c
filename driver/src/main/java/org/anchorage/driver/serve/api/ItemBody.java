/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.anchorage.driver.index.IndexedItem;
import org.jspecify.annotations.Nullable;

/**
 * An item.
 *
 * @param id of the item
 * @param className empty if it has none
 * @param split empty if it has none
 * @param attributes by name
 * @param text left out if there is none
 */
public record ItemBody(
    String id,
    @JsonProperty("class") String className,
    String split,
    Map<String, String> attributes,
    @Nullable String text) {

  static ItemBody of(IndexedItem item) {
    return new ItemBody(item.id(), item.className(), item.split(), item.attributes(), item.text());
  }
}
