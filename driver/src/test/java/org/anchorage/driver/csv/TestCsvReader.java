/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCsvReader {

  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path directory;

  private Path file(byte[] bytes) throws IOException {
    return new Path(Files.write(directory.resolve("list.csv"), bytes).toUri());
  }

  private Path file(String text) throws IOException {
    return file(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> rows(Path list) throws IOException {
    List<String> rows = new ArrayList<>();
    char separator = CsvHead.read(list, HADOOP).separatorOfTable();
    try (CsvReader reader = CsvReader.open(list, HADOOP, separator)) {
      for (String[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(reader.line() + " " + String.join("|", row));
      }
    }
    return rows;
  }

  @Test
  void aMarkAndRowsWithoutContentArePassedOver() throws IOException {
    assertThat(rows(file("\ufeffa,b\r\n,\r\n \t, \r\n\r\n#1,\"x, \"\"y\"\"\"\r\n,,")))
        .containsExactly("1 a|b", "5 #1|x, \"y\"");
    assertThat(rows(file(""))).isEmpty();
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedAtTheirLine() throws IOException {
    Path latin = file("a,b\n1,2\n\u00e9,3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> rows(latin))
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("list.csv: line 3 is not UTF-8; save the file as UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b\n1,\"2\n3,4\n", "a;b\n1;\"2\n3;4\n", "a,b\n1,\"2\"x\n"})
  void aQuoteThatDoesNotEndItsCellIsRefusedAtItsLine(String text) throws IOException {
    Path list = file(text);
    assertThatThrownBy(() -> rows(list))
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("list.csv: a quote opens in line 2 that does not end its cell");
  }

  @Test
  void linesThatEndWithCrAloneAreRefused() throws IOException {
    Path list = file("a,b\r1,2");
    assertThatThrownBy(() -> rows(list))
        .isInstanceOf(CsvException.class)
        .hasMessageContaining("list.csv: its lines end with CR alone; save it with LF");
  }

  @Test
  void moreCellsThanAnyListHasAreRefused() throws IOException {
    Path list = file("a,b\n" + ",".repeat(20_000) + "\n");
    assertThatThrownBy(() -> rows(list))
        .isInstanceOf(CsvException.class)
        .hasMessageStartingWith("Cannot read the list file:")
        .hasMessageContaining("list.csv: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void whatDividesTheFirstLineDividesAll(String between) throws IOException {
    Path list = file("image,text\n1.png,a b\n".replace(",", between));

    assertThat(rows(list)).containsExactly("1 image|text", "2 1.png|a b");
    assertThat(CsvHead.read(list, HADOOP).separatorOfTable()).isEqualTo(between.charAt(0));
  }

  @Test
  void aSeparatorThatIsInValuesAloneIsNone() throws IOException {
    assertThat(rows(file("image\na;b.png\nc;d.png\n"))).contains("2 a;b.png");
    assertThat(rows(file("image,text;note\n1.png,a\n"))).contains("2 1.png|a");
  }

  @Test
  void anyOtherSeparatorThanTheCommaIsSaid() throws IOException {
    Path list = file("a;b\n");
    try (CsvReader reader = CsvReader.open(list, HADOOP, ';')) {
      assertThat(reader.notes()).containsExactly("The list " + list + " has ';' between its cells");
    }
    try (CsvReader reader = CsvReader.open(list, HADOOP, '\t')) {
      assertThat(reader.notes()).singleElement().asString().endsWith(" has tab between its cells");
    }
    try (CsvReader reader = CsvReader.open(list, HADOOP, ',')) {
      assertThat(reader.notes()).isEmpty();
    }
  }
}
