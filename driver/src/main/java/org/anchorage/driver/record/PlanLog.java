/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Which table each epoch of a run was planned by: a file an epoch, {@code planned-NNNN.json}, in
 * the run's directory. It is written before the epoch begins, under a temporary name, and renamed.
 * A resume of the epoch reads it.
 *
 * <p>Not thread-safe, and for one writer a run.
 */
public final class PlanLog {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path run;
  private final Configuration hadoop;

  /** Creates the log of a run; nothing is read or written yet. */
  public PlanLog(Path run, Configuration hadoop) {
    this.run = run;
    this.hadoop = hadoop;
  }

  /** Returns where an epoch's file lies, or will. */
  public Path file(int epoch) {
    return new Path(run, name(epoch));
  }

  private static String name(int epoch) {
    return String.format(Locale.ROOT, "planned-%04d.json", epoch);
  }

  /**
   * Returns what an epoch was planned by; empty if it was not planned yet.
   *
   * @throws IOException if the file cannot be read or is not what was written
   */
  public Optional<PlannedBy> of(int epoch) throws IOException {
    Path file = file(epoch);
    try (FSDataInputStream in = run.getFileSystem(hadoop).open(file)) {
      return Optional.of(JSON.readValue(new String(in.readAllBytes(), UTF_8), PlannedBy.class));
    } catch (FileNotFoundException notYet) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(
          file
              + " does not say which table epoch "
              + epoch
              + " was planned by ("
              + e.getOriginalMessage()
              + "); restore it, or delete it, and the epoch is planned anew, by the newest table"
              + " there is",
          e);
    }
  }

  /**
   * Writes down what an epoch is planned by.
   *
   * @throws IOException if it cannot be written
   */
  public void write(int epoch, PlannedBy by) throws IOException {
    Replacement.write(
        run.getFileSystem(hadoop),
        new Path(run, "." + name(epoch) + ".tmp"),
        file(epoch),
        hadoop,
        out -> out.write(JSON.writeValueAsBytes(by)));
  }
}
