/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.architecture;

import static com.tngtech.archunit.core.domain.JavaConstructor.CONSTRUCTOR_NAME;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.BreakIterator;
import java.text.Collator;
import java.text.DateFormat;
import java.text.DateFormatSymbols;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;

/**
 * What the JDK writes and reads by the locale of the process. A call that gives the locale, or
 * symbols that were made for one, is free. Such are references to methods too.
 */
final class DefaultLocale {

  private static final Map<Class<?>, Set<String>> DEPENDENT =
      Map.ofEntries(
          Map.entry(String.class, Set.of("format", "formatted", "toLowerCase", "toUpperCase")),
          Map.entry(PrintStream.class, Set.of("format", "printf")),
          Map.entry(PrintWriter.class, Set.of("format", "printf")),
          Map.entry(Console.class, Set.of("format", "printf", "readLine", "readPassword")),
          Map.entry(Locale.class, Set.of("getDefault")),
          Map.entry(Formatter.class, Set.of(CONSTRUCTOR_NAME)),
          Map.entry(Scanner.class, Set.of(CONSTRUCTOR_NAME)),
          Map.entry(
              NumberFormat.class,
              Set.of(
                  "getInstance",
                  "getNumberInstance",
                  "getIntegerInstance",
                  "getPercentInstance",
                  "getCurrencyInstance",
                  "getCompactNumberInstance")),
          Map.entry(DecimalFormat.class, Set.of(CONSTRUCTOR_NAME)),
          Map.entry(DecimalFormatSymbols.class, Set.of(CONSTRUCTOR_NAME, "getInstance")),
          Map.entry(
              DateFormat.class,
              Set.of("getInstance", "getDateInstance", "getTimeInstance", "getDateTimeInstance")),
          Map.entry(SimpleDateFormat.class, Set.of(CONSTRUCTOR_NAME)),
          Map.entry(DateFormatSymbols.class, Set.of(CONSTRUCTOR_NAME, "getInstance")),
          Map.entry(MessageFormat.class, Set.of(CONSTRUCTOR_NAME, "format")),
          Map.entry(
              DateTimeFormatter.class,
              Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedTime", "ofLocalizedDateTime")),
          Map.entry(DateTimeFormatterBuilder.class, Set.of("toFormatter")),
          Map.entry(Collator.class, Set.of("getInstance")),
          Map.entry(
              BreakIterator.class,
              Set.of(
                  "getWordInstance",
                  "getLineInstance",
                  "getCharacterInstance",
                  "getSentenceInstance")));

  private static final List<Class<?>> LOCALES =
      List.of(Locale.class, DecimalFormatSymbols.class, DateFormatSymbols.class);

  private DefaultLocale() {}

  /** Returns the predicate of a call, or a reference, whose result the process's locale decides. */
  static DescribedPredicate<JavaAccess<?>> decides() {
    return DescribedPredicate.describe(
        "the locale of the process decides the result",
        access ->
            access.getTarget() instanceof CodeUnitAccessTarget target
                && isDependent(target)
                && target.getRawParameterTypes().stream().noneMatch(DefaultLocale::isLocale));
  }

  private static boolean isDependent(CodeUnitAccessTarget target) {
    return DEPENDENT.entrySet().stream()
        .anyMatch(
            entry ->
                target.getOwner().isAssignableTo(entry.getKey())
                    && entry.getValue().contains(target.getName()));
  }

  private static boolean isLocale(JavaClass type) {
    return LOCALES.stream().anyMatch(type::isEquivalentTo);
  }
}
