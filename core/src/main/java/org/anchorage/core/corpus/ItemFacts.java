/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.util.List;
import java.util.Map;

/**
 * What a {@link Catalogue} does not hold: ids and attributes of its items. They are looked up where
 * the items are. Each call may read the whole catalogue once, so ask for many items at once.
 */
public interface ItemFacts {

  /** Returns the ids of the items at some rows, in the order of the rows. Ask for few. */
  List<String> idsOf(int[] rows);

  /**
   * Returns the rows of items, in the order of the ids; -1 for an id that is not in the corpus.
   *
   * @param ids a part of a list that may be long
   */
  int[] rowsOf(List<String> ids);

  /**
   * Returns the rows of a split whose items have an attribute with a value, ascending.
   *
   * @param attribute its name
   * @param value the whole value
   */
  int[] rowsWith(Split split, String attribute, String value);

  /**
   * Returns an attribute of some items, its values numbered: an int an item, and the distinct
   * values.
   *
   * @param attribute its name
   * @param rows of the items, ascending
   */
  Values values(String attribute, int[] rows);

  /**
   * Returns what the items of each class say of an attribute. A class without the attribute is
   * absent.
   *
   * @param split whose items are asked
   * @param attribute its name
   * @return by class name
   */
  Map<String, OfClass> ofClasses(Split split, String attribute);

  /**
   * An attribute of some items.
   *
   * @param names the distinct values, in the order of the first item that has each
   * @param numbers for each item the index of its value; -1 if it lacks the attribute
   */
  record Values(List<String> names, int[] numbers) {}

  /**
   * An attribute of a class.
   *
   * @param value that its first item with the attribute has
   * @param others the first item that has another value; empty if all agree
   */
  record OfClass(String value, List<Other> others) {}

  /**
   * An item that contradicts the first of its class.
   *
   * @param value that it has
   * @param id of the item
   */
  record Other(String value, String id) {}
}
