/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.plan.Affinity;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.mine.MinedFrom;
import org.anchorage.driver.mine.StoredTable;
import org.anchorage.driver.mine.TableListing;
import org.anchorage.driver.record.EpochRecord;
import org.anchorage.driver.record.PlanLog;
import org.anchorage.driver.record.PlannedBy;
import org.anchorage.driver.run.Position;
import org.anchorage.driver.run.RunDirectory;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Plans each epoch by the newest table that another application has mined by then. If none is young
 * enough, the epoch is planned by the table of the epoch before, and at first by {@code mine.table}
 * or by nothing. The choice is written down before the epoch begins, and a resume follows it.
 */
final class BesideTables implements PlanSource {

  private static final String ANEW =
      ": the epoch is then planned by the newest table there is, and the run is another from there"
          + " on";

  private final RunParts parts;
  private final MineSettings settings;
  private final RunDirectory directory;
  private final PlanLog plans;
  private final PlanNotices notices;
  private @Nullable Source last;

  private BesideTables(RunParts parts) {
    this.parts = parts;
    this.settings = parts.run().settings().mine();
    this.directory = parts.directory();
    this.plans = new PlanLog(directory.location(), parts.run().hadoop());
    this.notices = new PlanNotices(directory.location(), settings.timing().staleness());
  }

  static BesideTables of(RunParts parts, int first) {
    BesideTables tables = new BesideTables(parts);
    try {
      // A table that cannot be read is refused before anything is written.
      Optional<PlannedBy> written = tables.plans.of(first);
      if (written.isPresent()) {
        tables.last = tables.again(first, written.get(), ANEW);
      } else if (first == 1) {
        tables.last = tables.given();
      }
    } catch (IOException e) {
      throw new ArtifactException(String.valueOf(e.getMessage()), e);
    }
    return tables;
  }

  @Override
  public Source of(Position position) throws IOException {
    int epoch = position.epoch();
    Optional<PlannedBy> written = plans.of(epoch);
    Source source;
    if (written.isPresent()) {
      source = again(epoch, written.get(), ANEW);
    } else {
      source = chosen(position);
      parts.lease().require();
      plans.write(epoch, by(source));
    }
    notices.planned(epoch, by(source));
    last = source;
    return source;
  }

  @Override
  public void mined(Affinity affinity) {
    // The run itself mines nothing.
  }

  private static PlannedBy by(Source source) {
    PlannedBy by = source.plannedBy();
    return by == null ? PlannedBy.nothing() : by;
  }

  private Source chosen(Position position) throws IOException {
    List<Integer> ends =
        parts.log().read().stream()
            .filter(record -> record.epoch() > 0)
            .map(EpochRecord::round)
            .toList();
    TableListing listing = TableListing.of(directory.mined(), parts.run().hadoop());
    TableChoice choice =
        TableChoice.of(
            listing.tables(),
            parts.run().parent().fingerprint(),
            MinedFrom.of(position, parts.run().context().shared().whole(position)),
            ends,
            settings.timing().staleness());
    List<TableListing.Unusable> refused = new ArrayList<>(listing.unusable());
    choice.strangers().forEach(table -> refused.add(TableListing.Unusable.ofAnotherCorpus(table)));
    Source source = newest(choice, refused);
    if (source == null) {
      Source kept = last;
      Source before = kept == null ? before(position.epoch()) : kept;
      PlannedBy by = by(before);
      Integer round = by.round();
      PlannedBy aged = round == null ? by : by.aged(TableChoice.age(round, ends));
      notices.instead(position.epoch(), choice, aged);
      source = new Source(before.affinity(), aged);
    }
    notices.refused(position.epoch(), refused, by(source));
    return source;
  }

  /**
   * Returns the newest table that can be read, or null. An older one serves as well.
   *
   * @param refused takes those that cannot
   */
  private @Nullable Source newest(TableChoice choice, List<TableListing.Unusable> refused) {
    for (TableChoice.Candidate candidate : choice.candidates()) {
      try {
        return read(candidate);
      } catch (ArtifactException e) {
        Path place = candidate.table().location();
        refused.add(new TableListing.Unusable(place, String.valueOf(e.getMessage())));
      }
    }
    return null;
  }

  private Source read(TableChoice.Candidate candidate) {
    StoredTable table = candidate.table();
    PlannedBy by =
        new PlannedBy(
            directory.mined().getName() + "/" + table.location().getName(),
            table.from().round(),
            candidate.age(),
            table.checksum());
    Source kept = last;
    return kept != null && by(kept).aged(candidate.age()).equals(by)
        ? new Source(kept.affinity(), by)
        : new Source(parts.mine().affinity(table.location(), settings.mode()), by);
  }

  /** Returns what the epoch before was planned by. */
  private Source before(int epoch) throws IOException {
    Optional<PlannedBy> written = epoch == 1 ? Optional.empty() : plans.of(epoch - 1);
    return written.isPresent()
        ? again(
            epoch - 1,
            written.get(),
            ": epoch " + epoch + " is then planned by mine.table, or without a table")
        : given();
  }

  private Source given() {
    Optional<Path> given = settings.givenTable().map(Path::new);
    if (given.isEmpty()) {
      return new Source(new Affinity.None(), PlannedBy.nothing());
    }
    Path location = given.get();
    StoredTable table = StoredTable.at(location, parts.run().hadoop());
    return new Source(
        parts.mine().given(), new PlannedBy(qualified(location), null, null, table.checksum()));
  }

  private String qualified(Path location) {
    try {
      return location.getFileSystem(parts.run().hadoop()).makeQualified(location).toString();
    } catch (IOException e) {
      throw new ArtifactException("Cannot reach " + location + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the table that an epoch was planned by.
   *
   * @param without what happens if its file is deleted, for the message
   */
  private Source again(int epoch, PlannedBy by, String without) {
    Source kept = last;
    if (!by.hasTable()) {
      return new Source(new Affinity.None(), by);
    }
    if (kept != null && by(kept).equals(by)) {
      return kept;
    }
    Path location = new Path(directory.location(), by.table());
    try {
      StoredTable table = StoredTable.at(location, parts.run().hadoop());
      if (!table.checksum().equals(by.checksum())) {
        throw new ArtifactException("another table lies there now");
      }
      return new Source(parts.mine().affinity(location, settings.mode()), by);
    } catch (ArtifactException e) {
      throw new ArtifactException(
          "Epoch "
              + epoch
              + " of the run at "
              + directory.location()
              + " was planned by the mined table at "
              + location
              + ", which cannot be read: "
              + e.getMessage()
              + ". Put it back. Or delete "
              + plans.file(epoch)
              + without,
          e);
    }
  }
}
