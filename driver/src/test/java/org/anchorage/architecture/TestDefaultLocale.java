/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Each way to write by the locale of the process, and the ways that name one. */
@SuppressWarnings({"unused", "StringCaseLocaleUsage", "JavaUtilDate"})
class TestDefaultLocale {

  private static final class Writes {
    static String formatted(int number) {
      return "%d".formatted(number);
    }

    static String format(int number) {
      return String.format("%d", number);
    }

    static void print(PrintStream to, int number) {
      to.printf("%d", number);
    }

    static void write(PrintWriter to, int number) {
      to.format("%d", number);
    }

    static String lower(String name) {
      return name.toLowerCase();
    }

    static UnaryOperator<String> upper() {
      return String::toUpperCase;
    }

    static Object formatter() {
      return new Formatter();
    }

    static Object decimals() {
      return new DecimalFormat("0.00");
    }

    static Object numbers() {
      return NumberFormat.getInstance();
    }

    static Object dates() {
      return new SimpleDateFormat("yyyy");
    }

    static Object times() {
      return DateTimeFormatter.ofPattern("yyyy");
    }

    static Object locale() {
      return Locale.getDefault();
    }
  }

  private static final class NamesItsLocale {
    static List<Object> all(PrintStream to, String name) {
      to.printf(Locale.ROOT, "%d", 1);
      return List.of(
          String.format(Locale.ROOT, "%d", 1),
          name.toLowerCase(Locale.ROOT),
          new Formatter(Locale.ROOT).format("%d", 1),
          new DecimalFormat("0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(1),
          NumberFormat.getInstance(Locale.ROOT),
          new SimpleDateFormat("yyyy", Locale.ROOT),
          DateTimeFormatter.ofPattern("yyyy", Locale.ROOT));
    }
  }

  private static List<String> faults(Class<?> writer) {
    return noClasses()
        .should()
        .accessTargetWhere(DefaultLocale.decides())
        .evaluate(new ClassFileImporter().importClasses(writer))
        .getFailureReport()
        .getDetails();
  }

  @Test
  void everyWayIsFound() {
    assertThat(faults(Writes.class))
        .hasSize(Writes.class.getDeclaredMethods().length)
        .anyMatch(fault -> fault.contains("references method <java.lang.String.toUpperCase()>"))
        .anyMatch(fault -> fault.contains("calls constructor <java.text.DecimalFormat.<init>"));
  }

  @Test
  void whatNamesItsLocaleIsFree() {
    assertThat(faults(NamesItsLocale.class)).isEmpty();
  }
}
