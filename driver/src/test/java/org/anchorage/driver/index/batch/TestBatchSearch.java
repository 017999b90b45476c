/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.anchorage.core.architecture.EncoderShape.Length;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.driver.imports.Samples;
import org.anchorage.driver.index.Folding;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.QueryTerms;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.Reranking;
import org.anchorage.driver.index.SampleIndex;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.index.VectorRule;
import org.anchorage.driver.progress.Silent;
import org.anchorage.driver.table.Column;
import org.anchorage.driver.table.TableFiles;
import org.anchorage.driver.table.TableFormat;
import org.anchorage.driver.table.TableRow;
import org.anchorage.driver.table.TableWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBatchSearch {

  private static final int COUNT = 40;
  private static final Configuration HADOOP = new Configuration();

  @TempDir static java.nio.file.Path directory;

  private static Index index;
  private static Vectors vectors;

  @BeforeAll
  static void open() throws Exception {
    SampleIndex sample = new SampleIndex();
    vectors = sample.vectors(COUNT);
    sample.writeIndex(at("index"), vectors);
    index = Index.open(at("index"), HADOOP, 1);
  }

  @AfterAll
  static void close() {
    index.close();
  }

  private static Path at(String name) {
    return new Path(directory.toUri().toString(), name);
  }

  private static BatchSearch search(int batch, Function<QueryVector, SearchRequest> request) {
    return new BatchSearch(
        index, request, new VectorRule(Length.UNIT), batch, (stage, total, unit) -> new Silent());
  }

  private static SearchRequest plain(QueryVector query) {
    return SearchRequest.of(query, 5);
  }

  private static BatchReport write(String queries, String to) throws IOException {
    return write(queries, to, search(4, TestBatchSearch::plain));
  }

  private static BatchReport write(String queries, String to, BatchSearch search)
      throws IOException {
    try (QuerySource source = QuerySource.open(at(queries), HADOOP)) {
      return new ResultTable(at(to), TableFormat.of(to).orElseThrow(), HADOOP)
          .write(search, source);
    }
  }

  private static List<TableRow> read(String name) throws IOException {
    List<TableRow> rows = new ArrayList<>();
    try (TableFiles table = TableFiles.open(at(name), HADOOP)) {
      for (TableRow row = table.next(); row != null; row = table.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Checks some rows of a table against a search by itself; returns how many there are. */
  private static int same(List<TableRow> rows, int from, String query, Found alone) {
    for (int i = 0; i < alone.hits().size(); i++) {
      Hit hit = alone.hits().get(i);
      assertThat(rows.get(from + i).texts())
          .containsEntry("query", query)
          .containsEntry("rank", String.valueOf(hit.rank()))
          .containsEntry("id", hit.id())
          .containsEntry("class", hit.className());
      // Images that are embedded together may differ in the last bits.
      assertThat(Double.parseDouble(rows.get(from + i).texts().get("distance")))
          .isBetween(hit.distance() - 1e-4, hit.distance() + 1e-4);
    }
    return alone.hits().size();
  }

  @Test
  void imagesOfAFolderFindWhatEachFindsByItself() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      String name = (i < 4 ? "a/" : i < 8 ? "b/c/" : "d") + (100 + i) + ".png";
      names.add(name);
      Samples.put(directory, "folder/" + name, SampleIndex.drawing(60 + i));
    }
    Samples.put(directory, "folder/b/broken.jpg", new byte[] {1, 2, 3});
    Samples.put(directory, "folder/b/note.txt", new byte[] {1});
    Samples.put(directory, "folder/.hidden/x.png", SampleIndex.drawing(1));

    BatchReport report = write("folder", "folder.csv");

    assertThat(report.queries()).isEqualTo(12);
    assertThat(report.images()).isEqualTo(11);
    assertThat(report.bad()).isEqualTo(1);
    assertThat(report.hits()).isEqualTo(55);
    List<TableRow> rows = read("folder.csv");
    int row = 0;
    for (int i = 0; i < names.size(); i++) {
      float[] vector = index.embed(SampleIndex.drawing(60 + i));
      row += same(rows, row, names.get(i), index.search(plain(QueryVector.of(vector))));
    }
    assertThat(rows).hasSize(row);
    assertThat(Files.readString(directory.resolve("folder.csv.bad.jsonl")))
        .startsWith("{\"query\":\"b/broken.jpg\",\"reason\":\"")
        .endsWith("\"}\n");
  }

  /** Each turn of a loop was searched by before, for 40 levels. */
  @Test
  void linksAreFollowedAsAnImportDoes() throws IOException {
    Samples.put(directory, "linked/a/1.png", SampleIndex.drawing(1));
    Samples.put(directory, "elsewhere/2.png", SampleIndex.drawing(2));
    Samples.put(directory, "linked/lost+found/3.png", SampleIndex.drawing(3));
    java.nio.file.Path folder = directory.resolve("linked");
    Files.createSymbolicLink(folder.resolve("a/back"), folder);
    Files.createSymbolicLink(folder.resolve("b"), directory.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("c.png"), folder.resolve("nothing.png"));
    Files.createSymbolicLink(folder.resolve("d"), folder.resolve("unplugged"));

    List<String> names = new ArrayList<>();
    try (QuerySource source = QuerySource.open(at("linked"), HADOOP)) {
      for (BatchQuery query = source.next(); query != null; query = source.next()) {
        names.add(query.name());
      }
      assertThat(source.notes())
          .containsExactly(
              "1 links are passed over, because they lead back to a folder above them: a/back;"
                  + " remove them",
              "1 links are passed over, because they lead nowhere: d; mend them");
    }

    assertThat(names).containsExactly("a/1.png", "b/2.png", "c.png");
    BatchReport report = write("linked", "linked.csv");
    assertThat(report.bad()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("linked.csv.bad.jsonl")))
        .contains("\"query\":\"c.png\",\"reason\":\"missing\"", "It is a link that leads nowhere");
  }

  @Test
  void aListNamesImagesAndItemsAndItsOtherColumnsAreKept() throws IOException {
    Samples.put(directory, "list/one.png", SampleIndex.drawing(61));
    Files.writeString(
        directory.resolve("list/queries.csv"),
        "id,shop,image\nitem-3,north,\nfirst,\"a, b\",one.png\nnobody,south,\n,,\n,east,\nlost,,none.png\n");

    BatchReport report = write("list/queries.csv", "list.csv");

    assertThat(report.queries()).isEqualTo(5);
    assertThat(report.bad()).isEqualTo(3);
    List<TableRow> rows = read("list.csv");
    Found alike = index.search(plain(new QueryTerms(index).id("item-3", 1).query()));
    assertThat(alike.hits()).extracting(Hit::id).doesNotContain("item-3");
    int first = same(rows, 0, "item-3", alike);
    assertThat(rows.get(0).texts()).containsEntry("query_shop", "north");
    assertThat(rows.get(0).texts().get("distance"))
        .isEqualTo(String.valueOf(alike.hits().get(0).distance()));
    float[] vector = index.embed(SampleIndex.drawing(61));
    same(rows, first, "first", index.search(plain(QueryVector.of(vector))));
    assertThat(rows.get(first).texts()).containsEntry("query_shop", "a, b");
    assertThat(Files.readString(directory.resolve("list.csv.bad.jsonl")))
        .contains("\"query\":\"nobody\",\"reason\":\"refused\"", "has no item 'nobody'")
        .contains("\"query\":\"line 6\"", "There is nothing to search by")
        .contains("\"query\":\"lost\",\"reason\":\"missing\"", "There is no file ");
  }

  /** As spreadsheets in half of Europe write it. */
  @Test
  void aListMayHaveAnotherSeparatorWhichIsSaid() throws IOException {
    Files.writeString(directory.resolve("half.csv"), "\ufeffid;shop\r\nitem-1;x, y\r\n;\r\n");
    BatchReport report = write("half.csv", "halves.csv");
    assertThat(report.queries()).isEqualTo(1);
    assertThat(read("halves.csv").get(0).texts())
        .containsEntry("query", "item-1")
        .containsEntry("query_shop", "x, y");
    try (QuerySource source = QuerySource.open(at("half.csv"), HADOOP)) {
      assertThat(source.notes())
          .containsExactly("The list " + at("half.csv") + " has ';' between its cells");
    }
  }

  @Test
  void aQuoteThatIsNotClosedLeavesNoTable() throws IOException {
    Files.writeString(directory.resolve("open.csv"), "id,shop\nitem-1,\"x\nitem-2,y\n");
    assertThatThrownBy(() -> write("open.csv", "opened.csv"))
        .hasMessageContaining("open.csv: a quote opens in line 2 that does not end its cell");
    assertThat(directory.resolve("opened.csv")).doesNotExist();
  }

  @Test
  void aQueryMayBeginWithANumberSign() throws IOException {
    Samples.put(directory, "signs/#1.png", SampleIndex.drawing(61));
    Files.writeString(directory.resolve("signs/queries.csv"), "image\n#1.png\n#2.png\n");

    BatchReport report = write("signs/queries.csv", "signs.csv");

    assertThat(report.queries()).isEqualTo(2);
    assertThat(report.hits()).isEqualTo(5);
    assertThat(Files.readString(directory.resolve("signs.csv.bad.jsonl")))
        .startsWith("{\"query\":\"#2.png\",\"reason\":\"missing\"");
  }

  private static void table(String name, List<Column> columns, Object[]... rows)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve(name));
        TableWriter writer = TableFormat.PARQUET.writer(out, columns, HADOOP)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    }
  }

  @Test
  void vectorsOfATableAreSearchedWithAllOptions() throws IOException {
    Object[][] rows = new Object[20][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new Object[] {"q" + i, vectors.row(i)};
    }
    rows[7][1] = new float[SampleIndex.DIM + 1];
    rows[8][1] = new float[] {Float.NaN, 0, 0, 0, 0, 0, 0, 0};
    float[] far = vectors.row(9).clone();
    for (int i = 0; i < far.length; i++) {
      far[i] *= 50;
    }
    rows[9][1] = far;
    rows[10][1] = new float[SampleIndex.DIM];
    table(
        "vectors.parquet",
        List.of(Column.text("id"), new Column("vector", Column.Kind.FLOATS)),
        rows);
    Function<QueryVector, SearchRequest> request =
        query ->
            SearchRequest.of(query, 4)
                .withOffset(1)
                .withWhere(ItemFilter.parse("split=train"))
                .withThreshold(0.7)
                .withFolding(Folding.within(0.01))
                .withReranking(Reranking.reciprocal(10));

    BatchReport report = write("vectors.parquet", "vectors-found.parquet", search(3, request));

    assertThat(report.bad()).isEqualTo(3);
    assertThat(report.scaled()).isEqualTo(1);
    assertThat(report.images()).isZero();
    List<TableRow> found = read("vectors-found.parquet");
    int at = 0;
    long empty = 0;
    for (int i = 0; i < rows.length; i++) {
      if (i != 7 && i != 8 && i != 10) {
        float[] by = i == 9 ? new VectorRule(Length.UNIT).scaled(far) : vectors.row(i);
        Found alone = index.search(request.apply(QueryVector.of(by)));
        for (Hit hit : alone.hits()) {
          assertThat(found.get(at).texts())
              .isEqualTo(
                  Map.of(
                      "query", "q" + i,
                      "rank", String.valueOf(hit.rank()),
                      "id", hit.id(),
                      "distance", String.valueOf(hit.distance()),
                      "class", hit.className()));
          at++;
        }
        empty += alone.hits().isEmpty() ? 1 : 0;
      }
    }
    assertThat(found).hasSize(at);
    assertThat(report.empty()).isEqualTo(empty);
    assertThat(Files.readString(directory.resolve("vectors-found.parquet.bad.jsonl")))
        .contains("\"query\":\"q7\"", "Cannot search by a vector of 9 floats", "\"query\":\"q8\"")
        .contains("\"query\":\"q10\"", "Cannot search by a vector that is 0.000 long");
  }

  @Test
  void bytesOfATableAreEmbedded() throws IOException {
    StructType schema =
        new StructType().add("image", DataTypes.BinaryType).add("shop", DataTypes.IntegerType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      rows.add(RowFactory.create(i == 5 ? null : SampleIndex.drawing(70 + i), i));
    }
    LocalSpark.session()
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .parquet(at("bytes").toString());

    BatchReport report = write("bytes", "bytes.csv");

    assertThat(report.images()).isEqualTo(8);
    assertThat(report.bad()).isEqualTo(1);
    List<TableRow> found = read("bytes.csv");
    int row = 0;
    for (int i = 0; i < 9; i++) {
      if (i != 5) {
        assertThat(found.get(row).texts()).containsEntry("query_shop", String.valueOf(i));
        float[] vector = index.embed(SampleIndex.drawing(70 + i));
        Found alone = index.search(plain(QueryVector.of(vector)));
        row += same(found, row, "row " + (i + 1), alone);
      }
    }
    assertThat(found).hasSize(row);
  }

  @Test
  void withoutBadQueriesNoListIsLeft() throws IOException {
    Files.writeString(directory.resolve("good.csv"), "id\nitem-1\n");
    Files.writeString(directory.resolve("good.jsonl.bad.jsonl"), "of an earlier time");
    BatchReport report = write("good.csv", "good.jsonl");
    assertThat(report.bad()).isZero();
    assertThat(Files.readAllLines(directory.resolve("good.jsonl"))).hasSize(5);
    assertThat(directory.resolve("good.jsonl.bad.jsonl")).doesNotExist();
  }

  @Test
  void aTableThatNamesNoQueriesIsRefused() throws IOException {
    Files.writeString(directory.resolve("other.csv"), "name,size\na,1\n");
    assertThatThrownBy(() -> QuerySource.open(at("other.csv"), HADOOP))
        .hasMessageContaining(
            "has the columns name, size; it needs image (or path), id, or vector");
    assertThatThrownBy(() -> QuerySource.open(at("nothing"), HADOOP))
        .hasMessageStartingWith("Cannot read the queries at ")
        .hasMessageEndingWith("; check --queries");
    assertThatThrownBy(() -> search(0, TestBatchSearch::plain))
        .hasMessage("Cannot answer 0 queries at once; give at least 1 for --batch");
  }

  /** Queries that say how many of them came before results did. */
  private static final class Counted implements QuerySource, BatchResults {

    private long came;
    private long left;
    private long most;

    @Override
    public List<String> further() {
      return List.of();
    }

    @Override
    public @Nullable BatchQuery next() {
      if (came == 100) {
        return null;
      }
      came++;
      most = Math.max(most, came - left);
      String id = "item-" + came % COUNT;
      return new BatchQuery(id, new BatchQuery.Item(id), Map.of());
    }

    @Override
    public void found(BatchQuery query, Found found) {
      left++;
      assertThat(query.name()).isEqualTo("item-" + left % COUNT);
    }

    @Override
    public void bad(BadQuery query) {
      throw new AssertionError(query.toString());
    }

    @Override
    public void close() {}
  }

  @Test
  void noMoreThanThreeBatchesAreHeld() throws IOException {
    Counted counted = new Counted();
    BatchReport report = search(7, TestBatchSearch::plain).run(counted, counted);
    assertThat(report.queries()).isEqualTo(100);
    assertThat(counted.left).isEqualTo(100);
    assertThat(counted.most).isEqualTo(BatchSearch.HELD * 7L);
  }

  /** If the queries end in a failure, nothing is left of the results. */
  @Test
  void aFailureLeavesNoTable() throws IOException {
    QuerySource failing =
        new QuerySource() {
          @Override
          public List<String> further() {
            return List.of();
          }

          @Override
          public BatchQuery next() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public void close() {}
        };
    Files.createDirectory(directory.resolve("failed"));
    assertThatThrownBy(
            () ->
                new ResultTable(at("failed/x.csv"), TableFormat.CSV, HADOOP)
                    .write(search(2, TestBatchSearch::plain), failing))
        .hasMessageContaining("the disk is gone");
    assertThat(directory.resolve("failed")).isEmptyDirectory();
  }
}
