/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.config.ImportColumns;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a Spark table or of Parquet files, with a column of images: bytes, or a struct with a
 * field {@code bytes}, as Hugging Face writes it. Tasks copy the bytes into files first, because no
 * row can be read by position. Without a column of ids, an image's id is the beginning of the
 * SHA-256 of its bytes. Other columns of texts, numbers and truths are attributes.
 */
final class TableSource implements Source {

  private static final String SCHEME = "spark-table:";

  private final String description;
  private final ImportColumns columns;
  private final @Nullable String table;
  private final List<String> files;

  private TableSource(
      String description, ImportColumns columns, @Nullable String table, List<String> files) {
    this.description = description;
    this.columns = columns;
    this.table = table;
    this.files = List.copyOf(files);
  }

  /** Returns whether a word names a Spark table, and not a place. */
  static boolean names(String from) {
    return from.startsWith(SCHEME);
  }

  /** A table or a view that the session knows: {@code spark-table:db.name}. */
  static TableSource table(String from, ImportColumns columns) {
    String name = from.substring(SCHEME.length());
    return new TableSource("Spark table " + name, columns, name, List.of());
  }

  static TableSource parquet(String place, List<String> files, ImportColumns columns) {
    return new TableSource("Parquet files " + place, columns, null, files);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<Part> parts(int wanted) {
    throw new UnsupportedOperationException("Spark divides a table");
  }

  @Override
  public JavaRDD<Entry> entries(SparkSession spark, Path copies) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var hadoop = context.broadcast(HadoopSettings.of(context.hadoopConfiguration()));
    Dataset<Row> rows = rows(spark);
    String image = column(rows, columns.images(), "images", "import.image-column");
    String label = column(rows, columns.labels(), "labels", "import.label-column");
    requirePlain(rows, label);
    @Nullable String split = found(rows, columns.splits());
    @Nullable String id = found(rows, columns.ids());
    List<Column> selected = new ArrayList<>();
    selected.add(bytes(rows, image).as("image"));
    selected.add(text(rows, label).as("label"));
    selected.add(split == null ? functions.lit("").as("split") : text(rows, split).as("split"));
    selected.add(id == null ? functions.lit("").as("id") : text(rows, id).as("id"));
    selected.add(table == null ? functions.input_file_name() : functions.lit(""));
    List<String> attributes = new ArrayList<>();
    for (var field : rows.schema().fields()) {
      String name = field.name();
      boolean used =
          name.equals(image) || name.equals(label) || name.equals(split) || name.equals(id);
      if (!used && isPlain(field.dataType())) {
        attributes.add(name);
        selected.add(text(rows, name));
      }
    }
    RowCopy copy = new RowCopy(hadoop, copies.toString(), attributes);
    return rows.select(selected.toArray(Column[]::new)).toJavaRDD().mapPartitions(copy);
  }

  private Dataset<Row> rows(SparkSession spark) {
    if (table == null) {
      return spark.read().parquet(files.toArray(String[]::new));
    }
    if (!spark.catalog().tableExists(table)) {
      throw new ImportException(
          "Spark knows no table or view " + table + "; check its name and the session's catalogue");
    }
    return spark.table(table);
  }

  private String column(Dataset<Row> rows, List<String> names, String what, String setting) {
    @Nullable String found = found(rows, names);
    if (found == null) {
      throw new ImportException(
          "The "
              + description
              + " has no column of "
              + what
              + " called "
              + String.join(" or ", names)
              + ", but "
              + String.join(", ", rows.columns())
              + "; set "
              + setting);
    }
    return found;
  }

  private static @Nullable String found(Dataset<Row> rows, List<String> names) {
    for (String name : names) {
      if (List.of(rows.columns()).contains(name)) {
        return name;
      }
    }
    return null;
  }

  private Column bytes(Dataset<Row> rows, String name) {
    DataType type = rows.schema().apply(name).dataType();
    Column column = rows.col("`" + name + "`");
    if (type instanceof StructType struct && List.of(struct.fieldNames()).contains("bytes")) {
      return column.getField("bytes");
    }
    if (type instanceof BinaryType) {
      return column;
    }
    throw new ImportException(
        "The column "
            + name
            + " of the "
            + description
            + " is of type "
            + type.simpleString()
            + "; it must hold the images' bytes, or a struct with a field bytes");
  }

  private void requirePlain(Dataset<Row> rows, String label) {
    DataType type = rows.schema().apply(label).dataType();
    if (!isPlain(type)) {
      throw new ImportException(
          "The column "
              + label
              + " of the "
              + description
              + " is of type "
              + type.simpleString()
              + "; labels must be texts, numbers or truths: set import.label-column");
    }
  }

  private static Column text(Dataset<Row> rows, String name) {
    return rows.col("`" + name + "`").cast("string");
  }

  private static boolean isPlain(DataType type) {
    String name = type.typeName().toLowerCase(Locale.ROOT);
    return List.of("string", "boolean", "byte", "short", "integer", "long", "float", "double")
        .contains(name);
  }
}
