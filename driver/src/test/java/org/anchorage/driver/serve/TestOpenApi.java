/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.driver.serve.api.AdditionBody;
import org.anchorage.driver.serve.api.Api;
import org.anchorage.driver.serve.api.BatchAnswer;
import org.anchorage.driver.serve.api.BatchBody;
import org.anchorage.driver.serve.api.CountsAnswer;
import org.anchorage.driver.serve.api.DeletedAnswer;
import org.anchorage.driver.serve.api.HitBody;
import org.anchorage.driver.serve.api.IndexAnswer;
import org.anchorage.driver.serve.api.ItemBody;
import org.anchorage.driver.serve.api.NewItemBody;
import org.anchorage.driver.serve.api.PartBody;
import org.anchorage.driver.serve.api.SearchAnswer;
import org.anchorage.driver.serve.api.SearchBody;
import org.anchorage.driver.serve.api.StateAnswer;
import org.anchorage.driver.serve.api.ThresholdsAnswer;
import org.anchorage.driver.serve.api.TimesBody;
import org.anchorage.driver.serve.api.WrittenAnswer;
import org.anchorage.driver.serve.http.Access;
import org.anchorage.driver.serve.http.Route;
import org.anchorage.driver.serve.live.Current;
import org.anchorage.driver.serve.live.EmbedQueue;
import org.anchorage.driver.serve.live.Opened;
import org.anchorage.driver.serve.metrics.ServerMetrics;
import org.junit.jupiter.api.Test;

/** The description says what the code does: no more, and no less. */
class TestOpenApi {

  private static final List<Class<?>> RECORDS =
      List.of(
          SearchBody.class,
          PartBody.class,
          BatchBody.class,
          SearchAnswer.class,
          BatchAnswer.class,
          HitBody.class,
          TimesBody.class,
          ItemBody.class,
          NewItemBody.class,
          AdditionBody.class,
          WrittenAnswer.class,
          DeletedAnswer.class,
          CountsAnswer.class,
          CountsAnswer.CountBody.class,
          ThresholdsAnswer.class,
          ThresholdsAnswer.PointBody.class,
          ThresholdsAnswer.RatesBody.class,
          ThresholdsAnswer.MeasuredBody.class,
          IndexAnswer.class,
          IndexAnswer.LimitsBody.class,
          StateAnswer.class);

  private static List<Route> routes() {
    ServerMetrics metrics = new ServerMetrics();
    FakeIndex index = new FakeIndex();
    EmbedQueue queue = new EmbedQueue(index::embed, new EmbedQueue.Batching(1, 1, 0), metrics);
    return Api.routes(
        new Current(new Opened(index, queue)),
        SettingsReader.defaults().settings().serve(),
        metrics,
        true,
        () -> true);
  }

  private static Stream<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  @Test
  void isOpenApi() {
    assertThat(OpenApiSchemas.complaintsOfOpenApi(OpenApiSchemas.DOCUMENT)).isEmpty();
    JsonNode broken = OpenApiSchemas.JSON.createObjectNode().put("openapi", "3.1.0");
    assertThat(OpenApiSchemas.complaintsOfOpenApi(broken)).isNotEmpty();
  }

  @Test
  void hasEveryRouteAndNoOther() {
    JsonNode paths = OpenApiSchemas.DOCUMENT.get("paths");
    Set<String> described =
        names(paths)
            .flatMap(path -> names(paths.get(path)).map(method -> method + " " + path))
            .collect(Collectors.toSet());
    Set<String> known =
        routes().stream()
            .map(route -> route.method().toLowerCase(java.util.Locale.ROOT) + " " + route.path())
            .collect(Collectors.toSet());
    assertThat(described).isEqualTo(known);
  }

  /** While the server stops, requests that come through open connections are refused. */
  @Test
  void everyRouteMayBeStopping() {
    for (Route route : routes()) {
      String method = route.method().toLowerCase(java.util.Locale.ROOT);
      assertThat(
              OpenApiSchemas.DOCUMENT.get("paths").get(route.path()).get(method).get("responses"))
          .as(method + " " + route.path())
          .anyMatch(response -> response.path("$ref").asText().endsWith("/Busy"));
    }
  }

  @Test
  void saysWhoMay() {
    for (Route route : routes()) {
      JsonNode security =
          OpenApiSchemas.DOCUMENT
              .get("paths")
              .get(route.path())
              .get(route.method().toLowerCase(java.util.Locale.ROOT))
              .get("security");
      String expected =
          switch (route.access()) {
            case EVERYBODY -> "[]";
            case READER -> "[{},{\"token\":[]}]";
            case WRITER -> "[{\"token\":[]}]";
          };
      assertThat(security.toString()).as(route.path()).isEqualTo(expected);
    }
    assertThat(Access.values()).hasSize(3);
  }

  @Test
  void hasEveryFieldAndNoOther() {
    JsonNode schemas = OpenApiSchemas.DOCUMENT.at("/components/schemas");
    for (Class<?> type : RECORDS) {
      Set<String> fields =
          Arrays.stream(type.getRecordComponents())
              .map(TestOpenApi::name)
              .collect(Collectors.toCollection(TreeSet::new));
      JsonNode properties = schemas.path(type.getSimpleName()).path("properties");
      assertThat(names(properties)).as(type.getSimpleName()).containsExactlyElementsOf(fields);
    }
    Set<String> described = names(schemas).collect(Collectors.toSet());
    described.remove("Problem");
    assertThat(described)
        .isEqualTo(RECORDS.stream().map(Class::getSimpleName).collect(Collectors.toSet()));
  }

  private static String name(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named != null
        ? named.value()
        : PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
  }
}
