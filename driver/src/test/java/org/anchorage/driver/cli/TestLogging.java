/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code conf/log4j2.properties} puts on the console. */
class TestLogging {

  private static final String EXECUTOR = "org.apache.spark.executor.Executor";

  private final LoggerContext context = new LoggerContext("test");
  private Configuration configuration = context.getConfiguration();

  @BeforeEach
  void read() {
    Path file = Path.of(System.getProperty("anchorage.root"), "conf/log4j2.properties");
    configuration =
        ConfigurationFactory.getInstance().getConfiguration(context, "test", file.toUri());
    configuration.initialize();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  /** Returns what a line of Spark looks like; empty if it is left out. */
  private String shown(String logger, Throwable thrown) {
    LogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName(logger)
            .setLevel(Level.ERROR)
            .setMessage(new SimpleMessage("Exception in task 0.0 in stage 3.0 (TID 7)"))
            .setThrown(thrown)
            .build();
    LoggerConfig config = configuration.getLoggerConfig(logger);
    while (config.getAppenders().isEmpty()) {
      config = config.getParent();
    }
    StringBuilder shown = new StringBuilder();
    config
        .getAppenders()
        .values()
        .forEach(appender -> shown.append(appender.getLayout().toSerializable(event)));
    return shown.toString();
  }

  @Test
  void sparkDoesNotShowTheTraceOfAFailureThatWeDescribe() {
    ArtifactException ours = new ArtifactException("There is no file");
    assertThat(shown(EXECUTOR, ours)).isEmpty();
    assertThat(shown(EXECUTOR, new SparkException("Task failed while writing rows", ours)))
        .isEmpty();
    assertThat(
            configuration.getLoggerConfig("org.apache.spark.scheduler.TaskSetManager").getLevel())
        .isEqualTo(Level.OFF);
  }

  @Test
  void otherFailuresAreShownWithTheirTraces() {
    assertThat(shown(EXECUTOR, new IllegalStateException("org.anchorage. is a bug")))
        .contains(" ERROR Executor: Exception in task 0.0 in stage 3.0 (TID 7)")
        .contains("java.lang.IllegalStateException: org.anchorage. is a bug")
        .contains("\tat org.anchorage.driver.cli.TestLogging");
    assertThat(shown("org.anchorage.driver.cli.Main", new ArtifactException("ours")))
        .contains("ArtifactException: ours")
        .contains("\tat ");
  }
}
