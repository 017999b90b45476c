/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.WhenExists;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.session.Sparks;
import org.anchorage.driver.tuples.Extra;
import org.anchorage.driver.tuples.TupleExport;
import org.anchorage.driver.tuples.TupleForm;
import org.anchorage.driver.tuples.TupleFormat;
import org.anchorage.driver.tuples.TupleOptions;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --export FORM}: a mined table for other programs. */
final class ExportOptions {

  @Option(
      names = "--export",
      paramLabel = "FORM",
      description = {
        "Export the table for other programs, to --to:",
        "triplets: anchor, positive, negative.",
        "n-tuples: anchor, positive, negative_1 to negative_n.",
        "labelled-pairs: anchor, candidate, label (1 or 0)."
      })
  @Nullable String form;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Files of the export: parquet (default) or csv.")
  @Nullable TupleFormat format;

  @Option(
      names = "--negatives",
      paramLabel = "N",
      description = "Negatives of an anchor in the export, the nearest (default: all).")
  int negatives;

  @Option(
      names = "--with",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Further columns of the export: scores, classes, or both.")
  List<Extra> extras = List.of();

  /** Set when the options are checked. */
  private Path target = new Path("/");

  /** Returns whether an export is asked for. */
  boolean asked() {
    return form != null;
  }

  /**
   * Returns what is asked for.
   *
   * @throws ConfigurationException if there is no such form or number
   */
  TupleOptions read() {
    EnumSet<Extra> with = EnumSet.noneOf(Extra.class);
    with.addAll(extras);
    return new TupleOptions(
        TupleForm.named(String.valueOf(form)),
        format == null ? TupleFormat.PARQUET : format,
        negatives,
        with);
  }

  /**
   * Refuses options of an export if none is asked for, and an export without a place; keeps the
   * place.
   *
   * @param source of the table
   * @param to where the export will lie
   */
  void check(MineSource source, @Nullable String to) {
    if (source.table != null && source.run != null) {
      throw new ConfigurationException(
          "--table", source.table, "it is not mined again; leave out --run, or leave out this");
    }
    if (source.table != null && form == null) {
      throw new ConfigurationException(
          "--table",
          source.table,
          "say what to --export it as: triplets, n-tuples, labelled-pairs");
    }
    if (form == null && (format != null || negatives != 0 || !extras.isEmpty())) {
      throw new ConfigurationException(
          "--export", "", "--format, --negatives and --with belong to --export; give it too");
    }
    if (form != null) {
      var unused = read();
      if (to == null) {
        throw new ConfigurationException("--to", "", "give the URI where the export is written");
      }
      target = new Path(to);
    }
  }

  /** Refuses a place where something lies already, if an export is asked for. */
  void requireFree(WhenExists when) {
    if (asked()) {
      new Artifacts(Sparks.hadoop()).requireFree(target, when);
    }
  }

  /**
   * Exports a table if that is asked for, says what was written, and adds it to the command's
   * result.
   */
  void write(
      SparkSession session,
      Path table,
      WhenExists when,
      Output output,
      Map<String, Object> result) {
    if (!asked()) {
      return;
    }
    TupleExport.Exported exported = new TupleExport(session, read()).write(table, target, when);
    output.say(
        "Exported %s of %s to %s",
        read().form().written(), Count.of(exported.anchors(), "image"), exported.files());
    if (exported.alone() > 0) {
      output.say("  left out: %s alone in their class", Count.of(exported.alone(), "image"));
    }
    if (exported.leftOut() > 0) {
      output.say("  left out: %s with %s", Count.of(exported.leftOut(), "image"), few(exported));
    }
    exported.statistics().lines().forEach(line -> output.say("%s", line));
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("to", target.toString());
    written.put("files", exported.files());
    written.put("anchors", exported.anchors());
    written.put("alone_in_class", exported.alone());
    written.put("left_out", exported.leftOut());
    written.put("statistics", exported.statistics());
    result.put("export", written);
  }

  private String few(TupleExport.Exported exported) {
    return read().form() == TupleForm.N_TUPLES && exported.negatives() > 1
        ? "fewer than " + exported.negatives() + " hard negatives"
        : "no hard negatives";
  }
}
