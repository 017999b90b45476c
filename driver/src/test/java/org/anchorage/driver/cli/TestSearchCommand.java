/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.index.log.SampleLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code search} says of wrong words, files and filters. */
class TestSearchCommand {

  @TempDir Path directory;

  private String index = "";

  @BeforeEach
  void build() throws IOException {
    index = SampleLog.embedding(directory.resolve("index")).toString();
  }

  private Ended search(String... words) {
    List<String> all = new ArrayList<>(List.of("search", "--index", index));
    all.addAll(List.of(words));
    return Ended.of(all);
  }

  private void refused(int code, String message, String... words) {
    Ended ended = search(words);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err()).contains(message);
  }

  private String file(String name, String text) throws IOException {
    Samples.put(directory, name, text.getBytes(StandardCharsets.UTF_8));
    return directory.resolve(name).toString();
  }

  @Test
  void wrongWordsAreWrongUse() {
    refused(2, "Nothing to search by; give --image FILE, --id ID or --vector FILE");
    refused(2, "Cannot read the condition 'size'", "--id", "base-501", "--where", "size");
    refused(2, "Cannot begin at result -1", "--id", "base-501", "--offset", "-1");
    refused(2, "a weight is a number other than 0, e.g. @0.5", "--id", "base-501@0");
    refused(2, "a weight is a number other than 0, e.g. @0.5", "--id", "base-501@NaN");
    refused(2, "at least one query that results are like", "--id", "base-501@-1");
  }

  @Test
  void aFileThatCannotBeSearchedByIsNamed() throws IOException {
    String text = file("text.png", "no image");
    refused(1, "Cannot search by " + text + ": The query is not a readable image", "--image", text);
    refused(1, "Cannot search by " + text, "--id", "base-501", "--not", text);
    refused(
        1,
        "Cannot read the query image "
            + text
            + "@abc: there is no such file; give --image a file."
            + " What follows its last @, 'abc', is not a number",
        "--image",
        text + "@abc");
    refused(
        1,
        "has no item 'base-501@abc'; give the id of one that it has. What follows its last @, 'abc'",
        "--id",
        "base-501@abc");
    refused(
        1,
        "has no item 'nobody', and there is no such file; give --not an id or an image",
        "--id",
        "base-501",
        "--not",
        "nobody");
    // A name with a number behind an @ is a name if there is such a file.
    String named = file("half@2", "1 0 0 0 0 0 0 0");
    assertThat(search("--vector", named).code()).isZero();
  }

  @Test
  void vectorsAreOfTheLengthOfTheNetworks() throws IOException {
    refused(
        1,
        "it has 3 numbers, and the vectors of the index at " + index + " have 8",
        "--vector",
        file("short", "1 2 3"));
    refused(1, "holds NaN; embed the query again", "--vector", file("nan", "1 0 0 0 NaN 0 0 0"));
    refused(1, "is 0.000 long", "--vector", file("zero", "0 0 0 0 0 0 0 0"));
    refused(1, "'x' is not a number; write numbers with commas", "--vector", file("word", "1 x"));
    Ended one = search("--vector", file("one", "0 1 0 0 0 0 0 0"));
    Ended fifty = search("--vector", file("fifty", "0 50 0 0 0 0 0 0"));
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).doesNotContain("scaled");
    assertThat(fifty.out())
        .startsWith(one.out())
        .contains(
            "fifty is 50.00 long, and those of the index's own network have length 1; it was scaled");
  }

  @Test
  void aFilterOfUnknownValuesSaysSo() throws IOException {
    String json = directory.resolve("s.json").toString();
    Ended none = search("--id", "base-501", "--where", "class=C1", "--json", json);
    assertThat(none.code()).isZero();
    assertThat(none.out())
        .contains("5 items were asked for, and 0 can be found")
        .contains("No item has class = 'C1'; there is 'c1', 'c0', 'c2'");
    assertThat(Files.readString(Path.of(json)))
        .contains("\"unknown_values\"", "\"value\" : \"C1\"");
    assertThat(search("--id", "base-501", "--where", "class=c1,split!=test").out())
        .doesNotContain("No item has");
  }

  @Test
  void manyFoldedItemsAreCounted() {
    Ended folded = search("--id", "base-501", "--fold", "3", "-k", "1");
    assertThat(folded.code()).as(folded.err()).isZero();
    assertThat(folded.out()).containsPattern("\\(and (base-\\d+, ){5}and 43 more\\)");
  }
}
