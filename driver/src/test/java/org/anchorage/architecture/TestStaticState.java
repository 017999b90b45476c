/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Each way to hold state in a static field, and the ways that hold none. */
@SuppressWarnings({"unused", "MutablePublicArray", "NonFinalStaticField"})
class TestStaticState {

  private static final class Counts {
    static final AtomicLong OPENED = new AtomicLong();
  }

  private static final class Remembers {
    static final ConcurrentHashMap<String, String> SEEN = new ConcurrentHashMap<>();
  }

  private static final class RemembersBehindAnInterface {
    static final Map<String, String> SEEN = new HashMap<>();
  }

  private static final class RemembersBehindAMethod {
    static final List<String> SEEN = made();

    private static List<String> made() {
      return new ArrayList<>(List.of("one"));
    }
  }

  private static final class Draws {
    static final SplittableRandom RANDOM = new SplittableRandom(1);
  }

  private static final class KeepsByThread {
    static final ThreadLocal<String> NAME = new ThreadLocal<>();
  }

  private static final class Writes {
    static final StringBuilder TEXT = new StringBuilder();
  }

  private static final class Shows {
    static final int[] NUMBERS = {1, 2};
  }

  private static final class IsSet {
    static int number = 1;
  }

  /** Constants of every allowed kind. */
  private static final class Constant {
    static final int NUMBER = 1;
    static final TimeUnit UNIT = TimeUnit.SECONDS;
    static final Set<String> NAMES = Set.of("one");
    static final Map<String, String> TABLE = table();
    static final List<String> LIST = Collections.unmodifiableList(new ArrayList<>(NAMES));
    private static final double[] NOTHING = {};

    private static Map<String, String> table() {
      Map<String, String> table = new HashMap<>();
      table.put("one", "two");
      return Map.copyOf(table);
    }
  }

  private static List<String> faults(Class<?> held) {
    return fields()
        .that()
        .areStatic()
        .should(StaticState.none())
        .evaluate(new ClassFileImporter().importClasses(held))
        .getFailureReport()
        .getDetails();
  }

  @Test
  void stateIsFound() {
    for (Class<?> held :
        List.of(
            Counts.class,
            Remembers.class,
            RemembersBehindAnInterface.class,
            RemembersBehindAMethod.class,
            Draws.class,
            KeepsByThread.class,
            Writes.class,
            Shows.class,
            IsSet.class)) {
      assertThat(faults(held)).as(held.getSimpleName()).hasSize(1);
    }
    assertThat(faults(Counts.class).get(0))
        .endsWith(
            "$Counts.OPENED is of AtomicLong, which has state: pass the state as an argument, keep it"
                + " in an object, or, where it must live from task to task, put it into"
                + " driver.executor.ExecutorCache");
  }

  @Test
  void constantsAreNone() {
    assertThat(faults(Constant.class)).isEmpty();
  }
}
