/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.index.Found;
import org.anchorage.driver.index.Hit;
import org.anchorage.driver.table.Column;
import org.anchorage.driver.table.TableFormat;
import org.anchorage.driver.table.TableWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The table of what many queries have found: {@code query}, {@code rank}, {@code id}, {@code
 * distance}, {@code class}, and the query's further facts as {@code query_NAME}. Bad queries are
 * listed beside it. Both files are written under temporary names and renamed.
 *
 * @param target of the table
 * @param format of the table
 * @param hadoop for files
 */
public record ResultTable(Path target, TableFormat format, Configuration hadoop) {

  private static final ObjectWriter JSON = new ObjectMapper().writer();

  /** Returns where bad queries are listed: a JSON object a line. Not there if there are none. */
  public Path bad() {
    return target.suffix(".bad.jsonl");
  }

  /**
   * Answers queries and writes the table.
   *
   * @throws IOException if queries cannot be read, or it cannot be written; then neither file is
   *     there, or both are as before
   */
  public BatchReport write(BatchSearch search, QuerySource queries) throws IOException {
    FileSystem files = target.getFileSystem(hadoop);
    BatchReport[] report = new BatchReport[1];
    Replacement.write(
        files,
        temporary(target),
        target,
        hadoop,
        table ->
            Replacement.write(
                files,
                temporary(bad()),
                bad(),
                hadoop,
                list -> report[0] = write(search, queries, table, list)));
    if (report[0].bad() == 0) {
      files.delete(bad(), false /* recursive */);
    }
    return report[0];
  }

  private static Path temporary(Path file) {
    return new Path(file.getParent(), "." + file.getName() + ".temporary-" + UUID.randomUUID());
  }

  private BatchReport write(
      BatchSearch search, QuerySource queries, OutputStream table, OutputStream list)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("query"));
    columns.add(new Column("rank", Column.Kind.WHOLE));
    columns.add(Column.text("id"));
    columns.add(new Column("distance", Column.Kind.REAL));
    columns.add(Column.text("class"));
    queries.further().forEach(name -> columns.add(Column.text("query_" + name)));
    try (TableWriter writer = format.writer(table, columns, hadoop)) {
      return search.run(queries, new Rows(writer, queries.further(), list));
    }
  }

  /** Writes a row a hit. */
  private record Rows(TableWriter writer, List<String> further, OutputStream list)
      implements BatchResults {

    @Override
    public void found(BatchQuery query, Found found) throws IOException {
      for (Hit hit : found.hits()) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(query.name());
        row.add(hit.rank());
        row.add(hit.id());
        row.add(hit.distance());
        row.add(hit.className());
        further.forEach(name -> row.add(query.further().get(name)));
        writer.write(row.toArray());
      }
    }

    @Override
    public void bad(BadQuery query) throws IOException {
      list.write(JSON.writeValueAsBytes(query));
      list.write('\n');
    }
  }
}
