/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.driver.corpus.LocalSpark;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTables {

  private static final String ODD = "a, \"b\"\n c' \u00e9\u4e2d";
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  private static byte[] written(TableFormat format, List<Column> columns, Object[]... rows)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TableWriter writer = format.writer(bytes, columns, HADOOP)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    }
    return bytes.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private List<TableRow> read(String name) throws IOException {
    List<TableRow> rows = new ArrayList<>();
    try (TableFiles table = TableFiles.open(at(name), HADOOP)) {
      for (TableRow row = table.next(); row != null; row = table.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private org.apache.hadoop.fs.Path at(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  private static final List<Column> COLUMNS =
      List.of(
          Column.text("id"),
          new Column("rank", Column.Kind.WHOLE),
          new Column("distance", Column.Kind.REAL),
          new Column("vector", Column.Kind.FLOATS));

  private static Object[] row(String id) {
    return new Object[] {id, 3, 0.1, new float[] {1.5f, -2e-8f}};
  }

  @Test
  void csvIsAHeaderAndALineARow() throws IOException {
    byte[] bytes = written(TableFormat.CSV, COLUMNS, row("x"), row(ODD), row(" y "));
    assertThat(text(bytes))
        .isEqualTo(
            """
            id,rank,distance,v0,v1
            x,3,0.1,1.5,-2.0E-8
            "a, ""b""
             c' \u00e9\u4e2d",3,0.1,1.5,-2.0E-8
             y ,3,0.1,1.5,-2.0E-8
            """);
    Files.write(directory.resolve("t.csv"), bytes);
    assertThat(read("t.csv").get(1).texts())
        .containsEntry("id", ODD)
        .containsEntry("v1", "-2.0E-8");
    assertThat(text(written(TableFormat.CSV, COLUMNS))).isEqualTo("id,rank,distance\n");
  }

  @Test
  void jsonIsAnObjectALine() throws IOException {
    List<Column> columns = new ArrayList<>(COLUMNS);
    columns.add(new Column("more", Column.Kind.TEXTS));
    columns.add(Column.text("none"));
    byte[] bytes =
        written(
            TableFormat.JSONL,
            columns,
            new Object[] {"a\"b", 1, 0.5, new float[] {2}, new TreeMap<>(Map.of("k", "v")), null},
            new Object[] {"c", 2, 1.0, new float[0], Map.of(), "x"});
    assertThat(text(bytes))
        .isEqualTo(
            """
            {"id":"a\\"b","rank":1,"distance":0.5,"vector":[2.0],"more":{"k":"v"}}
            {"id":"c","rank":2,"distance":1.0,"vector":[],"more":{},"none":"x"}
            """);
  }

  @Test
  void whatParquetHoldsIsRead() throws IOException {
    List<Column> columns = new ArrayList<>(COLUMNS);
    columns.add(new Column("attributes", Column.Kind.TEXTS));
    columns.add(Column.text("none"));
    Object[] row = {ODD, 7, 2.5, new float[] {1, 2}, Map.of("colour", "red", "id", "other"), null};
    byte[] bytes = written(TableFormat.PARQUET, columns, row);
    assertThat(written(TableFormat.PARQUET, columns, row)).isEqualTo(bytes);
    Files.write(directory.resolve("t.parquet"), bytes);
    try (TableFiles table = TableFiles.open(at("t.parquet"), HADOOP)) {
      assertThat(table.columns()).containsExactly("id", "rank", "distance", "vector", "none");
    }
    TableRow read = read("t.parquet").get(0);
    assertThat(read.place()).isEqualTo("row 1");
    assertThat(read.texts())
        .containsExactlyInAnyOrderEntriesOf(Map.of("id", ODD, "rank", "7", "distance", "2.5"));
    assertThat(read.entries()).isEqualTo(Map.of("colour", "red", "id", "other"));
    assertThat(read.floats().get("vector")).containsExactly(1, 2);
    List<Row> bySpark =
        LocalSpark.session().read().parquet(at("t.parquet").toString()).collectAsList();
    assertThat(bySpark.get(0).getList(3)).isEqualTo(List.of(1f, 2f));
    assertThat(bySpark.get(0).getJavaMap(4)).isEqualTo(Map.of("colour", "red", "id", "other"));
    assertThat(bySpark.get(0).isNullAt(5)).isTrue();
  }

  /** Spark writes lists of doubles, structs, dates and several files. */
  @Test
  void tablesOfSparkAreRead() throws IOException {
    StructType struct =
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("vector", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("image", struct)
            .add("day", DataTypes.DateType)
            .add("words", DataTypes.createArrayType(DataTypes.StringType));
    java.sql.Date day = java.sql.Date.valueOf("2020-02-02");
    List<Row> rows =
        List.of(
            RowFactory.create(
                5L,
                List.of(0.5, 2.0),
                RowFactory.create(new byte[] {1, 2}, "x"),
                day,
                List.of("w")),
            RowFactory.create(6L, null, RowFactory.create(null, "p.jpg"), null, null));
    LocalSpark.session()
        .createDataFrame(rows, schema)
        .repartitionByRange(2, org.apache.spark.sql.functions.col("id"))
        .write()
        .parquet(at("spark").toString());
    assertThat(TableFiles.isParquet(at("spark"), HADOOP)).isTrue();
    List<TableRow> read = read("spark");
    assertThat(read).hasSize(2);
    assertThat(read.get(0).texts()).isEqualTo(Map.of("id", "5"));
    assertThat(read.get(0).bytes().get("image")).containsExactly(1, 2);
    assertThat(read.get(0).floats()).containsOnlyKeys("vector");
    assertThat(read.get(0).floats().get("vector")).containsExactly(0.5f, 2);
    assertThat(read.get(1).texts()).isEqualTo(Map.of("id", "6", "image", "p.jpg"));
    assertThat(read.get(1).floats()).isEmpty();
  }

  @Test
  void whatIsDamagedIsNamed() throws IOException {
    byte[] whole = written(TableFormat.PARQUET, COLUMNS, row("x"));
    Files.write(directory.resolve("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read("cut.parquet"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut.parquet")
        .hasMessageContaining("as a file of Parquet");
    Files.write(
        directory.resolve("latin.csv"), new byte[] {'i', 'd', '\n', (byte) 0xe9, 'x', '\n'});
    assertThatThrownBy(() -> read("latin.csv")).hasMessageContaining("latin.csv");
    Files.write(directory.resolve("empty.csv"), new byte[0]);
    assertThatThrownBy(() -> read("empty.csv"))
        .hasMessageContaining("is empty; its first line must name its columns");
    Files.createDirectory(directory.resolve("folder"));
    assertThatThrownBy(() -> read("folder")).hasMessageContaining("no file fits ");
  }

  private List<TableRow> csv(String text) throws IOException {
    Files.writeString(directory.resolve("list.csv"), text);
    return read("list.csv");
  }

  @Test
  void csvIsReadAsListsOfImagesAre() throws IOException {
    List<TableRow> rows = csv("\ufeff,id;\n".replace(',', ';') + ";a,b;\r\n;;\r\n\r\n1;c\n");
    assertThat(rows)
        .extracting(row -> row.place() + " " + row.texts())
        .containsExactly("line 2 {id=a,b}", "line 5 {id=c}");
    try (TableFiles table = TableFiles.open(at("list.csv"), HADOOP)) {
      assertThat(table.columns()).containsExactly("id");
      assertThat(table.notes())
          .containsExactly("The list " + at("list.csv") + " has ';' between its cells");
    }
  }

  @Test
  void csvThatCannotBeMeantIsRefusedAtItsLine() throws IOException {
    assertThatThrownBy(() -> csv("id,text\na,\"b\nc,d\n"))
        .hasMessageContaining("list.csv: a quote opens in line 2 that does not end its cell");
    assertThatThrownBy(() -> csv("id,text\na,Smith, John\n"))
        .hasMessageContaining("line 2 has 3 cells, and there are 2 columns (id, text); put quotes");
    assertThatThrownBy(() -> csv("id,text,id\na,b,c\n"))
        .hasMessageContaining("names the column id twice; rename the one that is not meant");
    assertThatThrownBy(() -> csv("id,text\ra,b"))
        .hasMessageContaining("its lines end with CR alone");
    Files.write(
        directory.resolve("latin.csv"), new byte[] {'i', 'd', '\n', 'a', '\n', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> read("latin.csv")).hasMessageContaining("line 3 is not UTF-8");
  }
}
