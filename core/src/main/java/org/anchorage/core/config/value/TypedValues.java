/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.anchorage.core.corpus.Split;

/**
 * Settings by key, as the types they must have. Each refusal names the key and the value. Numbers
 * are read from their text, because the library would cut 2.5 down to a whole 2.
 */
public final class TypedValues {

  private final Config config;

  public TypedValues(Config config) {
    this.config = config;
  }

  /** Reads a single value as text. */
  public String text(Key key) {
    ConfigValueType type = config.getValue(key.path()).valueType();
    if (type == ConfigValueType.OBJECT || type == ConfigValueType.LIST) {
      throw ConfigurationException.ofValue(
          key, config.getValue(key.path()).unwrapped(), "it must be a single value");
    }
    return config.getString(key.path());
  }

  /** Reads a whole number. */
  public int whole(Key key) {
    return whole(key, text(key));
  }

  private static int whole(Key key, String written) {
    long value = wholeLong(key, written);
    if (value != (int) value) {
      throw ConfigurationException.ofValue(
          key, written, "it must lie between " + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** Reads a whole number that may be beyond the range of an int. */
  public long wholeLong(Key key) {
    return wholeLong(key, text(key));
  }

  private static long wholeLong(Key key, String written) {
    try {
      return new BigDecimal(written).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw ConfigurationException.ofValue(key, written, "it must be a whole number");
    }
  }

  /** Reads a list of whole numbers. */
  public List<Integer> wholes(Key key) {
    return list(key, "[1, 2]").stream().map(written -> whole(key, written)).toList();
  }

  /** Reads a list of numbers. */
  public List<Double> numbers(Key key) {
    return list(key, "[0.1, 0.2]").stream().map(written -> number(key, written)).toList();
  }

  /** Reads a list of texts. */
  public List<String> texts(Key key) {
    return list(key, "[this, that]");
  }

  /** Reads the values as they are written: a class called 0000 is not the number 0. */
  private List<String> list(Key key, String example) {
    try {
      return config.getStringList(key.path());
    } catch (ConfigException.WrongType e) {
      throw ConfigurationException.ofValue(
          key, config.getValue(key.path()).unwrapped(), "it must be a list, e.g. " + example);
    }
  }

  /** Reads a number. */
  public double number(Key key) {
    return number(key, text(key));
  }

  private static double number(Key key, String written) {
    try {
      return new BigDecimal(written).doubleValue();
    } catch (NumberFormatException e) {
      throw ConfigurationException.ofValue(key, written, "it must be a number");
    }
  }

  /** Reads true or false. */
  public boolean truth(Key key) {
    String written = text(key);
    if (written.equals("true") || written.equals("false")) {
      return written.equals("true");
    }
    throw ConfigurationException.ofValue(key, written, "it must be true or false");
  }

  /** Reads a split. */
  public Split split(Key key) {
    try {
      return Split.of(text(key));
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.ofValue(key, text(key), "use train, validation or test");
    }
  }

  /** Reads a choice, written in lower case with hyphens. */
  public <E extends Enum<E>> E choice(Key key, Class<E> type) {
    return choice(key, text(key), type);
  }

  /** Reads a list of choices. */
  public <E extends Enum<E>> Set<E> choices(Key key, Class<E> type) {
    Set<E> chosen = EnumSet.noneOf(type);
    list(key, "[]").forEach(written -> chosen.add(choice(key, written, type)));
    return chosen;
  }

  /** Returns a choice as settings write it: in lower case, with hyphens. */
  public static String written(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E choice(Key key, String written, Class<E> type) {
    StringBuilder known = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      String name = written(constant);
      if (name.equals(written)) {
        return constant;
      }
      known.append(known.isEmpty() ? "" : ", ").append(name);
    }
    throw ConfigurationException.ofValue(key, written, "use one of [" + known + "]");
  }
}
