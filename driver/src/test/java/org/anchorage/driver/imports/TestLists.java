/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.imports.Samples.Collected;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists as spreadsheets, scripts and people write them. */
class TestLists {

  @TempDir Path directory;

  @BeforeEach
  void images() throws Exception {
    for (int i = 1; i <= 5; i++) {
      Samples.put(directory, i + ".png", Samples.png(i));
    }
  }

  @Test
  void aRowWithoutContentIsPassedOver() throws Exception {
    Collected found = read("path,label\r\n1.png,a\r\n,\r\n \t, \r\n\r\n2.png,b\r\n,,\r\n,");

    assertThat(found.ids()).containsExactly("1.png", "2.png");
    assertThat(found.bad).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path,label\n1.png,a\n2.png,\"a\n3.png,a\n4.png,b\n5.png,b\n",
        "path,label\n1.png,a\n2.png,\"a\n3.png,a\n4.png,\"b\n",
        "path,label\n1.png,a\n2.png,\"a\u201d\n3.png,a\n",
        "path,label\n1.png,a\n2.png, \"a\"b\n3.png,a",
        "path;label\n1.png;a\n2.png;\"a\n3.png;a\n",
        "path,label\n1.png,\"x\"\"y\"\n2.png,\"a",
      })
  void aQuoteThatIsNotClosedIsRefusedAtItsLine(String list) {
    assertThatThrownBy(() -> read(list))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("list.csv: a quote opens in line 3 that does not end its")
        .hasMessageContaining("remove it, or close it, or write a quote inside of quotes twice");
  }

  /** Two stray quotes close each other, around all lines between. */
  @Test
  void aLabelWithALineBreakIsRefused() {
    assertThatThrownBy(() -> read("1.png,a\n2.png,\"a\n3.png,a\"\n4.png,b\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("the label that ends in line 3 has a line break")
        .hasMessageContaining("is a quote missing or too much in line 2?");
  }

  @Test
  void quotesThatAreMeantAreKept() throws Exception {
    Collected found =
        read(
            "path,label,text\n1.png,\"a, \"\"b\"\"\" ,\"two\nlines\"\r\n\"2.png\",\"a, \"\"b\"\"\"\r\n"
                + "3.png,5\" disk\n");

    assertThat(found.images)
        .extracting(Samples.Brought::className)
        .containsExactly("5\" disk", "a, \"b\"", "a, \"b\"");
    assertThat(found.images.get(1).attributes()).containsEntry("text", "two\nlines");
  }

  @Test
  void aSignOfCommentsBeginsALabelAndAPath() throws Exception {
    Samples.put(directory, "#6.png", Samples.png(6));

    Collected found = read("#6.png,#1\n1.png,#1\n");

    assertThat(found.ids()).containsExactly("#6.png", "1.png");
    assertThat(found.images).extracting(Samples.Brought::className).containsOnly("#1");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theSeparatorIsFound(String between) throws Exception {
    String list = "\ufeff\"path\",label,split\r\n1.png,a b,valid\r\n2.png,c,test\r\n";

    Collected found = read(list.replace(",", between));

    assertThat(found.images)
        .extracting(image -> image.split() + " " + image.className())
        .containsExactly(Split.VALIDATION + " a b", Split.TEST + " c");
    assertThat(open(list.replace(",", between)).notes())
        .containsExactly(
            "The list's columns, by its first line: path, label, split, with "
                + (between.equals("\t") ? "tab" : "'" + between + "'")
                + " between");
    assertThat(read("1.png,a\n2.png,b\n".replace(",", between)).ids())
        .containsExactly("1.png", "2.png");
  }

  @Test
  void aSeparatorInEveryLabelIsNoSeparator() throws Exception {
    assertThat(read("1.png;a,b\n2.png;c,d\n").images)
        .extracting(Samples.Brought::className)
        .containsExactly("a,b", "c,d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image_path,label\n1.png,a\n",
        "img,target\n1.png,a\n2.png,a\n",
        "target,img\na,1.png\nb,2.png\n",
        "id,label\n1,a\n2,b\n",
      })
  void aHeaderWithoutAPathIsRefused(String list) {
    assertThatThrownBy(() -> open(list))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("list.csv: the first line looks like a header (")
        .hasMessageContaining(
            "but it does not name a path (path, image, file or filename) and a label (label, class or"
                + " class_name)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,1.png\na,2.png\nb,3.png\n", "path,label\na,1.png\nb,3.png\n"})
  void swappedColumnsAreFoundOut(String list) {
    assertThatThrownBy(() -> open(list))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("no path is that of an image, and every label is")
        .hasMessageContaining("are the columns swapped? Write a first line that names them");
  }

  @Test
  void aHeaderNamesEachColumnOnce() {
    assertThatThrownBy(() -> open("path,class,label\n1.png,a,b\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("names the label twice, as class and as label; rename the one");
    assertThatThrownBy(() -> open("path,file,label\n1.png,1.png,b\n"))
        .hasMessageContaining("names the path twice, as path and as file");
  }

  @Test
  void moreCellsThanColumnsAreRefused() {
    assertThatThrownBy(() -> read("path,label\n1.png,a\n2.png,Smith, John\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("line 3 has 3 cells, and there are 2 columns (path, label)")
        .hasMessageContaining("put quotes around a cell that has separators in it");
  }

  /** Some programs write the number of the row under no name. */
  @Test
  void aColumnWithoutANameIsPassedOver() throws Exception {
    Collected found = read(",path,label,\n0,1.png,a,\n1,2.png,b,\n");

    assertThat(found.ids()).containsExactly("1.png", "2.png");
    assertThat(found.images.get(0).attributes()).isEmpty();
  }

  @Test
  void oneColumnIsNoList() {
    assertThatThrownBy(() -> open("1.png\n2.png\n"))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("its lines have one column, and a path and a label are needed");
    assertThatThrownBy(() -> open("1.png,a\r2.png,b"))
        .hasMessageContaining("its lines end with CR alone; save it with LF");
  }

  @Test
  void labelsOfAnyCodePageButUtf8AreRefused() throws Exception {
    byte[] latin =
        "path,label\n1.png,B\u00e4r\n2.png,B\u00f6r\n".getBytes(StandardCharsets.ISO_8859_1);
    for (byte[] list :
        List.of(latin, "1.png,\u65e5\n2.png,\u672c\n".getBytes(Charset.forName("Shift_JIS")))) {
      Samples.put(directory, "list.csv", list);
      assertThatThrownBy(() -> Collected.from(opened()))
          .isInstanceOf(ImportException.class)
          .hasMessageContaining(
              "line " + (list == latin ? 2 : 1) + " is not UTF-8; save the file as");
    }
  }

  private Collected read(String list) throws Exception {
    return Collected.from(open(list));
  }

  private Source open(String list) throws Exception {
    Samples.put(directory, "list.csv", list.getBytes(StandardCharsets.UTF_8));
    return opened();
  }

  private Source opened() {
    return SourceFormat.CSV.open(
        new org.apache.hadoop.fs.Path("file:" + directory.resolve("list.csv")),
        new Configuration());
  }
}
