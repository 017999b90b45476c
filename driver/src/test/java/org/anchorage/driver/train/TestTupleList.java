/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.plan.FixedTuples.Listed;
import org.anchorage.driver.corpus.LocalSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTupleList {

  private final SparkSession session = LocalSpark.session();

  @TempDir Path directory;

  private List<Listed> read(Path list) {
    return new TupleList(session, list.toString())
        .read(
            tuples -> {
              List<Listed> read = new ArrayList<>();
              tuples.forEachRemaining(read::add);
              return read;
            });
  }

  private List<Listed> csv(String text) throws IOException {
    return read(Files.writeString(directory.resolve("list.csv"), text));
  }

  private static Listed listed(String place, String... ids) {
    return new Listed(place, List.of(ids));
  }

  @Test
  void columnsComeInOrderWithoutAHeader() throws IOException {
    assertThat(csv("a,b,c\n\n\"d, e\",f,g"))
        .containsExactly(listed("line 1", "a", "b", "c"), listed("line 3", "d, e", "f", "g"));
    assertThat(csv("a,b\r\nc\r\n"))
        .containsExactly(listed("line 1", "a", "b"), listed("line 2", "c"));
    assertThat(csv("")).isEmpty();
    assertThat(csv("#a,b\nc,d\n"))
        .containsExactly(listed("line 1", "#a", "b"), listed("line 2", "c", "d"));
  }

  @Test
  void aHeaderNamesColumnsInAnyOrderAmongOthers() throws IOException {
    assertThat(csv("score,Negative,Positive,Anchor\n0.5,n,p,a\n0.1,n,p\n"))
        .containsExactly(listed("line 2", "a", "p", "n"), listed("line 3", "", "p", "n"));
    assertThat(csv("positive,note,anchor\np,of a,a\n")).containsExactly(listed("line 2", "a", "p"));
    assertThat(csv("anchor,b\n")).containsExactly(listed("line 1", "anchor", "b"));
  }

  /** All rows up to the next quote would be one id. */
  @Test
  void aQuoteThatIsNotClosedIsRefused() throws IOException {
    assertThat(csv("a,b\r\n,\r\nc,d\r\n")).hasSize(2);
    assertThatThrownBy(() -> csv("a,b\nc,\"d\ne,f\n"))
        .hasMessageContaining("list.csv: a quote opens in line 2 that does not end its cell");
  }

  /** Ids of rows that are not divided would be in no corpus, one after the other. */
  @Test
  void theSeparatorIsFound() throws IOException {
    for (String between : List.of(",", ";", "\t", "|")) {
      assertThat(csv("\ufeffa,b,c\nd,e,f\n".replace(",", between)))
          .containsExactly(listed("line 1", "a", "b", "c"), listed("line 2", "d", "e", "f"));
      assertThat(csv("note,positive,anchor\nx y,p,a\n".replace(",", between)))
          .containsExactly(listed("line 2", "a", "p"));
    }
  }

  @Test
  void whatIsNotUtf8IsRefusedAtItsLine() throws IOException {
    Path latin = directory.resolve("latin.csv");
    Files.write(latin, new byte[] {'a', ',', 'b', '\n', (byte) 0xe9, ',', 'c', '\n'});
    assertThatThrownBy(() -> read(latin)).hasMessageContaining("line 2 is not UTF-8");
    assertThatThrownBy(() -> csv("a,b\rc,d")).hasMessageContaining("its lines end with CR alone");
  }

  private Path parquet(String name, String sql) {
    Path place = directory.resolve(name);
    Dataset<Row> table = session.sql(sql);
    table.coalesce(1).write().parquet(place.toString());
    return place;
  }

  @Test
  void parquetHasItsColumnsByName() {
    assertThat(
            read(
                parquet(
                    "triplets",
                    "SELECT 'n' AS negative, 1 AS score, 'a' AS anchor, 'p' AS positive")))
        .containsExactly(listed("row 1", "a", "p", "n"));
    assertThat(
            read(
                parquet("pairs.parquet", "SELECT 'a' AS anchor, CAST(NULL AS STRING) AS positive")))
        .containsExactly(listed("row 1", "a", ""));
  }

  @Test
  void refusesWhatIsNotThereOrHasOtherColumns() {
    Path nowhere = directory.resolve("nowhere.csv");
    assertThatThrownBy(() -> read(nowhere))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.tuples = " + nowhere + ": there is no such file; check the path");
    Path other = parquet("other", "SELECT 'a' AS anchor, 'b' AS near");
    assertThatThrownBy(() -> read(other))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.tuples = "
                + other
                + ": it has columns [anchor, near]; name them anchor, positive and negative");
  }
}
