/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.anchorage.driver.serve.http.Watcher;

/** The server's metrics, each server its own. Thread-safe. */
public final class ServerMetrics implements Watcher {

  /** Content type of {@link #text}. */
  public static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final double[] SECONDS = {
    .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<Stage, DistributionDataPoint> stages = new EnumMap<>(Stage.class);
  private final Histogram batches =
      Histogram.builder()
          .name("anchorage_embed_batch_images")
          .help("Images that were embedded together.")
          .classicOnly()
          .classicUpperBounds(1, 2, 4, 8, 16, 32, 64)
          .register(registry);
  private final Gauge inFlight =
      Gauge.builder()
          .name("anchorage_requests_in_flight")
          .help("Requests that have begun and are not answered.")
          .register(registry);
  private final Counter requests =
      Counter.builder()
          .name("anchorage_requests_total")
          .help("Requests that were answered, by path and status.")
          .labelNames("path", "status")
          .register(registry);
  private final Counter errors =
      Counter.builder()
          .name("anchorage_errors_total")
          .help("Requests that were refused or failed, by the code of the problem.")
          .labelNames("code")
          .register(registry);
  private final Counter swaps =
      Counter.builder()
          .name("anchorage_index_swaps_total")
          .help("Newer indexes that were found: swapped, refreshed or refused.")
          .labelNames("outcome")
          .register(registry);

  /** Creates metrics that are all zero. */
  public ServerMetrics() {
    Histogram seconds =
        Histogram.builder()
            .name("anchorage_stage_seconds")
            .help("Seconds of a request, by stage.")
            .labelNames("stage")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    for (Stage stage : Stage.values()) {
      stages.put(stage, seconds.labelValues(stage.label()));
    }
    for (String outcome : new String[] {"swapped", "refreshed", "refused"}) {
      swaps.initLabelValues(outcome);
    }
  }

  /** Adds a value that is read when somebody asks for it. */
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  /** Adds the time of a stage. */
  public void add(Stage stage, long nanos) {
    DistributionDataPoint known = stages.get(stage);
    if (known != null) {
      known.observe(nanos / 1e9);
    }
  }

  /** Counts images that were embedded together. */
  public void batch(int images) {
    batches.observe(images);
  }

  /** Counts a newer index: {@code swapped}, {@code refreshed} or {@code refused}. */
  public void swap(String outcome) {
    swaps.labelValues(outcome).inc();
  }

  @Override
  public void begun() {
    inFlight.inc();
  }

  @Override
  public void answered(String path, int status, long nanos) {
    inFlight.dec();
    requests.labelValues(path, Integer.toString(status)).inc();
    if (path.startsWith("/v1/")) {
      add(Stage.TOTAL, nanos);
    }
  }

  @Override
  public void refused(String code) {
    errors.labelValues(code).inc();
  }

  /** Returns all metrics in Prometheus' text format. */
  public byte[] text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(bytes, registry.scrape(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
