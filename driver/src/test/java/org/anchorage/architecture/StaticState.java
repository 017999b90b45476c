/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Closeable;
import java.nio.Buffer;
import java.text.Format;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What keeps a static field from changing. The field is final, and its type has no state: it is
 * neither a counter, a random generator, a buffer, a lock, nor a collection that can be written. A
 * collection behind an interface is judged by the code that makes it. An array must be private,
 * because bytecode does not say which array a method writes.
 */
final class StaticState {

  private static final List<Class<?>> STATEFUL =
      List.of(
          Random.class,
          SplittableRandom.class,
          ThreadLocal.class,
          Appendable.class,
          BitSet.class,
          Iterator.class,
          Queue.class,
          Format.class,
          Date.class,
          Calendar.class,
          Buffer.class,
          Closeable.class);

  private StaticState() {}

  /** Returns the condition that a static field does not change. */
  static ArchCondition<JavaField> none() {
    return new ArchCondition<>("hold no state that changes") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        Optional<String> fault = synthetic(field) ? Optional.empty() : fault(field);
        events.add(
            new SimpleConditionEvent(
                field,
                fault.isEmpty(),
                field.getFullName()
                    + " "
                    + fault.orElse("holds no state")
                    + ": pass the state as an argument, keep it in an object, or, where it must"
                    + " live from task to task, put it into driver.executor.ExecutorCache"));
      }
    };
  }

  /** The compiler's own, e.g. for switches over enums. */
  private static boolean synthetic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.SYNTHETIC) || field.getName().startsWith("$");
  }

  private static Optional<String> fault(JavaField field) {
    JavaClass type = field.getRawType();
    if (!field.getModifiers().contains(JavaModifier.FINAL)) {
      return Optional.of("is not final");
    }
    if (type.isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE)) {
      return Optional.of("is an array that other classes can write; make it private");
    }
    if (isStateful(type)) {
      return Optional.of("is of " + type.getSimpleName() + ", which has state");
    }
    if (isCollection(type) && (!isInterface(type) || madeToBeWritten(field))) {
      return Optional.of("is a collection that can be written; make it by List.of or List.copyOf");
    }
    return Optional.empty();
  }

  private static boolean isStateful(JavaClass type) {
    return STATEFUL.stream().anyMatch(stateful -> isA(type, stateful))
        || (type.getPackageName().startsWith("java.util.concurrent")
            && !type.isEquivalentTo(TimeUnit.class));
  }

  private static boolean isCollection(JavaClass type) {
    return isA(type, Collection.class) || isA(type, Map.class);
  }

  /** Asks the JDK about its own types: ArchUnit knows of them no more than their names. */
  private static boolean isA(JavaClass type, Class<?> of) {
    return type.isAssignableTo(of) || ofJdk(type).filter(of::isAssignableFrom).isPresent();
  }

  private static boolean isInterface(JavaClass type) {
    return ofJdk(type).map(Class::isInterface).orElse(type.isInterface());
  }

  private static Optional<Class<?>> ofJdk(JavaClass type) {
    if (!type.getName().startsWith("java.")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(type.getName(), false /* initialise */, null));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether the static initialiser of the field's class, or a method that it calls for such
   * a collection, makes one by constructor and copies none into an unmodifiable one.
   */
  private static boolean madeToBeWritten(JavaField field) {
    return makers(field).anyMatch(StaticState::constructsAndKeeps);
  }

  private static Stream<JavaCodeUnit> makers(JavaField field) {
    JavaClass owner = field.getOwner();
    return owner.getStaticInitializer().stream()
        .flatMap(
            initialiser ->
                Stream.concat(
                    Stream.of(initialiser),
                    initialiser.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().equals(owner))
                        .map(JavaMethodCall::getTarget)
                        .filter(target -> target.getRawReturnType().equals(field.getRawType()))
                        .flatMap(target -> target.resolveMember().stream())));
  }

  private static boolean constructsAndKeeps(JavaCodeUnit maker) {
    boolean constructs =
        maker.getConstructorCallsFromSelf().stream()
            .map(JavaAccess::getTargetOwner)
            .anyMatch(StaticState::isCollection);
    boolean copies =
        maker.getMethodCallsFromSelf().stream()
            .map(call -> call.getTarget().getName())
            .anyMatch(name -> name.equals("copyOf") || name.startsWith("unmodifiable"));
    return constructs && !copies;
  }
}
