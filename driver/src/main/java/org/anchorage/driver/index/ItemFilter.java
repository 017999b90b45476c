/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which items a search may find: those that meet every condition. {@code
 * class=shoes,colour=red|blue} admits items of class shoes whose attribute colour is red or blue.
 * Immutable.
 *
 * @param conditions all of which must hold; none admits every item
 */
public record ItemFilter(List<Condition> conditions) {

  /** Name of the condition on an item's class. */
  public static final String CLASS = "class";

  /** Name of the condition on an item's split. */
  public static final String SPLIT = "split";

  /** Admits every item. */
  public static final ItemFilter ALL = new ItemFilter(List.of());

  private static final String FORM =
      "; write NAME=VALUE, NAME=VALUE|VALUE or NAME!=VALUE, with commas between conditions and \\"
          + " before a comma, = or | that is part of a value";

  public ItemFilter {
    conditions = List.copyOf(conditions);
  }

  /**
   * A condition.
   *
   * @param name {@code class}, {@code split} or an attribute's
   * @param values one of which the item has, or none of which if this is an exclusion
   * @param excludes whether items with such a value are refused. An item that has no such attribute
   *     is then admitted
   */
  public record Condition(String name, Set<String> values, boolean excludes) {

    public Condition {
      values = Set.copyOf(values);
    }
  }

  /**
   * Reads a filter: conditions with commas between, {@code name=value}, {@code name=a|b} (one of
   * these) or {@code name!=value}. A backslash takes away the meaning of the character after it.
   *
   * @throws IllegalArgumentException if it is not written so
   */
  public static ItemFilter parse(String text) {
    if (text.isBlank()) {
      return ALL;
    }
    List<Condition> conditions = new ArrayList<>();
    for (String part : split(text, ',')) {
      conditions.add(condition(part, text));
    }
    return new ItemFilter(conditions);
  }

  private static Condition condition(String part, String text) {
    List<String> sides = split(part, '=');
    if (sides.size() != 2) {
      throw new IllegalArgumentException(
          "Cannot read the condition '" + part + "' of the filter '" + text + "'" + FORM);
    }
    String name = stripped(sides.get(0));
    // A "!" behind a backslash is part of the name.
    boolean excludes = name.endsWith("!") && !isEscaped(name, name.length() - 1);
    String own = plain(stripped(excludes ? name.substring(0, name.length() - 1) : name));
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          "The condition '" + part + "' of the filter '" + text + "' names nothing" + FORM);
    }
    Set<String> values = new LinkedHashSet<>();
    for (String value : split(sides.get(1), '|')) {
      values.add(plain(stripped(value)));
    }
    return new Condition(own, values, excludes);
  }

  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == at) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Removes blanks at both ends. Those behind a backslash are part of the text. */
  private static String stripped(String text) {
    String stripped = text.strip();
    int end = text.stripTrailing().length();
    boolean isPart = end < text.length() && isEscaped(text, end);
    return isPart ? stripped + text.charAt(end) : stripped;
  }

  /** Returns whether the character at a place is behind a backslash that has a meaning. */
  private static boolean isEscaped(String text, int at) {
    int from = at;
    while (from > 0 && text.charAt(from - 1) == '\\') {
      from--;
    }
    return (at - from) % 2 == 1;
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  /** Returns a filter with one more condition: the item has one of some values. */
  public ItemFilter and(String name, Set<String> values) {
    List<Condition> all = new ArrayList<>(conditions);
    all.add(new Condition(name, values, false));
    return new ItemFilter(all);
  }

  /** Returns whether every item is admitted. */
  public boolean isAll() {
    return conditions.isEmpty();
  }

  /** Returns whether an item is admitted. */
  public boolean admits(IndexedItem item) {
    for (Condition condition : conditions) {
      String value = value(item, condition.name());
      if ((value != null && condition.values().contains(value)) == condition.excludes()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns what an item has under a name: {@code class}, {@code split} or an attribute's. Null if
   * it has no such attribute.
   */
  public static @Nullable String value(IndexedItem item, String name) {
    return switch (name) {
      case CLASS -> item.className();
      case SPLIT -> item.split();
      default -> item.attributes().get(name);
    };
  }

  /**
   * Refuses a condition on a name that no item has.
   *
   * @param names of attributes
   * @throws IllegalArgumentException if there is one
   */
  public void require(SortedSet<String> names) {
    for (Condition condition : conditions) {
      String name = condition.name();
      if (!name.equals(CLASS) && !name.equals(SPLIT) && !names.contains(name)) {
        throw new IllegalArgumentException(
            "No item has an attribute '"
                + name
                + "' to filter by; there are class, split"
                + (names.isEmpty() ? "" : ", " + String.join(", ", names)));
      }
    }
  }
}
